"""The discussion of one project, as each side reads it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Remark
from yunhui.pipeline.review.rules import can_read_discussion, letters_of
from yunhui.pipeline.review.selectors.sheets import standing_sheets


@dataclass(frozen=True, slots=True)
class Voice:
    """One expert in a discussion. For staff alone `key`, the id of the task, and `name`; `total` is None until the
    sheet is locked."""

    key: str
    letter: str
    name: str
    is_me: bool
    total: Decimal | None
    scores: dict[str, str]
    note_panel: str


@dataclass(frozen=True, slots=True)
class Said:
    """One remark: by an expert's letter, or by the panel leader where it is empty."""

    letter: str
    name: str
    is_me: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Discussion:
    """The voices in the order of their letters, and what they said in turn; whose sheet was set aside has no voice any
    more, though the letters of the others stay."""

    voices: list[Voice]
    said: list[Said]


def tasks_beside(own: Assignment) -> list[Assignment]:
    """All tasks on the project of a task, without those who stepped back."""
    return _tasks(own.stage_id, own.application_id)


def discussion_for(own: Assignment, tasks: list[Assignment]) -> Discussion | None:
    """The discussion as the expert of a task reads it, among all tasks beside it; None while they may not yet. Nobody
    is named."""
    if not can_read_discussion(own, tasks):
        return None
    return _discussion(tasks, _remarks(own.stage_id, own.application_id), me=own.pk, with_names=False)


def discussion_inside(actor: Actor, stage: Stage, application_id: UUID) -> Discussion:
    """The discussion as staff read it, with names.

    Raises:
        NotFoundError: the actor does not see inside the call, or nobody judges the project.
    """
    tasks = _tasks(stage.pk, application_id) if can_see_inside(actor, stage.call) else []
    if not tasks:
        raise NotFoundError("discussion")
    return _discussion(tasks, _remarks(stage.pk, application_id), me=None, with_names=True)


def _tasks(stage_id: int, application_id: UUID) -> list[Assignment]:
    rows = Assignment.objects.filter(stage_id=stage_id, application_id=application_id)
    rows = rows.exclude(state__in=(AssignmentState.RECUSED, AssignmentState.ABSTAINED))
    standing = Prefetch("sheets", standing_sheets(), to_attr="standing")
    return list(rows.select_related("expert__person").prefetch_related(standing))


def _remarks(stage_id: int, application_id: UUID) -> list[Remark]:
    rows = Remark.objects.filter(stage_id=stage_id, application_id=application_id)
    return list(rows.select_related("author", "assignment").order_by("at", "pk"))


def _discussion(tasks: list[Assignment], remarks: list[Remark], *, me: UUID | None, with_names: bool) -> Discussion:
    spoken = {one.assignment_id: one.assignment for one in remarks if one.assignment is not None}
    present = {task.pk: task for task in tasks}
    letters = letters_of([*tasks, *(task for pk, task in spoken.items() if pk not in present)])
    voices = []
    for task in tasks:
        if task.state == AssignmentState.SET_ASIDE:
            continue
        sheet = next(iter(task.standing), None)  # type: ignore[attr-defined]
        voices.append(
            Voice(
                key=str(task.pk) if with_names else "",
                letter=letters[task.pk],
                name=task.expert.person.name if with_names else "",
                is_me=task.pk == me,
                total=task.total,
                scores=dict(sheet.scores) if sheet else {},
                note_panel=sheet.note_panel if sheet else "",
            )
        )
    said = [
        Said(
            letter=letters[one.assignment_id] if one.assignment_id else "",
            name=(one.author.name if one.author else "") if with_names else "",
            is_me=one.assignment_id is not None and one.assignment_id == me,
            text=one.text,
            at=one.at,
        )
        for one in remarks
    ]
    return Discussion(sorted(voices, key=lambda one: one.letter), said)
