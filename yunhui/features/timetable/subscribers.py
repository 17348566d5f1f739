"""What the timetable hears: a released batch gets its first draft, and whoever leaves is taken out."""

from uuid import UUID

from procrastinate.contrib.django import app as queue

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.events import HourAnswered
from yunhui.features.timetable.services import take_out
from yunhui.features.timetable.services.publishing.telling import tell_office
from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.pipeline.applications.events import ApplicationWithdrawn
from yunhui.pipeline.decisions.events import BatchReleased, PlaceAnswered

_ACTOR = actors.system("timetable")


def ask_for_draft(event: BatchReleased) -> None:
    """Queue the build; the solver's seconds do not belong into the delivery's transaction."""
    queue.configure_task("yunhui.timetable.draft", queue="solvers").defer(call_id=event.call_id)


def on_withdrawn(event: ApplicationWithdrawn) -> None:
    """An item whose project has gone is taken out of people's calendars."""
    take_out(actor=_ACTOR, application_id=UUID(event.application_id))


def on_place(event: PlaceAnswered) -> None:
    """The same for a place that was given up or lapsed."""
    take_out(actor=_ACTOR, application_id=UUID(event.application_id))


def on_answer(event: HourAnswered) -> None:
    """The office hears of everybody who cannot come."""
    if event.state == Answer.NO:
        tell_office(_ACTOR, UUID(event.confirmation_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(BatchReleased, "timetable.draft", ask_for_draft)
    subscribe(ApplicationWithdrawn, "timetable.withdrawn", on_withdrawn)
    subscribe(PlaceAnswered, "timetable.place", on_place)
    subscribe(HourAnswered, "timetable.cannot", on_answer)
