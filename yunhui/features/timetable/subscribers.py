"""What the timetable hears: a released batch has its first draft built in the background."""

from procrastinate.contrib.django import app as queue

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.decisions.events import BatchReleased


def ask_for_draft(event: BatchReleased) -> None:
    """Queue the build; the solver's seconds do not belong into the delivery's transaction."""
    queue.configure_task("yunhui.timetable.draft", queue="solvers").defer(call_id=event.call_id)


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(BatchReleased, "timetable.draft", ask_for_draft)
