"""The timetable against its promises and against conference-scheduler 3.0.1, on instances made by dice.

`python bench/decide_timetable.py [--seeds 3] [--seconds 20] [--no-peer]` prints a markdown table;
`--cosplib FOLDER` and `--schedules FILE …` measure those instead. The peer is put into
an environment of its own under var/bench (it brings pulp and CBC), from bench/requirements.txt.

- roadshow: two days, two rooms, 32 pitches of 8 + 5 + 2 minutes in four industries, each with a chair who sits in all
  of them, 12 board pitches of 5 minutes, an opening and a signing; speakers and defenders in 12 zones, a third of
  them busy for a while; 12 pairs that may not be parallel; wishes for humane hours, one piece and one room a group.
- roadshow-dst: the same over 31 October and 1 November, when New York leaves summer time between the two days.
- roadshow-judges: what an office solves: speakers with up to two defenders, four judges a group in five zones, each
  away for a while, sessions of different length kept for groups, a drawn order, wishes for early host areas, days of
  like length.
- slots-64, slots-216: equal talks in equal slots, busy speakers, pairs apart; no wishes. The peer's rules and ours.
- sessions-64, sessions-216: the same, and each session of a room holds talks of one group only. The peer's handbook
  has that rule, its 3.0.1 does not, so it is not run on these.
"""

import argparse
import itertools
import json
import platform
import random
import statistics
import subprocess
import sys
import time as clock
from datetime import date, datetime, time, timedelta
from pathlib import Path

from yunhui.decide.timetable import (
    Apart,
    Block,
    Day,
    Group,
    Item,
    Order,
    Part,
    Person,
    Placement,
    Plan,
    Room,
    Window,
    Wish,
    problems,
    solve,
)
from yunhui.decide.timetable.clocks import from_wall, on_clock
from yunhui.decide.timetable.cosplib.reading import read_conference
from yunhui.decide.timetable.cosplib.solving import solve_conference
from yunhui.decide.timetable.schedule_json import kept, read_schedule

ROOT = Path(__file__).parents[1]
PEER = ROOT / "var/bench/timetable"
VENUE = "Asia/Shanghai"
ZONES = (
    VENUE,
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Toronto",
    "America/Sao_Paulo",
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
)


def roadshow(seed: int, first: date = date(2026, 6, 11)) -> Plan:
    """32 pitches and 12 board pitches on two days; a timetable exists for every seed tried."""
    dice = random.Random(seed)
    days = tuple(Day(f"d{n + 1}", first + timedelta(days=n)) for n in range(2))
    rooms = (Room("A"), Room("B"))
    industries = ("machines", "energy", "chips", "health")
    groups = tuple(Group(name, together=30, one_room=20) for name in (*industries, "boards"))
    people = [Person(f"chair-{name}", VENUE) for name in industries]
    items = []
    for number in range(1, 33):
        group, parts = industries[number % 4], []
        for member in range(dice.choice((1, 1, 1, 2, 3))):
            zone = dice.choice(ZONES) if member or number % 2 else VENUE
            who = Person(f"p{number:02d}-{member + 1}", zone, unavailable=_busy(dice, days))
            people.append(who)
            parts.append(Part(who.id, "defender" if member else "speaker"))
        chair = Part(f"chair-{group}", "chair")
        items.append(Item(f"p{number:02d}", "pitch", 13, 2, group=group, people=(*parts, chair)))
    for number in range(1, 13):
        people.append(Person(f"board-{number:02d}", VENUE))
        leader = (Part(f"board-{number:02d}", "leader"),)
        items.append(Item(f"b{number:02d}", "board_pitch", 5, group="boards", people=leader))
    items.append(Item("opening", "opening", 20, days=("d1",), place="first", alone=True))
    items.append(Item("signing", "signing", 30, days=("d2",), place="last", alone=True))
    pairs = [pair for pair in ((a, b) for a in range(1, 33) for b in range(a + 1, 33)) if (pair[0] - pair[1]) % 4]
    return Plan(
        VENUE,
        days,
        rooms,
        tuple(_blocks(days, rooms, (("09:00", "11:30"), ("15:00", "17:30")))),
        tuple(items),
        tuple(people),
        groups,
        tuple(Apart(f"p{one:02d}", f"p{other:02d}") for one, other in dice.sample(pairs, 12)),
        (Order("b01", "p01"), Order("p02", "p03", price=5)),
    )


def judged(seed: int) -> Plan:
    """32 pitches with all who sit in them, 12 host areas, 14 stretches of two halls on two days."""
    dice = random.Random(seed)
    days = tuple(Day(f"d{n + 1}", date(2026, 6, 11) + timedelta(days=n)) for n in range(2))
    rooms = (Room("A"), Room("B"))
    industries = ("machines", "energy", "chips", "health")
    groups = tuple(Group(name, together=30, one_room=20) for name in (*industries, "boards-1", "boards-2"))
    blocks = []
    for day in days:
        hours = (("08:30", "10:30"), ("10:45", "12:00"), ("14:00", "16:00"), ("16:15", "18:00"), ("19:00", "21:30"))
        for number, span in enumerate(hours, 1):
            for room in rooms if number % 2 else rooms[:1]:
                start, end = (from_wall(datetime.combine(day.date, time.fromisoformat(at)), VENUE) for at in span)
                kept = (*dice.sample(industries, 2), "boards-1", "boards-2") if number == 3 else None
                blocks.append(Block(day.id, f"{day.id}.{number}", room.id, start, end, kept))
    people, items, wishes = [], [], []
    judges = {name: [f"judge-{name}-{n}" for n in range(4)] for name in industries}
    for name in itertools.chain(*judges.values()):
        people.append(Person(name, dice.choice((*[VENUE] * 3, *ZONES[6:10])), unavailable=_busy(dice, days)))
    for number in range(1, 33):
        group, parts = industries[number % 4], []
        for member in range(dice.choice((1, 2, 2, 3))):
            who = f"p{number:02d}-{member + 1}"
            people.append(Person(who, dice.choice(ZONES), unavailable=_busy(dice, days)))
            parts.append(Part(who, "defender" if member else "speaker"))
        parts += [Part(name, "judge") for name in judges[group]]
        items.append(Item(f"p{number:02d}", "pitch", 13, 2, group=group, people=tuple(parts), rank=number))
    early = tuple(
        Window(*(from_wall(datetime.combine(day.date, at), VENUE) for at in (time(8), time(18)))) for day in days
    )
    for number in range(12):
        name = f"b{number + 1:02d}"
        items.append(Item(name, "board_pitch", 5, group=f"boards-{1 + number // 6}", days=(days[number // 6].id,)))
        wishes.append(Wish(name, 20, windows=early, name="not in the evening"))
    items.append(Item("opening", "opening", 20, days=("d1",), place="first", alone=True))
    return Plan(
        VENUE,
        days,
        rooms,
        tuple(blocks),
        tuple(items),
        tuple(people),
        groups,
        wishes=tuple(wishes),
        grid=5,
        day_balance=1,
    )


def _busy(dice: random.Random, days: tuple[Day, ...]) -> tuple[Window, ...]:
    if dice.random() >= 0.35:
        return ()
    opening = from_wall(datetime.combine(dice.choice(days).date, time(9)), VENUE)
    start = opening + timedelta(minutes=dice.randrange(0, 450, 15))
    return (Window(start, start + timedelta(minutes=dice.choice((60, 90, 150)))),)


def _blocks(days: tuple[Day, ...], rooms: tuple[Room, ...], hours: tuple[tuple[str, str], ...]) -> list[Block]:
    found = []
    for day in days:
        for number, span in enumerate(hours, 1):
            for room in rooms:
                start, end = (from_wall(datetime.combine(day.date, time.fromisoformat(at)), VENUE) for at in span)
                found.append(Block(day.id, f"{day.id}.{number}", room.id, start, end))
    return found


def slots(talks: int, seed: int, one_group: bool = False) -> Plan:
    """`talks` of 30 minutes in sessions of four slots; groups of 8 or 18 talks, which fill about 80 % of all slots."""
    dice = random.Random(seed)
    size, rooms_open, sessions = (8, 4, 5) if talks == 64 else (18, 6, 11)
    days = tuple(Day(f"d{n}", date(2026, 6, 10 + n)) for n in range(1, 5))
    rooms = tuple(Room(f"R{n}") for n in range(1, rooms_open + 1))
    hours = (("08:00", "10:00"), ("10:30", "12:30"), ("14:00", "16:00"))
    blocks = _blocks(days, rooms, hours)[: sessions * rooms_open]
    groups = tuple(Group(f"g{n}") for n in range(talks // size))
    people, items = [], []
    for number in range(talks):
        busy = []
        for block in dice.sample(blocks, 2):
            busy.append(Window(block.start, block.end))
        people.append(Person(f"s{number}", VENUE, unavailable=tuple(busy), humane=None))
        items.append(Item(f"t{number}", "talk", 30, group=f"g{number % len(groups)}", people=(Part(f"s{number}"),)))
    apart = {tuple(sorted(dice.sample(range(talks), 2))) for _ in range(talks // 2)}
    pairs = tuple(Apart(f"t{one}", f"t{other}") for one, other in sorted(apart))
    return Plan(VENUE, days, rooms, tuple(blocks), tuple(items), tuple(people), groups, pairs, one_group=one_group)


def peer_python() -> Path:
    """The interpreter of the peer's own environment, made at the first call."""
    python = PEER / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
    wanted = str(ROOT / "bench/requirements.txt")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True, stderr=subprocess.DEVNULL)
    return python


PEER_PROGRAM = """
import json, sys, time
from datetime import datetime
from conference_scheduler import scheduler
from conference_scheduler.resources import Event, Slot
task = json.load(sys.stdin)
slots = [
    Slot(venue=s["room"], starts_at=datetime.fromisoformat(s["start"]), duration=30, capacity=50, session=s["session"])
    for s in task["slots"]
]
events = [Event(name=e["id"], duration=30, demand=10) for e in task["events"]]
for event, told in zip(events, task["events"]):
    event.add_unavailability(*[slots[k] for k in told["busy"]], *[events[k] for k in told["apart"]])
start = time.monotonic()
found = scheduler.schedule(events, slots)
seconds = time.monotonic() - start
where = {slot: k for k, slot in enumerate(slots)}
print("\\n" + json.dumps({"seconds": seconds, "slots": {one.event.name: where[one.slot] for one in found}}))
"""


def run_peer(plan: Plan, python: Path) -> float:
    """Seconds that the peer takes for the same rules; its answer is checked like ours."""
    places = []
    for block in plan.blocks:
        for step in range(4):
            places.append((block, block.start + timedelta(minutes=30 * step)))
    number = {item.id: k for k, item in enumerate(plan.items)}
    events = []
    for item, person in zip(plan.items, plan.people, strict=True):
        busy = [k for k, (_, at) in enumerate(places) if any(w.start <= at < w.end for w in person.unavailable)]
        apart = [number[pair.other] for pair in plan.apart if pair.one == item.id]
        events.append({"id": item.id, "busy": busy, "apart": apart})
    told = [
        {"room": block.room, "start": f"{at:%Y-%m-%d %H:%M}", "session": f"{block.session} {block.room}"}
        for block, at in places
    ]
    task = json.dumps({"slots": told, "events": events})
    done = subprocess.run([str(python), "-c", PEER_PROGRAM], input=task, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    placements = [
        Placement(item, places[k][0].day, places[k][0].room, on_clock(places[k][1], VENUE))
        for item, k in answer["slots"].items()
    ]
    broken = problems(plan, placements)
    if broken:
        print(f"<!-- the peer's timetable breaks {len(broken)} rules, first: {broken[0].text} -->")
    return float(answer["seconds"])


# CoSPLib's own figures: its published exact and extended solutions, and the best of its programs in 45 to 60 s.
PUBLISHED = {
    "N2OR": ("2", "2", "1"),
    "GECCO19": ("1000116", "2000007", "10041"),
    "GECCO20": ("6298", "7768", "6289"),
    "GECCO22": ("–", "–", "10259"),
    "GECCO23": ("–", "–", "24061071"),
    "OR60F": ("1664", "433", "199"),
}


def conferences(folder: Path) -> None:
    """Each workbook for 60 s: what it costs after 5, 20 and 60 s, and what CoSPLib's authors have."""
    print(
        "| instance | after 5 s | after 20 s | after 60 s | hard violations | published exact / extended | best known |"
    )
    print("|---|---|---|---|---|---|---|")
    for path in sorted(folder.glob("[!p]*.xlsx")):
        conference, begun = read_conference(path), clock.monotonic()
        known: list[tuple[float, int]] = []

        def note(cost: int, known: list[tuple[float, int]] = known, begun: float = begun) -> None:
            known.append((clock.monotonic() - begun, cost))

        found = solve_conference(conference, seconds=60, on_progress=note)
        at = [min((cost for second, cost in known if second <= limit), default=None) for limit in (5, 20)]
        exact, extended, best = PUBLISHED.get(path.stem, ("–", "–", "–"))
        costs = " | ".join(str(cost) for cost in (*at, found.score and found.score.objective))
        hard = len(found.score.hard) if found.score else "–"
        print(f"| {path.stem} | {costs} | {hard} | {exact} / {extended} | {best} |", flush=True)


def schedules(files: list[Path]) -> None:
    """Each schedule anew, without its rooms and times."""
    for path in files:
        schedule = read_schedule(json.loads(path.read_text(encoding="utf-8")))
        found = solve(schedule.plan, seconds=600)
        print(f"- {path.stem}: {found.status}, {found.seconds:.0f} s, costs {found.objective}")
        for line in kept(schedule, found.placements) if found.placements else ():
            print(f"  - {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--cosplib", type=Path, metavar="FOLDER", help="CoSPLib's workbooks instead, 60 s each")
    parser.add_argument("--schedules", type=Path, nargs="+", metavar="FILE", help="published schedules instead")
    arguments = parser.parse_args()
    if arguments.cosplib or arguments.schedules:
        conferences(arguments.cosplib) if arguments.cosplib else schedules(arguments.schedules)
        return
    python = None if arguments.no_peer else peer_python()
    cases = {
        "roadshow": roadshow,
        "roadshow-dst": lambda seed: roadshow(seed, date(2026, 10, 31)),
        "roadshow-judges": judged,
        "slots-64": lambda seed: slots(64, seed),
        "slots-216": lambda seed: slots(216, seed),
        "sessions-64": lambda seed: slots(64, seed, one_group=True),
        "sessions-216": lambda seed: slots(216, seed, one_group=True),
    }
    print(f"{date.today()}, {platform.processor() or platform.machine()}, one core, {arguments.seeds} seeds\n")  # noqa: DTZ011
    print("| instance | status | objective / bound | gap | s (median) | core s | work | peer s | peer ÷ ours |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, make in cases.items():
        found, seconds, core, theirs = [], [], [], []
        for seed in range(1, arguments.seeds + 1):
            plan = make(seed)
            begun = clock.process_time()
            solution = solve(plan, seconds=arguments.seconds)
            core.append(clock.process_time() - begun)
            if solution.placements and problems(plan, solution.placements):
                raise SystemExit(f"{name} seed {seed}: a rule is broken")
            found.append(solution)
            seconds.append(solution.seconds)
            if python is not None and name.startswith("slots"):
                theirs.append(run_peer(plan, python))
        cells = [
            name,
            ", ".join(one.status for one in found),
            ", ".join(f"{one.objective}/{one.bound}" for one in found),
            ", ".join("–" if one.gap is None else f"{one.gap:.2f}" for one in found),
            f"{statistics.median(seconds):.2f}",
            f"{statistics.median(core):.2f}",
            f"{statistics.median(one.work for one in found):.2f}",
            f"{statistics.median(theirs):.2f}" if theirs else "–",
            f"{statistics.median(theirs) / statistics.median(seconds):.1f}" if theirs else "–",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
