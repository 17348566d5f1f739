"""Facts that applicants are told of."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.applications import services
from yunhui.pipeline.applications.events import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CompletionAnswered,
    CompletionAsked,
    CompletionDueSoon,
    CompletionEnded,
    CompletionExtended,
    PassConcluded,
)
from yunhui.pipeline.applications.services.amended import move_drafts, tell_amended
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
    move_drafts(UUID(fact.call_id))
    tell_amended(UUID(fact.call_id), fact.number)


def asked(fact: CompletionAsked) -> None:
    """What is missing, all of it."""
    services.tell_owed(UUID(fact.completion_id), "applications.to_complete")


def due_soon(fact: CompletionDueSoon) -> None:
    """That it is due, and still missing."""
    services.tell_owed(UUID(fact.completion_id), "applications.complete_soon")


def extended(fact: CompletionExtended) -> None:
    """That there is more time."""
    services.tell_more_time(UUID(fact.completion_id))


def ended(fact: CompletionEnded) -> None:
    """That nothing is owed any more; what ran out is told as the result of the stage."""
    if fact.outcome == "taken_back":
        services.tell_not_needed(UUID(fact.completion_id), fact.reason)


def answered(fact: CompletionAnswered) -> None:
    """To the officer who asked: it is complete, and the clock goes on."""
    services.tell_completed(UUID(fact.completion_id), fact.version)


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(CompletionAsked, "applications.completion_asked", asked)
    subscribe(CompletionDueSoon, "applications.completion_due_soon", due_soon)
    subscribe(CompletionExtended, "applications.completion_extended", extended)
    subscribe(CompletionEnded, "applications.completion_ended", ended)
    subscribe(CompletionAnswered, "applications.completion_answered", answered)
    subscribe(ApplicationSubmitted, "applications.receipt", submitted)
    subscribe(ApplicationWithdrawn, "applications.withdrawal", withdrawn)
    subscribe(PassConcluded, "applications.stage_result", concluded)
    subscribe(CallAmended, "applications.amended", amended)
