"""Facts by which applicants hear the result."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.applications.events import PassConcluded
from yunhui.pipeline.decisions.events import BatchReleased
from yunhui.pipeline.decisions.services import telling


def concluded(fact: PassConcluded) -> None:
    """The decision or the public notice has ended for one application."""
    telling.tell_result(UUID(fact.application_id), fact.stage, fact.state)


def released(fact: BatchReleased) -> None:
    """The reserves; everyone else hears by the end of their own stage."""
    telling.tell_reserves(UUID(fact.batch_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(PassConcluded, "decisions.result", concluded)
    subscribe(BatchReleased, "decisions.reserves", released)
