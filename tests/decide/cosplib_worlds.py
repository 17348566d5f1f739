"""Small conferences in CoSPLib's workbook format, by hand and by dice."""

import random
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from yunhui.decide.timetable.cosplib.model import TERMS

PEOPLE = ("ann", "bo", "chen", "dai")


def conference(**changes: Any) -> dict[str, Any]:
    """Two tracks of two submissions, two sessions of two slots, one room; nothing has a price."""
    return {
        "sessions": [("Mon1", 2, "9:30", "10:30"), ("Mon2", 2, "11:00", "12:00")],
        "rooms": ["Hall"],
        "tracks": [("Energy", ""), ("Chips", "")],
        # Columns: reference, track, slots, order, zone, presenters, attendees; then penalties by session and room.
        "submissions": [
            ("e1", "Energy", 1, 0, "GMT+0", "ann", "", {}),
            ("e2", "Energy", 1, 0, "GMT+0", "bo", "", {}),
            ("c1", "Chips", 1, 0, "GMT+0", "chen", "", {}),
            ("c2", "Chips", 1, 0, "GMT+0", "dai", "", {}),
        ],
        "zone": "GMT+0",
        "hours": ("9:30", "21:30", "7:00", "23:00"),
        "zone_prices": (1, 10),
        "weights": {},
        "tracks_sessions": {},
        "tracks_rooms": {},
        "similar": {},
        "sessions_rooms": {},
        **changes,
    }


def write(path: Path, told: dict[str, Any]) -> Path:
    """The workbook of `told`; a sheet named in `told["without"]` is left out."""
    sessions, rooms = [one[0] for one in told["sessions"]], told["rooms"]
    tracks = [one[0] for one in told["tracks"]]
    weights = [told["weights"].get(term, 0) for term in TERMS]
    suitable_from, suitable_to, from_, to = told["hours"]
    left = [
        ("Local time zone:", told["zone"]),
        ("Suitable scheduling times", ""),
        ("From:", suitable_from),
        ("To:", suitable_to),
        ("Less suitable scheduling times", ""),
        ("From:", from_),
        ("To:", to),
        ("Penalty:", told["zone_prices"][0]),
        ("Unsuitable scheduling times", ""),
        ("Penalty:", told["zone_prices"][1]),
    ]
    left += [("", "")] * (len(TERMS) - len(left))
    parameters = [["Sessions", "", "", "Weights", ""]]
    parameters += [[*pair, "", term, weight] for pair, term, weight in zip(left, TERMS, weights, strict=True)]

    def table(down: list[str], across: list[str], prices: dict[tuple[str, str], int]) -> list[list[Any]]:
        down, across = told.get("mixed", list)(down), told.get("mixed", list)(across)
        return [["", *across], *([one, *(prices.get((one, other), "") for other in across)] for one in down)]

    head = ["Reference", "Track", "Required Times", "Order", "Time Zone", "Presenters", "Attendees", *sessions, *rooms]
    rows = [[*one[:7], *(one[7].get(name, "") for name in (*sessions, *rooms))] for one in told["submissions"]]
    sheets = {
        "parameters": parameters,
        "submissions": [head, *rows],
        "tracks": [["Tracks", "Chairs"], *told["tracks"]],
        "sessions": [
            ["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"],
            *([name, slots, "2026-06-11", opens, closes] for name, slots, opens, closes in told["sessions"]),
        ],
        "rooms": [["Rooms"], *([room] for room in rooms)],
        "tracks_sessions|penalty": table(tracks, sessions, told["tracks_sessions"]),
        "tracks_rooms|penalty": table(tracks, rooms, told["tracks_rooms"]),
        "similar tracks": table(tracks, tracks, told["similar"])
        if "mixed" not in told
        else [["", *tracks]] + [[one, *(told["similar"].get((one, other), "") for other in tracks)] for one in tracks],
        "sessions_rooms|penalty": table(sessions, rooms, told["sessions_rooms"]),
    }
    with xlsxwriter.Workbook(str(path)) as book:
        for name, lines in sheets.items():
            if name in told.get("without", ()):
                continue
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell != "":
                        sheet.write(row, column, cell)
    return path


@st.composite
def conferences(draw: st.DrawFn, most: int = 4) -> dict[str, Any]:
    """Up to `most` submissions; every term may have a price. Some cannot be timetabled."""
    sessions = [
        (f"S{k}", draw(st.integers(1, 3)), f"{hour}:00", f"{hour + 1}:30")
        for k, hour in enumerate((9, 13, 20)[: draw(st.integers(1, 3))])
    ]
    rooms = [f"R{k}" for k in range(draw(st.integers(1, 2)))]
    tracks = [(f"T{k}", draw(st.sampled_from(("", *PEOPLE)))) for k in range(draw(st.integers(1, 2)))]
    names, count = [one[0] for one in (*sessions, *[(room,) for room in rooms])], draw(st.integers(len(tracks), most))
    wish = st.dictionaries(st.sampled_from(names), st.integers(1, 3), max_size=2)
    submissions = [
        (
            f"s{k}",
            tracks[k % len(tracks)][0],
            draw(st.sampled_from((1, 1, 2))),
            draw(st.sampled_from((0, 0, 1, 2))),
            draw(st.sampled_from(("GMT+0", "GMT+8", "America/New_York"))),
            draw(st.sampled_from(PEOPLE)),
            draw(st.sampled_from(("", "", *PEOPLE))),
            draw(wish),
        )
        for k in range(count)
    ]

    def prices(one: list[str], other: list[str]) -> dict[tuple[str, str], int]:
        pairs = st.tuples(st.sampled_from(one), st.sampled_from(other))
        return draw(st.dictionaries(pairs, st.integers(1, 4), max_size=3))

    at, here, tracks_ = [one[0] for one in sessions], rooms, [one[0] for one in tracks]
    terms = [term for term in TERMS if not term.endswith("_slot")]
    return conference(
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=submissions,
        weights=draw(st.dictionaries(st.sampled_from(terms), st.sampled_from((1, 3, 20)), max_size=8)),
        tracks_sessions=prices(tracks_, at),
        tracks_rooms=prices(tracks_, here),
        similar=prices(tracks_, tracks_),
        sessions_rooms=prices(at, here),
    )


def planted(seed: int, tight: bool = True) -> dict[str, Any]:
    """A conference around a programme that exists: cells of tracks, filled with submissions of one to four slots.

    `tight`: to the last slot; else about every fifth is left over. Tables stand in no order, every term has a price.
    """
    dice = random.Random(seed)
    sessions = [
        (f"Day {k + 1}", dice.randrange(2, 6), f"{8 + 2 * k}:00", f"{9 + 2 * k}:{dice.choice(('15', '45'))}")
        for k in range(dice.randrange(3, 6))
    ]
    rooms = [f"厅 {k + 1}" for k in range(dice.randrange(2, 4))]
    tracks = [(f"Track {k}", dice.choice(("", *PEOPLE))) for k in range(dice.randrange(4, 7))]
    cells = [slots for _, slots, _, _ in sessions for _ in rooms]
    owner = [*range(len(tracks)), *(dice.randrange(len(tracks)) for _ in cells[len(tracks) :])]
    dice.shuffle(owner)
    submissions: list[tuple[Any, ...]] = []
    for slots, track in zip(cells, owner, strict=True):
        left = slots
        while left:
            need = min(left, dice.choice((1, 1, 1, 2, 2, 3, 4)))
            left -= need
            if left != slots - need and not tight and dice.random() < 0.25:
                continue
            wish = {name: dice.randrange(1, 9) for name in (sessions[0][0], rooms[0]) if dice.random() < 0.2}
            zone = dice.choice(("GMT-7", "GMT+0", "Asia/Shanghai", "America/New_York", "Europe/Oslo"))
            listeners = ", ".join(dice.sample(PEOPLE, dice.randrange(3)))
            place = dice.choice((0, 0, 0, 1, 2, 5, ""))
            name = f"p{len(submissions) + 1}"
            submissions.append((name, f"Track {track}", need, place, zone, dice.choice(PEOPLE), listeners, wish))
    dice.shuffle(submissions)
    at, here = [one[0] for one in sessions], [one[0] for one in tracks]

    def prices(one: list[str], other: list[str]) -> dict[tuple[str, str], int]:
        return {(a, b): dice.randrange(1, 5) for a in one for b in other if dice.random() < 0.2}

    return conference(
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=submissions,
        zone="Europe/Amsterdam",
        weights={term: dice.choice((1, 10, 100_000)) for term in TERMS},
        tracks_sessions=prices(here, at),
        tracks_rooms=prices(here, rooms),
        similar=prices(here, here),
        sessions_rooms=prices(at, rooms),
        mixed=lambda names: dice.sample(names, len(names)),
    )
