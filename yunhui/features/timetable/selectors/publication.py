"""What publishing a draft would do: what changes, who is told what, and what stands in the way.

The page shows it before, and the command does just this, from one function.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from yunhui.features.timetable import letters
from yunhui.features.timetable.enums import Part
from yunhui.features.timetable.models import Announced, Confirmation, Room, Slot, Timetable
from yunhui.features.timetable.rules import Difference, Entry, Seat, confirm_by, differences
from yunhui.features.timetable.selectors.lines import is_on_stage
from yunhui.features.timetable.selectors.people import Party, chairs_of, judges_of, parties_of, uids_of
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.selectors import last_heard
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application

# What a session with a chair, and one with judges, is called among the items that were announced.
SESSION = "session"
JUDGING = "judging"
PARTS: dict[str, Both] = {
    Part.SPEAKER: Both("路演人", "speaker"),
    Part.DEFENDER: Both("答辩人", "one who answers questions"),
    Part.CHAIR: Both("主持人", "chair"),
    Part.JUDGE: Both("评委", "judge"),
    Part.AREA: Both("板块代表", "host area"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a version, or a session with its chair or its judges, with those who take part by their keys."""

    uid: UUID
    kind: str
    room_id: int
    starts_at: datetime
    ends_at: datetime
    parties: Mapping[str, Party]
    application: Application | None = None
    board: Board | None = None
    name_zh: str = ""
    name_en: str = ""

    @property
    def seat(self) -> Seat:
        """Where and when it is, for whom."""
        return Seat(self.starts_at, self.ends_at, self.room_id, frozenset(self.parties))


@dataclass(frozen=True, slots=True)
class Telling:
    """One letter to one party about one item."""

    letter: str
    uid: UUID
    party: Party
    context: dict[str, object]


@dataclass(frozen=True, slots=True)
class Heard:
    """The hour and hall that somebody was last told."""

    when: datetime
    hall: Both


@dataclass(frozen=True, slots=True)
class Publication:
    """What becomes public with a version, against what is announced now."""

    timetable: Timetable
    items: Mapping[UUID, Item]
    announced: Mapping[UUID, Announced]
    differences: list[Difference]
    tellings: list[Telling] = field(default_factory=list)


def publication_of(timetable: Timetable, now: datetime) -> Publication:
    """A version against what was announced; the timetable is read with its call. Eight queries."""
    items = items_of(timetable)
    rows = {row.uid: row for row in announced_of(timetable.call_id)}
    found = differences(
        {uid: entry_of(row) for uid, row in rows.items()}, {uid: one.seat for uid, one in items.items()}
    )
    former = _parties_of_announced(rows)
    heard = _heard_of(timetable.call_id, rows)
    rooms = {room.pk: Both(room.name_zh, room.name_en) for room in Room.objects.filter(call=timetable.call_id)}
    plan = Publication(timetable, items, rows, found)
    for one in found:
        plan.tellings.extend(_tellings(plan, one, former, heard, rooms, now))
    return plan


def items_of(timetable: Timetable) -> dict[UUID, Item]:
    """The items of a version that may be public, in order: a project that has gone is in no version any more."""
    rows = timetable.slots.select_related("application__owner", "board", "group", "room")
    slots = list(rows.order_by("starts_at", "room__sort", "pk"))
    names, parties = uids_of(timetable.call_id, slots), parties_of(timetable.call, slots)
    items = [_item(slot, names[slot.pk], parties[slot.pk]) for slot in slots if is_on_stage(slot)]
    return {one.uid: one for one in (*items, *_sessions(timetable, slots))}


def _item(slot: Slot, uid: UUID, parties: Iterable[Party]) -> Item:
    return Item(
        uid=uid,
        kind=slot.kind,
        room_id=slot.room_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        parties={one.key: one for one in parties},
        application=slot.application,
        board=slot.board,
        name_zh=slot.name_zh,
        name_en=slot.name_en,
    )


def _sessions(timetable: Timetable, slots: Sequence[Slot]) -> Iterator[Item]:
    """The sessions of a version that somebody chairs, and those in which a group pitches before its judges: theirs to
    confirm, and of no interest to the public."""
    chairs, judges = chairs_of(timetable.call), judges_of(timetable.call)
    if not chairs and not judges:
        return
    rooms = dict(Room.objects.filter(call=timetable.call).values_list("key", "pk"))
    zone = ZoneInfo(timetable.call.venue_zone)
    for stored in timetable.sessions:
        if stored["room"] not in rooms:
            continue
        day, room = date.fromisoformat(stored["day"]), rooms[stored["room"]]
        opens, closes = (datetime.combine(day, time.fromisoformat(stored[name]), zone) for name in ("opens", "closes"))
        inside = [one for one in slots if one.room_id == room and opens <= one.starts_at < closes and is_on_stage(one)]
        groups = dict.fromkeys(one.group_id for one in inside if one.group_id)
        seated = [party for group in groups for party in judges.get(group, ())]
        for kind, parties in ((SESSION, chairs.get(stored["key"], [])), (JUDGING, seated)):
            if parties:
                yield Item(
                    uid=uuid5(timetable.call_id, f"{kind}:{stored['key']}"),
                    kind=kind,
                    room_id=room,
                    starts_at=opens,
                    ends_at=closes,
                    parties={one.key: one for one in parties},
                    name_zh=stored.get("name_zh", ""),
                    name_en=stored.get("name_en", ""),
                )


def announced_of(call_id: UUID) -> list[Announced]:
    """What the public was last told of each item of a call."""
    rows = Announced.objects.filter(call_id=call_id).select_related("application", "board", "room")
    return list(rows.order_by("starts_at", "room__sort", "pk"))


def entry_of(row: Announced) -> Entry:
    """A row as the rules read it."""
    return Entry(Seat(row.starts_at, row.ends_at, row.room_id, frozenset(row.people)), row.sequence, row.is_cancelled)


def what_of(application: Application | None, board: Board | None, kind: str = "") -> Both:
    """What takes place, for those who take part: their own project's title, whatever is public of it."""
    if kind == SESSION:
        return Both("主持一个场次", "A session to chair")
    if kind == JUDGING:
        return Both("评审一个场次", "A session to judge")
    if application:
        return Both(application.title or application.title_en or str(application), application.title_en)
    if board:
        return Both(f"{board.name_zh}推介", f"{board.name_en} presents itself")
    return Both("活动", "The event")


def _parties_of_announced(rows: Mapping[UUID, Announced]) -> dict[tuple[UUID, str], Party]:
    """Those who were asked to the items before."""
    asked = Confirmation.objects.filter(item__in=[row.pk for row in rows.values()], ended_at__isnull=True)
    names = {row.pk: uid for uid, row in rows.items()}
    return {(names[one.item_id], one.key): party_of(one) for one in asked.select_related("user", "board")}


def party_of(row: Confirmation) -> Party:
    """Who was asked, as they were then."""
    return Party(
        key=row.key,
        part=Part(row.part),
        name=row.name,
        language=row.user.language if row.user else row.language,
        zone=row.zone,
        user=row.user,
        board=row.board,
        email=row.email,
    )


def _tellings(
    plan: Publication,
    change: Difference,
    former: Mapping[tuple[UUID, str], Party],
    heard: Mapping[tuple[UUID, str], Heard],
    rooms: Mapping[int, Both],
    now: datetime,
) -> list[Telling]:
    """The letters of one difference. Each compares with what its reader last heard: a version whose letters never left
    (two in one night) is no hour that anybody knows."""
    item, row = plan.items.get(change.uid), plan.announced.get(change.uid)
    call = Both(plan.timetable.call.title_zh, plan.timetable.call.title_en)
    told = []
    if item and change.after:
        seat = change.after
        for key in sorted(change.asked):
            party = item.parties[key]
            known = heard.get((change.uid, key))
            is_moved = known is not None and known != Heard(seat.starts_at, rooms[seat.room])
            context: dict[str, object] = {
                "call": call,
                "what": what_of(item.application, item.board, item.kind),
                "part": PARTS[party.part],
                "when": seat.starts_at,
                "hall": rooms[seat.room],
                "minutes": minutes_of(seat),
                "by": confirm_by(now, seat.starts_at),
            }
            letter = letters.MOVED if is_moved else letters.PLACED
            told.append(Telling(letter.key, change.uid, party, context | (_was(known) if known and is_moved else {})))
    if row and change.before and _has_reason_to_hear(row):
        what = what_of(row.application, row.board, row.kind)
        # Somebody who has opened an account meanwhile is still the same person.
        reached = {one.user.email.lower() for one in item.parties.values() if one.user} if item else set[str]()
        for key in sorted(change.released):
            known, gone = heard.get((change.uid, key)), former.get((change.uid, key))
            if gone and known and gone.email not in reached:
                about: dict[str, object] = {"call": call, "what": what, **_was(known)}
                told.append(Telling(letters.CANCELLED.key, change.uid, gone, about))
    return told


def _was(known: Heard) -> dict[str, object]:
    return {"was": known.when, "was_hall": known.hall}


def _heard_of(call_id: UUID, rows: Mapping[UUID, Announced]) -> dict[tuple[UUID, str], Heard]:
    """Which hour each party of each item knows: of the last letter that reached them, or the one that they answered."""
    told = last_heard("confirmation", call_id, [one.key for one in letters.HOUR_LETTERS])
    names = {row.pk: row for row in rows.values()}
    asked = Confirmation.objects.filter(item__in=list(names)).values_list("pk", "item_id", "key", "answered_at")
    found = {}
    for pk, item_id, key, answered_at in asked:
        row = names[item_id]
        letter, said = told.get(str(pk), ("", {}))
        if answered_at and not row.is_cancelled:
            found[row.uid, key] = Heard(row.starts_at, Both(row.room.name_zh, row.room.name_en))
        elif letter and letter != letters.CANCELLED.key:
            found[row.uid, key] = Heard(said["when"], said["hall"])
    return found


def _has_reason_to_hear(row: Announced) -> bool:
    """Whoever withdrew need not be told that their hour is free."""
    return row.application is None or is_on_stage(row)


def minutes_of(seat: Seat) -> int:
    """How long people are needed."""
    return int((seat.ends_at - seat.starts_at).total_seconds()) // 60
