"""Writing down what is public now: each item's entry, and who is asked to confirm its hour."""

from datetime import datetime
from uuid import UUID

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Announced, Confirmation
from yunhui.features.timetable.rules import Difference
from yunhui.features.timetable.selectors.people import Party
from yunhui.features.timetable.selectors.publication import Publication

_BATCH = 500
_SEAT = ["room", "starts_at", "ends_at", "people", "sequence", "is_cancelled", "changed_in", "changed_at",
         "was_starts_at", "was_room"]  # fmt: skip
_ASKED = ["part", "user", "board", "email", "name", "language", "zone", "state", "reason", "asked_at",
          "asked_sequence", "answered_at", "reminded_at", "ended_at"]  # fmt: skip


def announce(plan: Publication, now: datetime) -> None:
    """Keep every difference of a version, in the caller's transaction."""
    made: list[Announced] = []
    kept: list[Announced] = []
    for one in plan.differences:
        row = plan.announced.get(one.uid)
        (kept if row else made).append(_entry(plan, one, row, now))
    Announced.objects.bulk_create(made, batch_size=_BATCH)
    Announced.objects.bulk_update(kept, _SEAT, batch_size=_BATCH)
    rows = {row.uid: row for row in (*made, *kept)}
    _ask(plan, rows, now)


def _entry(plan: Publication, one: Difference, row: Announced | None, now: datetime) -> Announced:
    item = plan.items.get(one.uid)
    if row is None:
        assert item is not None, "what is new has an item"
        row = Announced(
            call_id=plan.timetable.call_id,
            uid=one.uid,
            kind=item.kind,
            application=item.application,
            board=item.board,
        )
    seat = one.after or one.before
    assert seat is not None, "a difference has a side"
    row.room_id, row.starts_at, row.ends_at = seat.room, seat.starts_at, seat.ends_at
    row.people = sorted(seat.people)
    row.sequence, row.is_cancelled = one.sequence, one.after is None
    row.changed_in, row.changed_at = plan.timetable, now
    row.was_starts_at = one.before.starts_at if one.before else None
    row.was_room_id = one.before.room if one.before else None
    return row


def _ask(plan: Publication, rows: dict[UUID, Announced], now: datetime) -> None:
    """Open a confirmation for everyone with a new hour, and end those of whoever need not come."""
    before = {
        (one.item_id, one.key): one
        for one in Confirmation.objects.select_for_update().filter(item__in=[row.pk for row in rows.values()])
    }
    made: list[Confirmation] = []
    again: list[Confirmation] = []
    ended: list[Confirmation] = []
    for one in plan.differences:
        row = rows[one.uid]
        for key in sorted(one.asked):
            party = plan.items[one.uid].parties[key]
            found = before.get((row.pk, key))
            (again if found else made).append(_asked(found or Confirmation(item=row, key=key), party, row, now))
        for key in sorted(one.released):
            if (found := before.get((row.pk, key))) and found.ended_at is None:
                found.ended_at = now
                ended.append(found)
    Confirmation.objects.bulk_create(made, batch_size=_BATCH)
    Confirmation.objects.bulk_update(again, _ASKED, batch_size=_BATCH)
    Confirmation.objects.bulk_update(ended, ["ended_at"], batch_size=_BATCH)


def _asked(row: Confirmation, party: Party, item: Announced, now: datetime) -> Confirmation:
    row.part, row.user, row.board, row.email = party.part, party.user, party.board, party.email
    row.name, row.language, row.zone = party.name, party.language, party.zone
    row.state, row.reason, row.answered_at, row.reminded_at, row.ended_at = Answer.WAITING, "", None, None, None
    row.asked_at, row.asked_sequence = now, item.sequence
    return row
