"""What is an expert's own: tasks, sheets, and the place of each in the stack."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from yunhui.foundation.codes.selectors import place_of_each
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import ApplicationVersion, StagePass
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted_each
from yunhui.pipeline.review.enums import HANDED_BACK, AssignmentState
from yunhui.pipeline.review.models import Assignment, MaskedTitle, ScoreSheet
from yunhui.pipeline.review.selectors.assigning import door


def assignments_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """An expert's own tasks that exist for them: their applicants let experts read, no conflict of interest stands, and
    where the review asks it first they have said so. Nobody reads another's through here."""
    return _own(actor).filter(door())


def _own(actor: Actor) -> QuerySet[Assignment]:
    rows = Assignment.objects.select_related(
        "application__group", "application__call", "stage__review_round", "expert__person"
    )
    if actor.user_id is None:
        return rows.none()
    own = rows.filter(permitted_each(Purpose.EXPERTS, "application"), expert__person__user_id=actor.user_id)
    return own.exclude(state__in=HANDED_BACK).annotate(**masks())


def masks() -> dict[str, Any]:
    """`mask_zh` and `mask_en` of a task: what a blind review calls its project, empty where it is not renamed."""
    rows = MaskedTitle.objects.filter(stage=OuterRef("stage"), application=OuterRef("application"))
    rows = rows.filter(stage__config__blind=True)
    return {
        name: Coalesce(Subquery(rows.values(column)[:1]), Value(""))
        for name, column in (("mask_zh", "title_zh"), ("mask_en", "title_en"))
    }


def own_tasks(actor: Actor) -> QuerySet[Assignment]:
    """The expert's tasks in the order of the applications' numbers, each with `due_at` of its review and `draft`, what
    is given on its newest sheet; those recused are among them, for who counts them without showing their project."""
    newest = ScoreSheet.objects.filter(assignment=OuterRef("pk")).order_by("-revision")
    return (
        _own(actor)
        .filter(door() | Q(state=AssignmentState.RECUSED))
        .annotate(due_at=_due_at(), draft=Subquery(newest.values("scores")[:1]))
        .defer("application__answers")
        .order_by("application__number")
    )


def task_for(actor: Actor, assignment_id: UUID) -> Assignment:
    """One of the expert's own tasks with its sheets, the newest first, `due_at` of its review and its team's `city`.

    Raises:
        NotFoundError: there is none, it is another's, or the expert is recused from it.
    """
    task = (
        assignments_visible_to(actor)
        .exclude(state=AssignmentState.RECUSED)
        .annotate(due_at=_due_at(), city=place_of_each("application__place", actor.language))
        .defer("application__answers")
        .prefetch_related(Prefetch("sheets", ScoreSheet.objects.order_by("-revision")))
        .filter(pk=assignment_id)
        .first()
    )
    if task is None:
        raise NotFoundError("score sheet")
    return task


def task_to_discuss(actor: Actor, assignment_id: UUID) -> Assignment:
    """One of the expert's own tasks, without its sheets.

    Raises:
        NotFoundError: there is none, it is another's, or the expert is recused from it.
    """
    rows = assignments_visible_to(actor).exclude(state=AssignmentState.RECUSED).defer("application__answers")
    task = rows.filter(pk=assignment_id).first()
    if task is None:
        raise NotFoundError("discussion")
    return task


def submitted_version(task: Assignment) -> ApplicationVersion | None:
    """What was submitted last of the project that is judged, with its form: one query."""
    versions = ApplicationVersion.objects.filter(application=task.application_id)
    return versions.select_related("form_version").order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Place:
    """A task's place in the expert's stack: `number` of `total`, the tasks around it, and the next open one."""

    number: int
    total: int
    before: UUID | None
    after: UUID | None
    next_open: UUID | None


def place_in_stack(actor: Actor, task: Assignment) -> Place:
    """Where a task stands among the expert's tasks of its stage; the next open one begins again at the top."""
    rows = assignments_visible_to(actor).filter(stage=task.stage_id).exclude(state=AssignmentState.RECUSED)
    stack = list(rows.order_by("application__number").values_list("pk", "state"))
    here = next(index for index, (pk, _state) in enumerate(stack) if pk == task.pk)
    onward = [pk for pk, state in stack[here + 1 :] + stack[:here] if state == AssignmentState.OPEN]
    return Place(
        number=here + 1,
        total=len(stack),
        before=stack[here - 1][0] if here else None,
        after=stack[here + 1][0] if here + 1 < len(stack) else None,
        next_open=onward[0] if onward else None,
    )


def own_due() -> Cast:
    """The time of its own that a re-review has."""
    return Cast(KeyTextTransform("due", "why"), DateTimeField())


def _due_at() -> Coalesce:
    """When the review of a task is due; a re-review has a time of its own."""
    passes = StagePass.objects.filter(application=OuterRef("application"), stage=OuterRef("stage"))
    return Coalesce(own_due(), Subquery(passes.values("due_at")[:1]))
