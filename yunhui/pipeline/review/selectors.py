"""Reads of the review. Who reviewed what is told to staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.foundation.codes.selectors import place_of_each
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.applications.selectors import at_work_in
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet


def assignments_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """An expert's own tasks, as long as their applicants let experts read; nobody reads another's through here."""
    rows = Assignment.objects.select_related("application__group", "application__call", "stage", "expert__person")
    if actor.user_id is None:
        return rows.none()
    readable = Application.objects.filter(permitted(Purpose.EXPERTS))
    return rows.filter(expert__person__user_id=actor.user_id, application__in=readable)


def own_tasks(actor: Actor) -> QuerySet[Assignment]:
    """The expert's tasks in the order of the applications' numbers, each with `due_at` of its review and `draft`, what
    is given on its newest sheet; those recused are among them, for who counts them without showing their project."""
    newest = ScoreSheet.objects.filter(assignment=OuterRef("pk")).order_by("-revision")
    return (
        assignments_visible_to(actor)
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


def _due_at() -> Subquery:
    passes = StagePass.objects.filter(application=OuterRef("application"), stage=OuterRef("stage"))
    return Subquery(passes.values("due_at")[:1])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call's review is: tasks by state, and experts with something to do."""

    total: int
    locked: int
    open: int
    experts: int


def progress_of(actor: Actor, call: Call) -> Progress:
    """The review's progress, for staff.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    row = Assignment.objects.filter(stage__call=call).aggregate(
        total=Count("pk"),
        locked=Count("pk", filter=Q(state=AssignmentState.LOCKED)),
        open=Count("pk", filter=Q(state=AssignmentState.OPEN)),
        experts=Count("expert", distinct=True),
    )
    return Progress(**row)


def tasks_of_application(actor: Actor, call: Call, application_id: UUID) -> list[Assignment]:
    """Who reviews an application and what they gave, for staff only; empty for everyone else."""
    if not can_see_inside(actor, call):
        return []
    return list(
        Assignment.objects.filter(application_id=application_id, stage__call=call)
        .select_related("expert__person")
        .prefetch_related(Prefetch("sheets", ScoreSheet.objects.filter(is_locked=True)))
        .order_by("expert__person__sort_key")
    )


def reviewed() -> Q:
    """The condition on applications that their review is complete: sheets are locked and none is open."""
    return Q(standing__sheets_locked__gt=0, standing__sheets_wanted=F("standing__sheets_locked"))


def sheets_by_application(application_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Application -> how many sheets are `sheets_locked`, how many `sheets_wanted` (locked or still open; who abstained
    or recused is not waited for), and the `mean` of the locked ones."""
    states = (AssignmentState.LOCKED, AssignmentState.OPEN)
    locked = Q(state=AssignmentState.LOCKED)
    rows = Assignment.objects.filter(application_id__in=application_ids, state__in=states).order_by()
    figures = rows.values("application_id").annotate(
        sheets_locked=Count("pk", filter=locked), sheets_wanted=Count("pk"), mean=Avg("total", filter=locked)
    )
    names = ("sheets_locked", "sheets_wanted", "mean")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in figures.values_list("application_id", *names)}


def sheets_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many sheets are open (`sheets_open`), and for how many experts (`experts_open`), of
    applications that are in the running."""
    by_call = (
        Assignment.objects.order_by()
        .filter(stage__call=OuterRef("pk"), state=AssignmentState.OPEN)
        .filter(application__state=ApplicationState.IN_PROGRESS)
        .values("stage__call")
    )
    return {
        "sheets_open": Coalesce(Subquery(by_call.annotate(count=Count("pk")).values("count")), 0),
        "experts_open": Coalesce(Subquery(by_call.annotate(count=Count("expert", distinct=True)).values("count")), 0),
    }


def sheets_of_groups() -> dict[str, Any]:
    """Annotations for groups: how many sheets are `sheets_locked` and `sheets_open`, with how many `experts`."""
    states = (AssignmentState.LOCKED, AssignmentState.OPEN)
    sheets = Assignment.objects.filter(application__group=OuterRef("pk"), state__in=states).order_by()
    by_group = sheets.values("application__group")

    def count(of: Count) -> Coalesce:
        return Coalesce(Subquery(by_group.annotate(count=of).values("count")), 0)

    return {
        "sheets_locked": count(Count("pk", filter=Q(state=AssignmentState.LOCKED))),
        "sheets_open": count(Count("pk", filter=Q(state=AssignmentState.OPEN))),
        "experts": count(Count("expert", distinct=True)),
    }


@dataclass(frozen=True, slots=True)
class LockedScore:
    """One locked sheet, as the ranking reads it: criterion key -> points."""

    application_id: UUID
    expert_id: UUID
    total: Decimal
    scores: dict[str, Decimal]


def locked_scores(call_id: UUID) -> list[LockedScore]:
    """Every locked sheet of a call's review, in a fixed order; for the decision, which has checked its actor."""
    sheets = (
        ScoreSheet.objects.filter(is_locked=True, assignment__stage__call_id=call_id)
        .select_related("assignment")
        .order_by("assignment__application_id", "assignment__expert_id")
    )
    return [
        LockedScore(
            sheet.assignment.application_id,
            sheet.assignment.expert_id,
            sheet.assignment.total or Decimal(0),
            {key: Decimal(value) for key, value in sheet.scores.items()},
        )
        for sheet in sheets
    ]


def without_experts() -> Q:
    """The condition on applications that their review is open while nobody is asked to score them."""
    return at_work_in("review") & Q(standing__sheets_wanted=0)
