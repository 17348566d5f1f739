"""Tables of applications: columns are the questions of the call's form."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation

from yunhui.features.imports.enums import Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import REFERENCE, REFERRED, Wrong, answer_of, columns_of, half, plain
from yunhui.features.imports.services.kinds.boards import names_of_boards
from yunhui.features.imports.services.kinds.reading import Reading, differences
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of, known_codes, places
from yunhui.foundation.formkit.rules import Question, clean_answers, questions_of
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import Entry, change_many, form_of, import_many
from yunhui.pipeline.consents.services import note_consents

_LABELS = ("title", "name", "email")


class Applications:
    """Applications of one call. Known again by the sender's reference; without one by e-mail address (or speaker) and
    title. What an applicant has taken over or the form check has decided is not changed by a table."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        assert run.call is not None, "a table of applications belongs to a call"
        self.actor, self.run, self.call = actor, run, run.call
        self.questions: tuple[Question, ...] = questions_of(form_of(self.call).questions)
        self.columns = columns_of(run.kind, self.questions)
        self.asked = {one.key: one for one in self.questions}
        self.known = known_codes()
        self.options = _options(self.questions)
        self.boards = names_of_boards()
        self._existing: dict[str, dict[str, Any]] | None = None
        self._locked: frozenset[UUID] = frozenset()

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Answers as the form takes them. What is only missing may come later; what is wrong must be corrected."""
        given = {
            key: answer_of(self.asked[key], text, self.options)
            for key, text in texts.items()
            if key in self.asked and text
        }
        cleaned, problems = clean_answers(self.questions, given, known=self.known)
        wrong = [
            Wrong(one.field, texts.get(one.field, ""), "answer", {"message": _both(one.message)})
            for one in problems
            if one.code != "required" or one.field in ("title", "group")
        ]
        reference = half(texts.get(REFERENCE.key, ""))
        if len(reference) > REFERENCE.longest:
            wrong.append(Wrong(REFERENCE.key, reference, "too_long", {"over": len(reference) - REFERENCE.longest}))
        values: dict[str, Any] = {key: cleaned[key] for key in given if key in cleaned}
        values[REFERENCE.key] = reference
        if text := texts.get(REFERRED.key, ""):
            board = self.boards.get(plain(text))
            values[REFERRED.key] = str(board.pk) if board else ""
            if board is None:
                wrong.append(Wrong(REFERRED.key, text, "no_such_board"))
        values["_missing"] = sum(one.code == "required" for one in problems)
        return Reading(values, _key(reference, values), wrong)

    def compare(self, reading: Reading) -> None:
        """Against the applications of the call, all of them read once."""
        found = self._known().get(reading.key)
        if found is None:
            return
        current = {**found["answers"], REFERENCE.key: found["reference"]}
        asked = {key: value for key, value in reading.values.items() if key in self.asked}
        reading.target, reading.changes = str(found["pk"]), differences(asked, current)
        if reading.changes and found["owner_id"]:
            reading.problems.append(Wrong("", "", "taken_over", {"number": found["number"]}))
        elif reading.changes and found["pk"] in self._locked:
            reading.problems.append(Wrong("", "", "decided", {"number": found["number"]}))

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """New ones together, then the changed ones."""
        new = [row for row in rows if row.outcome == Outcome.NEW]
        made = import_many(actor=self.actor, call=self.call, entries=[self._entry(row) for row in new])
        if made and (source := self.run.settings.get("consent", "")):
            note_consents(actor=self.actor, applications=made, note=source)
        written = {row.pk: str(one.pk) for row, one in zip(new, made, strict=True)}
        changed = {UUID(row.target_id): row for row in rows if row.outcome == Outcome.CHANGED}
        answers = {pk: {name: pair[1] for name, pair in row.changes.items()} for pk, row in changed.items()}
        done = change_many(actor=self.actor, call=self.call, changes=answers) if answers else set()
        return written | {changed[pk].pk: str(pk) for pk in done}

    def _entry(self, row: ImportRow) -> Entry:
        answers = {key: value for key, value in row.values.items() if key in self.asked}
        board_id = row.values.get(REFERRED.key, "")
        board = next((one for one in self.boards.values() if str(one.pk) == board_id), None)
        return Entry(answers, row.values.get(REFERENCE.key, ""), board)

    def _known(self) -> dict[str, dict[str, Any]]:
        if self._existing is None:
            rows = Application.objects.filter(call=self.call).exclude(state=ApplicationState.WITHDRAWN)
            self._existing = {}
            columns = ("pk", "number", "reference", "answers", "owner_id")
            for values in rows.filter(number__isnull=False).values_list(*columns):
                row = dict(zip(columns, values, strict=True))
                self._existing.setdefault(_key("", row["answers"]), row)
                if row["reference"]:
                    self._existing[_key(row["reference"], {})] = row
            waiting = StagePass.objects.filter(
                application__call=self.call, stage__kind="screening", state=PassState.OPEN
            ).values_list("application_id", flat=True)
            open_ones = set(waiting)
            self._locked = frozenset(row["pk"] for row in self._existing.values() if row["pk"] not in open_ones)
        return self._existing


def _key(reference: str, answers: Mapping[str, Any]) -> str:
    if reference:
        return f"ref:{reference}"
    title, name, email = (str(answers.get(key) or "") for key in _LABELS)
    return f"{email.casefold() or plain(name)}|{plain(title)}"[:400]


def _options(questions: Sequence[Question]) -> dict[str, dict[str, str]]:
    """Plain names of choices, countries and places -> their codes."""
    found: dict[str, dict[str, str]] = {}
    for one in questions:
        if one.kind == "choice":
            found[f"choice:{one.key}"] = {
                half(word).casefold(): choice.code
                for choice in one.choices
                for word in (choice.label_en, choice.label_zh, choice.code)
            }
    countries, cities = codes_of(Scheme.COUNTRY), places()
    found["country"] = _names({code: (code, row.name_zh, row.name_en) for code, row in countries.items()})
    found["place"] = _names({code: (code, row.name_zh, row.name_en) for code, row in cities.items()})
    return found


def _names(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {half(word).casefold(): code for code, of_code in words.items() for word in of_code}


def _both(message: Any) -> dict[str, str]:
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = str(message)
    return said
