"""What rehearsals hear: with a new timetable, whoever has come on stage since gets a check list."""

from yunhui.features.rehearsal.services import enrol_speakers
from yunhui.features.timetable.events import TimetablePublished
from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.pipeline.calls.models import Call


def on_published(event: TimetablePublished) -> None:
    """A reserve that moved up appears from now on."""
    enrol_speakers(actor=actors.system("rehearsal"), call=Call.objects.get(pk=event.call_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(TimetablePublished, "rehearsal.enrol", on_published)
