"""Facts after which conflicts are computed again: either side has changed."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.pipeline.applications.events import ApplicationsImported, ApplicationSubmitted, CompletionAnswered
from yunhui.pipeline.conflicts.services import recompute
from yunhui.pipeline.experts.events import ExpertChanged

_WORKER = actors.system("conflicts")


def on_submitted(fact: ApplicationSubmitted) -> None:
    """A version stands; the first one concerns nobody yet."""
    recompute(actor=_WORKER, application_ids=[UUID(fact.application_id)])


def on_completed(fact: CompletionAnswered) -> None:
    """What was missing was handed in."""
    recompute(actor=_WORKER, application_ids=[UUID(fact.application_id)])


def on_imported(fact: ApplicationsImported) -> None:
    """Applications were entered, or changed by a table."""
    recompute(actor=_WORKER, application_ids=[UUID(one) for one in fact.application_ids])


def on_expert_changed(fact: ExpertChanged) -> None:
    """An expert works elsewhere now, or is tied to somebody."""
    recompute(actor=_WORKER, expert_ids=[UUID(fact.expert_id)])


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(ApplicationSubmitted, "conflicts.submitted", on_submitted)
    subscribe(CompletionAnswered, "conflicts.completed", on_completed)
    subscribe(ApplicationsImported, "conflicts.imported", on_imported)
    subscribe(ExpertChanged, "conflicts.expert_changed", on_expert_changed)
