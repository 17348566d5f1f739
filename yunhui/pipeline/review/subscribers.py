"""Facts by which experts hear of their tasks."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.services.telling import tell_assigned


def assigned(fact: ExpertsAssigned) -> None:
    """A stage got its experts."""
    tell_assigned(UUID(fact.call_id), fact.stage)


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(ExpertsAssigned, "review.assigned", assigned)
