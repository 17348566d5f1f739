"""The end of an application's review: when no sheet of it is open."""

from decimal import Decimal
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import HANDED_BACK, AssignmentState, MoveKind
from yunhui.pipeline.review.models import Assignment, AssignmentMove
from yunhui.pipeline.review.rules import ReviewConfig


def conclude_review_if_done(*, actor: Actor, task: Assignment) -> None:
    """Conclude the review of a task's application when no sheet of it is open."""
    conclude_review(actor=actor, application_id=task.application_id, stage=task.stage)


def conclude_review(*, actor: Actor, application_id: UUID, stage: Stage) -> None:
    """Conclude an application's review when no sheet of it is open and nobody is awaited in the place of an expert who
    handed it back; passed when its mean reaches the call's gate."""
    found = _OPEN.ask(application_id, stage.pk)
    rows = _TASKS.ask(application_id, stage.pk)
    if not found or any(row.state == AssignmentState.OPEN for row in rows):
        return
    stage_pass = found[0]
    if _awaits_another(stage_pass.stage, rows):
        return
    totals = [row.total for row in rows if row.state == AssignmentState.LOCKED and row.total is not None]
    mean = sum(totals, Decimal(0)) / len(totals) if totals else None
    conclude_passes(
        actor=actor,
        pass_ids=[stage_pass.pk],
        passed=mean is not None and mean >= stage_pass.stage.call.gate_mean,
        reason=f"mean={mean:.2f} of {len(totals)}" if mean is not None else "no score",
    )


_OPEN: Kept[StagePass] = Kept(
    lambda application, stage: (
        StagePass.objects.select_for_update(of=("self",))
        .select_related("stage__call")
        .filter(application=application, stage=stage, state=PassState.OPEN)
    ),
    UUID(int=0),
    -1,
)
_TASKS: Kept[Assignment] = Kept(
    lambda application, stage: Assignment.objects.filter(application=application, stage=stage), UUID(int=0), -1
)


def _awaits_another(stage: Stage, rows: list[Assignment]) -> bool:
    """Whether a task was handed back, too few others score, and nobody has said that these are enough."""
    back = [row.expert_id for row in rows if row.state in HANDED_BACK]
    scored = sum(row.state == AssignmentState.LOCKED for row in rows)
    if not back or scored >= ReviewConfig.of(stage.config).experts_per_application:
        return False
    moves = AssignmentMove.objects.filter(stage=stage, application=rows[0].application_id, kind=MoveKind.GO_ON)
    return moves.filter(expert__in=back).values("expert").distinct().count() < len(back)
