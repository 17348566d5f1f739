"""What a new version changes for whom, against what the public was last told. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# How long people have to confirm an hour, and how long before it they must have.
PATIENCE = timedelta(days=5)
BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where and when an item takes place, and the keys of those who take part; half-open [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime
    room: int
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it was announced; `is_cancelled` keeps its last seat."""

    seat: Seat
    sequence: int
    is_cancelled: bool = False


class Kind(StrEnum):
    """What became of an item."""

    NEW = "new"
    MOVED = "moved"
    ROOM = "room"
    PEOPLE = "people"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that is not where it was; `before` is None for what was not in the timetable, `after` for what is not
    any more."""

    uid: UUID
    kind: Kind
    before: Seat | None
    after: Seat | None
    sequence: int

    @property
    def asked(self) -> frozenset[str]:
        """Who has a new hour or hall to confirm: everybody of an item that moved, else those who are new to it."""
        if self.after is None:
            return frozenset()
        if self.kind == Kind.PEOPLE and self.before is not None:
            return self.after.people - self.before.people
        return self.after.people

    @property
    def released(self) -> frozenset[str]:
        """Who need not come any more."""
        if self.before is None:
            return frozenset()
        return self.before.people - (self.after.people if self.after else frozenset())

    @property
    def told(self) -> frozenset[str]:
        """Everyone who hears of it, and nobody else."""
        return self.asked | self.released


def kind_of(before: Seat | None, after: Seat | None) -> Kind | None:
    """What differs between two seats, the weightiest first; None where nothing does."""
    if before is None:
        return Kind.NEW if after else None
    if after is None:
        return Kind.GONE
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        return Kind.MOVED
    if before.room != after.room:
        return Kind.ROOM
    return Kind.PEOPLE if before.people != after.people else None


def differences(announced: Mapping[UUID, Entry], seats: Mapping[UUID, Seat]) -> list[Difference]:
    """Every item that a version changes, with the SEQUENCE that it gets: the new timetable's order, then what is gone.

    An item that was cancelled and comes back is new to its people, but its entry in calendars counts on.
    """
    found: list[Difference] = []
    for uid, seat in seats.items():
        entry = announced.get(uid)
        before = entry.seat if entry and not entry.is_cancelled else None
        if kind := kind_of(before, seat):
            found.append(Difference(uid, kind, before, seat, entry.sequence + 1 if entry else 0))
    for uid, entry in announced.items():
        if uid not in seats and not entry.is_cancelled:
            found.append(Difference(uid, Kind.GONE, entry.seat, None, entry.sequence + 1))
    return found


def applied(announced: Mapping[UUID, Entry], made: Iterable[Difference]) -> dict[UUID, Entry]:
    """What is announced once the changes are published."""
    after = dict(announced)
    for change in made:
        seat = change.after or change.before
        assert seat is not None, "a change has a side"
        after[change.uid] = Entry(seat, change.sequence, change.after is None)
    return after


def confirm_by(asked_at: datetime, starts_at: datetime) -> datetime:
    """Until when an hour should be confirmed: within five days, and a day before it; at the latest when it begins."""
    by = min(asked_at + PATIENCE, starts_at - BEFORE)
    return by if by > asked_at else starts_at
