"""What stands in one application's page: answers as they were submitted, its way, its scores, its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import names_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.selectors import entries_about_any
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_among, places
from yunhui.foundation.formkit.rules import Question, Reader, questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.portal.words import action_word, actor_word, last_day
from yunhui.ui import formats
from yunhui.ui.tags.lists import Event

_MOST = 60
_STATES_DONE = (PassState.PASSED, PassState.FAILED, PassState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Answers:
    """A submitted version to be read: (section, [(question, answer)]), and the city from which it comes."""

    sections: list[tuple[str, list[tuple[str, str]]]]
    place: str


def reader_of(actor: Actor) -> Reader | None:
    """As whom a member of staff reads answers: a panel leader as experts do, the office and its director all of them.

    The form tells applicants who reads each answer; an address that it keeps to the office is nobody else's.
    """
    return None if actor.has(Role.OFFICE, Role.APPROVER) else "expert"


def answers_in_sections(version: ApplicationVersion | None, language: str, reader: Reader | None) -> Answers:
    """The answers of a version in the order of its form, codes as names; nothing where nothing was submitted.

    With a `reader` only the answers that the form lets them read.
    """
    if version is None:
        return Answers([], "")
    spots = {code: pick(spot, "name", language) for code, spot in places().items()}
    countries = {one.code: pick(one, "name", language) for one in codes_among(Scheme.COUNTRY, _countries(version))}
    sections: dict[str, list[tuple[str, str]]] = {}
    place = ""
    for question in questions_of(version.form_version.questions):
        text = _in_words(question, version.answers.get(question.key), language, {**countries}, spots)
        place = text if question.key == "place" else place
        if reader is None or question.is_read_by(reader):
            sections.setdefault(pick(question, "section", language), []).append((question.label(language), text))
    return Answers(list(sections.items()), place)


def passes_as_events(application: Application, actor: Actor) -> list[Event]:
    """The stages as a timeline: done with their result and day, now with their deadline, and what comes."""
    passes = sorted(application.passes.all(), key=lambda one: (one.stage.ordinal, one.stage_id))
    return [_event(one, actor) for one in passes]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Criteria down, experts across: (criterion, points, score of each), totals, their mean, and who is waited for."""

    experts: list[str]
    rows: list[tuple[str, int, list[Decimal | None]]]
    totals: list[Decimal]
    points: int
    mean: Decimal | None
    others: list[tuple[str, str]]


def score_table(review: StagePass, tasks: Iterable[Assignment], language: str) -> ScoreTable:
    """The locked sheets of one application; the tasks carry their locked sheets only."""
    config = ReviewConfig.of(review.stage.config)
    tasks = list(tasks)
    locked = [(task, task.sheets.all()[0].scores) for task in tasks if task.state == AssignmentState.LOCKED]
    totals = [task.total or Decimal(0) for task, _scores in locked]
    return ScoreTable(
        experts=[task.expert.person.name for task, _scores in locked],
        rows=[
            (one.name(language), one.points, [_decimal(scores.get(one.key)) for _task, scores in locked])
            for one in config.criteria
        ],
        totals=totals,
        points=config.points,
        mean=sum(totals, Decimal(0)) / len(totals) if totals else None,
        others=[
            (task.expert.person.name, str(AssignmentState(task.state).label))
            for task in tasks
            if task.state != AssignmentState.LOCKED
        ],
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history: when, and who did what; `times` in a row, the last time `at`."""

    at: datetime
    line: str
    times: int = 1


def history_of(
    actor: Actor, application: Application, offers: Iterable[Offer], tasks: Iterable[Assignment]
) -> list[Happened]:
    """What the log says of an application, its offers and its score sheets, the newest first; at most sixty lines.

    The caller has let the actor see all of these.
    """
    boards = {str(offer.pk): pick(offer.board, "name", actor.language) for offer in offers}
    subjects: list[tuple[str, object]] = [("application", application.pk)]
    subjects += [("offer", pk) for pk in boards]
    subjects += [("assignment", task.pk) for task in tasks]
    entries = list(entries_about_any(actor, subjects)[:_MOST])
    names = names_of(entry.actor_id for entry in entries)
    colon = "：" if actor.language.startswith("zh") else ": "
    lines = [(entry.at, colon.join((_who(entry, names, boards), _what(entry)))) for entry in entries]
    found: list[Happened] = []
    for at, line in lines:
        if found and found[-1].line == line:
            found[-1] = replace(found[-1], times=found[-1].times + 1)
        else:
            found.append(Happened(at, line))
    return found


def _who(entry: AuditEntry, names: Mapping[UUID, str], boards: Mapping[str, str]) -> str:
    board = boards.get(entry.subject_id, "")
    person = names.get(entry.actor_id, "") if entry.actor_id else ""
    return " ".join(part for part in (board, person) if part) or actor_word(entry.actor_label)


def _what(entry: AuditEntry) -> str:
    after = entry.after or {}
    word = action_word(entry.action)
    if entry.action == "offer.answered":
        return str(OfferState(after["state"]).label)
    if entry.action == "application.submitted":
        return " · ".join((word, _("version %(number)s") % {"number": after["version"]}))
    return word


def _event(one: StagePass, actor: Actor) -> Event:
    name = pick(one.stage, "name", actor.language)
    word = str(PassState(one.state).label)
    if one.state in _STATES_DONE:
        day = (
            formats.day(formats.local(one.concluded_at, actor.zone).date(), actor.language) if one.concluded_at else ""
        )
        reason = one.reason if one.stage.kind == "screening" and one.state == PassState.FAILED else ""
        return Event(name, " · ".join(part for part in (word, day, reason) if part), "done")
    if one.due_at:
        due = _("due %(at)s") % {"at": last_day(one.due_at, actor.language)}
        return Event(name, " · ".join((word, due)), "now")
    return Event(name, word)


def _in_words(
    question: Question, answer: Any, language: str, countries: Mapping[str, str], spots: Mapping[str, str]
) -> str:
    if answer is None or answer == "":
        return formats.MISSING
    if question.kind == "choice":
        return next((pick(one, "label", language) for one in question.choices if one.code == answer), str(answer))
    if question.kind == "number":
        return formats.number(answer, language)
    names = {"country": countries, "place": spots}.get(question.kind, {})
    return names.get(str(answer), str(answer))


def _countries(version: ApplicationVersion) -> list[str]:
    questions = questions_of(version.form_version.questions)
    return [str(version.answers.get(one.key)) for one in questions if one.kind == "country"]


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(str(text))
