"""Facts that applicants are told of."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.applications import services
from yunhui.pipeline.applications.events import ApplicationSubmitted, ApplicationWithdrawn, PassConcluded
from yunhui.pipeline.applications.services.amended import tell_amended
from yunhui.pipeline.calls.events import CallAmended


def submitted(fact: ApplicationSubmitted) -> None:
    """The receipt."""
    services.tell_submitted(UUID(fact.application_id), fact.version)


def withdrawn(fact: ApplicationWithdrawn) -> None:
    """That it is withdrawn."""
    services.tell_withdrawn(UUID(fact.application_id))


def concluded(fact: PassConcluded) -> None:
    """How a stage ended."""
    services.tell_stage(UUID(fact.application_id), fact.stage, fact.state)


def amended(fact: CallAmended) -> None:
    """The call was changed in public."""
    tell_amended(UUID(fact.call_id), fact.number)


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(ApplicationSubmitted, "applications.receipt", submitted)
    subscribe(ApplicationWithdrawn, "applications.withdrawal", withdrawn)
    subscribe(PassConcluded, "applications.stage_result", concluded)
    subscribe(CallAmended, "applications.amended", amended)
