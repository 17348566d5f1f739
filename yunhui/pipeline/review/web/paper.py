"""What stands on one score sheet: the project's brief, the rubric with its anchors, the points and the two notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import Question, questions_of, read_by, words_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import ApplicationVersion
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import Box, ReviewConfig, brief_of, without_identity
from yunhui.pipeline.review.services import NOTE_LENGTH, REASON_LENGTH, clean_scores, token_of, value_of
from yunhui.ui.fields import Field

# What an expert reads beside the long texts; how to reach the team is never among it.
FACTS = ("employer", "team_size")
HEADING = ("title", "title_en", "group")
LONG = ("long_text", "people")
# Below this share of a criterion the panel asks why (domain rule of the preliminary review).
LOW = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class Other:
    """What another page wrote in the same field; `tab` names it, empty for what stands while a page says otherwise."""

    tab: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion on the sheet: its points, what was given as text, and the anchors as (from, to, words)."""

    key: str
    name: str
    points: int
    value: str
    anchors: list[tuple[str, str, str]]
    error: str
    token: str
    others: list[Other]

    @property
    def holds(self) -> str:
        """The words of the anchor that holds for the points; empty without points."""
        if not self.value or self.error:
            return ""
        value = Decimal(self.value)
        return next((words for low, high, words in self.anchors if Decimal(low) <= value <= Decimal(high)), "")

    @property
    def is_low(self) -> bool:
        """Whether the points lie below two fifths of the criterion, which the panel looks at."""
        return bool(self.value) and not self.error and Decimal(self.value) < Decimal(self.points) * LOW


@dataclass(frozen=True, slots=True)
class Note:
    """A text field of the sheet with what another page wrote in it."""

    key: str
    field: Field
    token: str
    others: list[Other]


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet as it stands: `total` of the points that are given and valid, a dash while there is none."""

    lines: list[Line]
    total: str
    points: int
    notes: list[Note]
    wrong: list[Field]


def paper_of(
    config: ReviewConfig,
    typed: Mapping[str, Any],
    language: str,
    problems: Iterable[Problem] = (),
    sheet: ScoreSheet | None = None,
) -> Paper:
    """The sheet with what was typed, or saved, and with each problem beside its line."""
    errors = {problem.field: str(problem.message) for problem in problems}
    kept, _bad = clean_scores(config, dict(typed))
    lines = [
        Line(
            key=one.key,
            name=one.name(language),
            points=one.points,
            value=kept.get(one.key) or str(typed.get(one.key) or ""),
            anchors=[(anchor.low, anchor.high, pick(anchor, "text", language)) for anchor in one.anchors],
            error=errors.get(one.key, ""),
            token=token_of(sheet, one.key),
            others=others_of(sheet, one.key),
        )
        for one in config.criteria
    ]
    notes = _notes(typed, errors, sheet)
    wrong = [Field(name=line.key, label=line.name, error=line.error) for line in lines if line.error]
    return Paper(
        lines=lines,
        total=f"{sum(map(Decimal, kept.values()), Decimal(0)).normalize():f}" if kept else "–",
        points=config.points,
        notes=notes,
        wrong=[*wrong, *(one.field for one in notes if one.field.error)],
    )


def others_of(sheet: ScoreSheet | None, key: str) -> list[Other]:
    """What other pages wrote in a field and nobody has chosen from yet."""
    rows = sheet.others.get(key, []) if sheet else []
    return [Other(one["tab"], one["text"], datetime.fromisoformat(one["at"])) for one in rows]


def standing_of(sheet: ScoreSheet, key: str) -> Other:
    """What stands in a field, for the page that says something else."""
    mark = sheet.revisions.get(key) or {}
    at = datetime.fromisoformat(mark["at"]) if mark.get("at") else sheet.at
    return Other("", value_of(sheet, key), at)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as an expert reads it: who, in boxes, in full, and its files as (address in the reader, name)."""

    who: str
    boxes: tuple[Box, ...]
    texts: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    files: list[tuple[str, str]]


def project_of(version: ApplicationVersion | None, config: ReviewConfig, task: Assignment, language: str) -> Project:
    """What was submitted last, as far as its form and a blind review let experts read it.

    The form says which answers experts read; a version that is older than this setting shows a few facts, and keeps
    back who would speak. Files are opened in the reader, and what the sheet's heading says is not said twice.
    """
    if version is None:
        return Project("", (), [], [], [])
    readable = read_by(questions_of(version.form_version.questions), "expert")
    questions = without_identity(readable) if config.blind else readable
    given = [(one, words_of(one, value, language, {})) for one in questions if (value := version.answers.get(one.key))]
    facts = [
        (one.label(language), text)
        for one, text in given
        if one.kind not in (*LONG, "file") and one.key not in HEADING and (one.readers is not None or one.key in FACTS)
    ]
    return Project(
        who="" if config.blind else _who(version, task.application.speaker, getattr(task, "city", "") or ""),
        boxes=brief_of(questions, version.answers, config.brief, language),
        texts=[(one.label(language), text) for one, text in given if one.kind in LONG],
        facts=facts,
        files=_files(version, [one for one, _text in given if one.kind == "file"], language),
    )


def _files(version: ApplicationVersion, questions: Iterable[Question], language: str) -> list[tuple[str, str]]:
    """Named by their question: a file's own name may tell more than the file."""
    found = []
    for question in questions:
        answer = version.answers[question.key]
        ids = answer if isinstance(answer, list) else [answer]
        for number, pk in enumerate(ids, 1):
            name = question.label(language) if len(ids) == 1 else f"{question.label(language)} {number}"
            found.append((f"/r/{version.application_id}/{pk}/", name))
    return found


def _who(version: ApplicationVersion, speaker: str, city: str) -> str:
    """Who would speak and from where, as far as the form lets experts know.

    The page that applicants read before they start is made from the same settings: where they are told that no expert
    learns their name, none does.
    """
    asked = {one.key: one for one in questions_of(version.form_version.questions)}
    name, place = asked.get("name"), asked.get("place")
    shown = [
        speaker if name and name.readers is not None and "expert" in name.readers else "",
        city if place and place.is_read_by("expert") else "",
    ]
    return " · ".join(filter(None, shown))


def reasons(actor: Actor, typed: Mapping[str, Any], problem: tuple[str, str] = ("", "")) -> dict[str, Field]:
    """The reason fields of abstaining and of recusing; `problem` is the name of one and what is wrong with it."""
    words = {
        "abstain_reason": (
            _("Why do you abstain?"),
            _("One sentence. The talent office reads it, the applicant does not."),
        ),
        "recuse_reason": (
            _("What relation is it?"),
            _("One sentence. The talent office reads it, the applicant does not."),
        ),
    }
    return {
        name: Field(
            name=name,
            label=label,
            help=help_line,
            kind="textarea",
            rows=2,
            required=True,
            value=str(typed.get(name) or ""),
            error=problem[1] if problem[0] == name else "",
            limit=REASON_LENGTH,
        )
        for name, (label, help_line) in words.items()
    }


def short(receipt: str) -> str:
    """A receipt to read out: the first twelve signs of its digest in fours, after the name of the algorithm."""
    algorithm, _colon, digest = receipt.partition(":")
    return f"{algorithm} {digest[:4]} {digest[4:8]} {digest[8:12]}"


def _notes(typed: Mapping[str, Any], errors: Mapping[str, str], sheet: ScoreSheet | None) -> list[Note]:
    words = (
        (
            "note_panel",
            _("To the panel"),
            _("Read by the panel leader and the talent office, and in the discussion by the other experts."),
        ),
        (
            "note_applicant",
            _("To the applicant"),
            _(
                "Read by an applicant who is not selected, with the result and without your name; the office may hold "
                "it back or put it in other words."
            ),
        ),
    )
    return [
        Note(
            name,
            Field(
                name=name,
                label=label,
                help=help_line,
                kind="textarea",
                rows=3,
                value=str(typed.get(name) or ""),
                limit=NOTE_LENGTH,
                error=errors.get(name, ""),
            ),
            token_of(sheet, name),
            others_of(sheet, name),
        )
        for name, label, help_line in words
    ]
