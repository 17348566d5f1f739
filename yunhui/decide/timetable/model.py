"""What is to be timetabled and what comes out: frozen data, instants in UTC, lengths in whole minutes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


class WrongPlan(ValueError):
    """A plan that makes no sense whatever the solver does; `problems` lists each as "$.path: what to do"."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time: two aware instants, whole minutes."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the day, on a person's own clock, that are no burden; each minute outside costs `price`.

    `opens` and `closes` are minutes after local midnight, half-open; `opens > closes` runs over midnight.
    """

    opens: int = 8 * 60
    closes: int = 22 * 60
    price: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    id: str
    date: date


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of open time of one room; nothing runs across its ends. Rooms open together share `session`.

    `groups`: of items that have a group, those of these groups only; None: all.
    """

    day: str
    session: str
    room: str
    start: datetime
    end: datetime
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`available` None means always; `unavailable` is taken off it; `humane` None means any hour is welcome."""

    id: str
    zone: str
    name: str = ""
    available: tuple[Window, ...] | None = None
    unavailable: tuple[Window, ...] = ()
    humane: Hours | None = Hours()


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in an item; whoever has one must be there."""

    person: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes a room for `minutes` + `changeover`; its people are bound for `minutes` only.

    `rooms` and `days` None mean any. `place` "first" or "last": nothing else runs before, or after, on its day.
    `alone`: nothing runs in any other room meanwhile. `rank`: the place that its group's draw gave it; of two items of
    one group in one room's session the one with the lower rank starts first.
    """

    id: str
    kind: str
    minutes: int
    changeover: int = 0
    name: str = ""
    group: str | None = None
    people: tuple[Part, ...] = ()
    rooms: tuple[str, ...] | None = None
    days: tuple[str, ...] | None = None
    place: str | None = None
    alone: bool = False
    split: tuple[tuple[str, int], ...] = ()
    rank: int | None = None

    @property
    def length(self) -> int:
        """Minutes for which the room is taken."""
        return self.minutes + self.changeover


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together. `together` is paid for each run after the first, `one_room` for each further room.

    A run is a chain of the group's items in one room, each starting at the minute the one before leaves the room.
    """

    id: str
    name: str = ""
    together: int = 0
    one_room: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """Two items that may not run at one time; with a price it is a wish."""

    one: str
    other: str
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """`after` starts only when the people of `before` are done; with a price it is a wish."""

    before: str
    after: str
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """`price` is paid unless the item is on one of `days`, in one of `rooms` and starts within one of `windows`."""

    item: str
    price: int
    days: tuple[str, ...] | None = None
    rooms: tuple[str, ...] | None = None
    windows: tuple[Window, ...] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """Fixes an item to a day, a room, a start, or any two or three of them."""

    item: str
    day: str | None = None
    room: str | None = None
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item is. `start` is aware and its wall clock is the venue's (two plans are compared by it)."""

    item: str
    day: str
    room: str
    start: datetime

    @property
    def seat(self) -> tuple[str, str, int]:
        """Day, room and venue minute of the day: what "moved" compares, so that an event may change its date."""
        return self.day, self.room, self.start.hour * 60 + self.start.minute


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole task. `grid`: starts lie this many minutes apart from the opening of a block (0: gcd of all lengths).

    `previous` with `move_price`: each item that is elsewhere than before costs that much. `locks`: items that stay.
    `one_group`: a block of one room holds items of one group only (items without a group go anywhere).
    `day_balance`: price of each minute by which the fullest day has more than the lightest, items with a group counted.
    """

    zone: str
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    apart: tuple[Apart, ...] = ()
    orders: tuple[Order, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    locks: tuple[str, ...] = ()
    previous: tuple[Placement, ...] = ()
    move_price: int = 0
    one_group: bool = False
    grid: int = 0
    day_balance: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """Words as data: a stable code, its parameters, and the plain English sentence made of both."""

    code: str
    text: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paid:
    """One unfulfilled wish and its price; `items` are those it concerns."""

    wish: Saying
    price: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """`total` is the objective: the sum of the prices of `lines`."""

    total: int
    lines: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot all be kept; without any one of them the others can, if `minimal`.

    `ways_out`: for single rules, what the programme would look like without it, where the whole plan then fits.
    """

    rules: tuple[Saying, ...]
    minimal: bool
    ways_out: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """`status`: optimal | feasible | infeasible | unknown. `objective` and `bound` are in prices, None if unknown.

    `limit`: what ended the search: none (proved), work (the same again next time) or seconds (may differ again).
    """

    status: str
    placements: tuple[Placement, ...] = ()
    objective: int | None = None
    bound: int | None = None
    clashes: tuple[Clash, ...] = ()
    limit: str = "none"
    seconds: float = 0.0
    work: float = 0.0

    @property
    def gap(self) -> float | None:
        """(objective − bound) / max(1, objective); None without both."""
        if self.objective is None or self.bound is None:
            return None
        return (self.objective - self.bound) / max(1, self.objective)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known so far; `objective` None: no timetable yet. `placed` of `items` in a large event, else 0 of 0."""

    seconds: float
    objective: int | None
    bound: int | None
    placed: int = 0
    items: int = 0
