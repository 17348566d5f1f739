"""A first programme, quickly: track by track, the tightest first, making room again where one no longer fits."""

import random

import numpy as np

from yunhui.decide.timetable.cosplib.building import Building
from yunhui.decide.timetable.cosplib.layout import Layout, nowhere
from yunhui.decide.timetable.cosplib.model import EMPTY, Conference
from yunhui.decide.timetable.cosplib.prices import Prices
from yunhui.decide.timetable.searching import Budget, search

WORK = 0.3
PATIENCE = 30.0
UNSETTLED = (2, 4, 8)


def first_layout(
    conference: Conference, prices: Prices, budget: Budget, dice: random.Random
) -> tuple[Layout | None, bool]:
    """A layout that keeps the hard rules, or None; and whether it is proved that there is none."""
    layout, placed = nowhere(conference), list[int]()
    for track in _tightest_first(conference, prices):
        if budget.over:
            # Whoever asks for an answer at once gets one that keeps the rules, whatever it costs.
            if not _first_fit(conference, layout, track):
                return _by_rules_alone(conference, prices, dice)
            continue
        for others in (0, *UNSETTLED):
            moving = [track, *dice.sample(placed, min(others, len(placed)))]
            found = _settle(conference, prices, layout, moving, budget)
            if found is not None:
                layout = found
                break
        else:
            return _by_rules_alone(conference, prices, dice)
        placed.append(track)
    return layout, False


def _tightest_first(conference: Conference, prices: Prices) -> list[int]:
    """Tracks whose longest submission fits few sessions, then those that few cells are cheap for, then the largest."""

    def key(track: int) -> tuple[float, ...]:
        members = np.flatnonzero(conference.track == track)
        longest, cheap = conference.need[members].max(), prices.cell[track] <= np.median(prices.cell[track])
        sessions = len(conference.sessions)
        return ((conference.slots >= longest).sum(), -conference.need[members].sum() - sessions * (~cheap).mean())

    return sorted(range(len(conference.tracks)), key=key)


def _settle(conference: Conference, prices: Prices, layout: Layout, moving: list[int], budget: Budget) -> Layout | None:
    rest = layout.copy()
    for track in moving:
        rest.cell[rest.cell == track] = EMPTY
        rest.session[conference.track == track] = rest.room[conference.track == track] = EMPTY
    building = Building(conference, prices, rest, moving)
    found = search(building.model, building.literals, budget, seed=len(moving), work=WORK * len(moving))
    return building.layout_from(found.values) if found.solved else None


def _first_fit(conference: Conference, layout: Layout, track: int) -> bool:
    """Put a track's submissions down, the longest first, each into a cell of the track with room or into a free one."""
    left: dict[tuple[int, int], int] = {}
    members = np.flatnonzero(conference.track == track).tolist()
    for one in sorted(members, key=lambda one: -int(conference.need[one])):
        need = int(conference.need[one])
        cell = next((at for at, slots in left.items() if slots >= need), None)
        if cell is None:
            sessions, rooms = np.nonzero((layout.cell == EMPTY) & (conference.slots >= need)[:, None])
            if not len(sessions):
                return False
            shortest = int(np.argmin(conference.slots[sessions]))
            cell = int(sessions[shortest]), int(rooms[shortest])
            layout.cell[cell] = track
            left[cell] = int(conference.slots[cell[0]])
        left[cell] -= need
        layout.session[one], layout.room[one] = cell
    return True


def _by_rules_alone(conference: Conference, prices: Prices, dice: random.Random) -> tuple[Layout | None, bool]:
    """Nothing but the hard rules: first fit from the start, else all tracks at once, whatever time was given."""
    layout = nowhere(conference)
    if all(_first_fit(conference, layout, track) for track in _tightest_first(conference, prices)):
        return layout, False
    building = Building(conference, prices, priced=False)
    patience = Budget(PATIENCE, PATIENCE)
    found = search(building.model, building.literals, patience, seed=dice.randrange(2**31), relax=True)
    return (building.layout_from(found.values) if found.solved else None), found.status == "INFEASIBLE"


def shortages(conference: Conference) -> list[str]:
    """Why no programme can exist, as far as counting tells; each says what would help."""
    found = []
    longest = int(conference.slots.max())
    for one in np.flatnonzero(conference.need > longest).tolist():
        name = conference.submissions[one]
        found.append(f"{name} needs {conference.need[one]} time slots; the longest session has {longest}")
    rooms = len(conference.rooms)
    need, have = int(conference.need.sum()), int(conference.slots.sum()) * rooms
    if need > have:
        found.append(
            f"all submissions need {need} time slots; the rooms' sessions have {have}; add a room or a session"
        )
    for length in sorted(set(conference.need.tolist())):
        fitting = conference.slots[conference.slots >= length]
        mine = conference.need == length
        per_cell = fitting // length
        if len(fitting) and int(mine.sum()) > int(per_cell.sum()) * rooms:
            found.append(
                f"{int(mine.sum())} submissions need {length} time slots each; only {len(fitting)} sessions are that"
                f" long, which in {rooms} rooms have places for {int(per_cell.sum()) * rooms}"
            )
    cells = sum(_fewest_cells(conference, track) for track in range(len(conference.tracks)))
    if cells > len(conference.sessions) * rooms:
        found.append(
            f"the {len(conference.tracks)} tracks need at least {cells} sessions of a room, as each holds one track;"
            f" there are {len(conference.sessions) * rooms}"
        )
    return found


def _fewest_cells(conference: Conference, track: int) -> int:
    """A bound: as if every session of a room were the longest."""
    need, longest = int(conference.need[conference.track == track].sum()), int(conference.slots.max())
    return -(-need // longest)
