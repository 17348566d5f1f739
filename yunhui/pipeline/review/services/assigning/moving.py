"""What happens to tasks, each with its line in the history: somebody is asked, or a task is taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import AssignmentState, MoveKind
from yunhui.pipeline.review.models import Assignment, AssignmentMove, AssignmentPlan


@dataclass(frozen=True, slots=True)
class Task:
    """Who is to be asked about what, with the fit and the reasons; `in_place_of` is the task whose place is open
    again."""

    application_id: UUID
    expert_id: UUID
    fit: float
    why: dict[str, Any]
    in_place_of: UUID | None = None


def ask(
    actor: Actor,
    stage: Stage,
    tasks: Sequence[Task],
    kind: MoveKind,
    *,
    reason: str = "",
    plan: AssignmentPlan | None = None,
) -> list[Assignment]:
    """Open a task for each; who had been let go from the same application gets that task again."""
    now = clock.now()
    applications = {one.application_id for one in tasks}
    before = {
        (row.application_id, row.expert_id): row
        for row in Assignment.objects.select_for_update().filter(stage=stage, application__in=applications)
    }
    rows, fresh = list[Assignment](), list[Assignment]()
    for one in tasks:
        row = before.get((one.application_id, one.expert_id))
        if row is None:
            row = Assignment(
                stage=stage,
                application_id=one.application_id,
                expert_id=one.expert_id,
                in_place_of_id=one.in_place_of,
            )
            fresh.append(row)
        elif row.state != AssignmentState.TAKEN_BACK:
            continue
        row.state, row.fit, row.why, row.made_at = AssignmentState.OPEN, one.fit, one.why, now
        rows.append(row)
    Assignment.objects.bulk_create(fresh)
    again = [row for row in rows if (row.application_id, row.expert_id) in before]
    Assignment.objects.bulk_update(again, ["state", "fit", "why", "made_at"])
    note_moves(actor, rows, kind, reason, plan)
    return rows


def take_back(
    actor: Actor,
    rows: Iterable[Assignment],
    kind: MoveKind,
    *,
    state: AssignmentState = AssignmentState.TAKEN_BACK,
    reason: str = "",
    plan: AssignmentPlan | None = None,
) -> list[Assignment]:
    """Close open tasks in a state; the caller has checked and locked them."""
    closed = [row for row in rows if row.state == AssignmentState.OPEN]
    for row in closed:
        row.state = state
    Assignment.objects.bulk_update(closed, ["state"])
    note_moves(actor, closed, kind, reason, plan)
    return closed


def note_moves(
    actor: Actor, rows: Sequence[Assignment], kind: MoveKind, reason: str, plan: AssignmentPlan | None = None
) -> None:
    """Write the lines of the history, in the caller's transaction."""
    now = clock.now()
    AssignmentMove.objects.bulk_create(
        AssignmentMove(
            stage_id=row.stage_id,
            application_id=row.application_id,
            expert_id=row.expert_id,
            kind=kind,
            reason=reason,
            plan=plan,
            at=now,
            by_id=actor.user_id,
        )
        for row in rows
    )
