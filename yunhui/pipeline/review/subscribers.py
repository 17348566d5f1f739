"""Facts by which experts hear of their tasks, and lose those that they must not have."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.pipeline.conflicts.events import ConflictResolved, ConflictsFound
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.services import settle_sheets, step_out
from yunhui.pipeline.review.services.telling import tell_assigned

_WORKER = actors.system("review")


def assigned(fact: ExpertsAssigned) -> None:
    """A stage got its experts."""
    tell_assigned(UUID(fact.call_id), fact.stage)


def conflicts_found(fact: ConflictsFound) -> None:
    """Whoever has a conflict no longer has the task."""
    step_out(actor=_WORKER, pairs=[(UUID(expert), UUID(application)) for expert, application in fact.pairs])


def conflict_resolved(fact: ConflictResolved) -> None:
    """What was locked before a conflict was confirmed counts no more, or again."""
    settle_sheets(actor=_WORKER, application_ids=[UUID(fact.application_id)])


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(ExpertsAssigned, "review.assigned", assigned)
    subscribe(ConflictsFound, "review.conflicts_found", conflicts_found)
    subscribe(ConflictResolved, "review.conflict_resolved", conflict_resolved)
