"""The roadshow's timetable as people answered it: a second version moved two pitches, and most hours are confirmed."""

from datetime import timedelta
from itertools import islice

from yunhui.features.timetable.enums import Answer, ItemKind, TimetableState
from yunhui.features.timetable.errors import ConflictError
from yunhui.features.timetable.models import Confirmation, Slot, Timetable
from yunhui.features.timetable.services import Place, answer_hour, move_item, publish_timetable
from yunhui.features.timetable.services.publishing.answering import BY_LINK
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor

_MOVES = 2
_TRIES = 24
_CANNOT = "当天下午有课，晚上七点以后可以。"
_NOTES = (
    "两位路演人当天另有安排，时间已与本人商定。",
    "Two speakers had another duty on the day; the new hours were agreed with them.",
)


def publish_and_confirm() -> None:
    """Answers to the first version, the second version, and the first answers to that."""
    timetable = Timetable.objects.filter(call__code="roadshow", state=TimetableState.PUBLISHED).first()
    officer = holders(Role.OFFICE).first()
    if timetable is None or officer is None:
        return
    office, now = actor_of(officer), clock.now()
    with clock.travel(now - timedelta(days=8)):
        _answer(timetable, silent=9, cannot=1)
    with clock.travel(now - timedelta(days=4)):
        draft = _moved(office, timetable)
        if draft is None:
            return
        publish_timetable(actor=office, timetable_id=draft.pk, note_zh=_NOTES[0], note_en=_NOTES[1])
    with clock.travel(now - timedelta(days=3)):
        _answer(timetable, silent=6, cannot=0)


def _answer(timetable: Timetable, *, silent: int, cannot: int) -> None:
    """Everyone says yes but those who cannot come, and the last few, who have not answered."""
    rows = Confirmation.objects.filter(item__call=timetable.call_id, state=Answer.WAITING, ended_at__isnull=True)
    waiting = list(rows.select_related("item").order_by("item__uid", "key"))
    for index, row in enumerate(waiting[: max(1, len(waiting) - silent)]):
        is_no = index >= len(waiting) - silent - cannot
        answer_hour(
            actor=BY_LINK,
            confirmation_id=row.pk,
            state=Answer.NO if is_no else Answer.YES,
            sequence=row.asked_sequence,
            reason=_CANNOT if is_no else "",
        )


def _moved(office: Actor, timetable: Timetable) -> Timetable | None:
    """A draft in which two pitches are at another hour that keeps every rule; None where there is no room."""
    pitches = list(timetable.slots.filter(kind=ItemKind.PITCH).select_related("room").order_by("starts_at", "pk"))
    draft, moved = timetable, 0
    for slot in islice(reversed(pitches), _TRIES):
        draft.refresh_from_db()
        if (changed := _shifted(office, draft, slot)) is not None:
            draft, moved = changed, moved + 1
        if moved == _MOVES:
            break
    return draft if moved else None


def _shifted(office: Actor, draft: Timetable, slot: Slot) -> Timetable | None:
    for minutes in (30, -30, 60, 15):
        start = slot.starts_at + timedelta(minutes=minutes)
        try:
            return move_item(
                actor=office,
                timetable_id=draft.pk,
                edits=draft.edits,
                item=str(slot.application_id),
                to=Place(slot.room.key, start),
            )
        except ConflictError:
            continue
    return None
