"""The sweep that reminds whoever has not answered."""

from uuid import UUID

from django.db import transaction

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.letters import REMINDER
from yunhui.features.timetable.models import Announced, Confirmation
from yunhui.features.timetable.rules import confirm_by, is_reminded_at
from yunhui.features.timetable.selectors.letters import copies_of
from yunhui.features.timetable.selectors.publication import Telling, party_of, what_of
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel import clock

_SWEEP = 200
_ACTOR = actors.system("timetable")


def remind_of_hours() -> int:
    """Remind each person who has not confirmed, two days after they were asked and on the last day; how many."""
    now = clock.now()
    waiting = Confirmation.objects.filter(
        state=Answer.WAITING, ended_at__isnull=True, item__is_cancelled=False, item__starts_at__gt=now
    )
    rows = waiting.select_related("item").order_by("asked_at", "pk")
    due = [row.pk for row in rows if is_reminded_at(row, row.item.starts_at, now)]
    return sum(_remind(pk) for pk in due[:_SWEEP])


@transaction.atomic
def _remind(confirmation_id: UUID) -> bool:
    now = clock.now()
    row = Confirmation.objects.select_for_update(of=("self",)).select_related("user", "board").get(pk=confirmation_id)
    item = Announced.objects.select_related("call", "application", "board", "room").get(pk=row.item_id)
    if item.is_cancelled or not is_reminded_at(row, item.starts_at, now):
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    telling = Telling(
        REMINDER.key,
        item.uid,
        party_of(row),
        {
            "call": Both(item.call.title_zh, item.call.title_en),
            "what": what_of(item.application, item.board, item.kind),
            "when": item.starts_at,
            "hall": Both(item.room.name_zh, item.room.name_en),
            "by": by if (by := confirm_by(row.asked_at, item.starts_at)) > now else item.starts_at,
        },
    )
    copies = copies_of(telling, item.call, row.pk, now)
    write_notices(actor=_ACTOR, letter=REMINDER.key, copies=copies)
    return bool(copies)
