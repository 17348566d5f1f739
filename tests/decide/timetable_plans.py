"""Small plans for the timetable's tests, by hand and by dice."""

from datetime import date, datetime, time, timedelta
from itertools import product

from hypothesis import strategies as st

from yunhui.decide.timetable import (
    Apart,
    Block,
    Day,
    Group,
    Hours,
    Item,
    Order,
    Part,
    Person,
    Pin,
    Placement,
    Plan,
    Room,
    Window,
    Wish,
    price,
    problems,
)
from yunhui.decide.timetable.clocks import from_wall, on_clock

BEIJING = "Asia/Shanghai"


def at(text: str, zone: str = BEIJING) -> datetime:
    """ "2026-06-11T09:00" on the clocks of the zone, as an instant."""
    return from_wall(datetime.fromisoformat(text), zone)


def placed(item: str, room: str, text: str, day: str = "d1") -> Placement:
    return Placement(item, day, room, on_clock(at(text), BEIJING))


def one_day(items: tuple[Item, ...], hours: str = "09:00-10:00", rooms: str = "A", **more: object) -> Plan:
    """One day, 11 June 2026 in Beijing, all rooms open alike."""
    opens, closes = (time.fromisoformat(text) for text in hours.split("-"))
    day = Day("d1", date(2026, 6, 11))
    blocks = tuple(
        Block(
            "d1",
            "d1.1",
            room,
            from_wall(datetime.combine(day.date, opens), BEIJING),
            from_wall(datetime.combine(day.date, closes), BEIJING),
        )
        for room in rooms
    )
    return Plan(BEIJING, (day,), tuple(Room(room) for room in rooms), blocks, items, **more)  # type: ignore[arg-type]


def item(name: str, minutes: int = 20, *people: str, **more: object) -> Item:
    return Item(name, "pitch", minutes, people=tuple(Part(person) for person in people), **more)  # type: ignore[arg-type]


def best_by_trying(plan: Plan, grid: int) -> int | None:
    """The least price over all timetables on the grid, each looked at by the checker; None if none is allowed."""
    spots = []
    for one in plan.items:
        mine = []
        for block in plan.blocks:
            start = block.start
            while start + timedelta(minutes=one.length) <= block.end:
                mine.append(Placement(one.id, block.day, block.room, on_clock(start, plan.zone)))
                start += timedelta(minutes=grid)
        spots.append(mine)
    allowed = (choice for choice in product(*spots) if not problems(plan, choice))
    return min((price(plan, choice).total for choice in allowed), default=None)


ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Amsterdam", "Australia/Sydney", "America/Sao_Paulo")


@st.composite
def plans(draw: st.DrawFn, most: int = 4) -> Plan:
    """Up to `most` items in two rooms and two short sessions, with every kind of rule and wish now and then."""
    first = draw(st.sampled_from((date(2026, 6, 11), date(2026, 10, 31))))
    days = tuple(Day(f"d{n + 1}", first + timedelta(days=n)) for n in range(draw(st.integers(1, 2))))
    rooms = tuple(Room(name) for name in ("A", "B")[: draw(st.integers(1, 2))])
    blocks = []
    for day in days:
        opens = draw(st.sampled_from((8, 14, 20)))
        for room in rooms:
            start = from_wall(datetime.combine(day.date, time(opens)), BEIJING)
            kept = draw(st.sampled_from((None, None, None, ("x",))))
            blocks.append(Block(day.id, f"{day.id}.1", room.id, start, start + timedelta(minutes=40), kept))
    hours = st.one_of(st.none(), st.builds(Hours, st.just(480), st.sampled_from((1320, 600)), st.integers(0, 3)))
    seldom = st.integers(0, 4).map(lambda number: number == 4)
    around = st.integers(0, 40).map(lambda minutes: timedelta(minutes=minutes))

    def some_windows() -> tuple[Window, ...]:
        block = draw(st.sampled_from(blocks))
        start = block.start + draw(around)
        return (Window(start, start + timedelta(minutes=draw(st.integers(1, 40)))),)

    people = []
    for n in range(draw(st.integers(1, 4))):
        free = some_windows() if draw(seldom) else None
        busy = some_windows() if draw(seldom) else ()
        zone = draw(st.sampled_from(ZONES))
        people.append(Person(f"p{n}", zone, available=free, unavailable=busy, humane=draw(hours)))
    names = tuple(f"i{n}" for n in range(draw(st.integers(1, most))))
    groups = tuple(Group(name, "", draw(st.integers(0, 4)), draw(st.integers(0, 4))) for name in "xy")
    items = []
    for name in names:
        who = draw(st.lists(st.sampled_from(people), max_size=2, unique=True))
        items.append(
            Item(
                name,
                "pitch",
                draw(st.sampled_from((10, 20))),
                draw(st.sampled_from((0, 0, 10))),
                group=draw(st.sampled_from((None, "x", "y"))),
                people=tuple(Part(person.id) for person in who),
                rooms=draw(st.sampled_from((None, None, ("A",)))),
                days=draw(st.sampled_from((None, None, ("d1",)))),
                place=draw(st.sampled_from(("first", "last"))) if draw(seldom) else None,
                alone=draw(seldom) and draw(st.booleans()),
                rank=draw(st.sampled_from((None, None, 1, 2, 3))),
            )
        )
    rule = st.one_of(st.none(), st.integers(0, 5), st.integers(1, 5))
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda two: two[0] != two[1])
    some_pairs = st.lists(pair, max_size=2, unique=True) if len(names) > 1 else st.just([])
    apart = tuple(Apart(one, other, draw(rule)) for one, other in draw(some_pairs))
    orders = tuple(Order(one, other, draw(rule)) for one, other in draw(some_pairs))
    wishes = []
    for name in draw(st.lists(st.sampled_from(names), max_size=2)):
        wanted = draw(st.sampled_from((None, ("A",))))
        wishes.append(Wish(name, draw(st.integers(1, 4)), rooms=wanted, windows=some_windows()))
    previous = []
    for name in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
        block = draw(st.sampled_from(blocks))
        start = block.start + timedelta(minutes=10 * draw(st.integers(0, 3)))
        previous.append(Placement(name, block.day, block.room, on_clock(start, BEIJING)))
    pins = []
    if draw(seldom):
        block = draw(st.sampled_from(blocks))
        pins.append(Pin(draw(st.sampled_from(names)), block.day, draw(st.sampled_from((None, block.room)))))
    return Plan(
        BEIJING,
        days,
        rooms,
        tuple(blocks),
        tuple(items),
        tuple(people),
        groups,
        apart,
        orders,
        tuple(wishes),
        tuple(pins),
        previous=tuple(previous),
        move_price=draw(st.integers(0, 3)),
        one_group=draw(seldom),
        grid=10,
        day_balance=draw(st.sampled_from((0, 0, 1))),
    )
