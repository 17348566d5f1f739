"""Which track has which cell and which submission is in which: what the search works on. Slots come last."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from yunhui.decide.timetable.cosplib.model import EMPTY, Conference, Programme, Whole, empty


@dataclass(slots=True)
class Layout:
    """`cell` [S, R]: the track there or EMPTY; `session`, `room` [N]: where each submission is."""

    cell: Whole
    session: Whole
    room: Whole

    def copy(self) -> "Layout":
        return Layout(self.cell.copy(), self.session.copy(), self.room.copy())


def nowhere(conference: Conference) -> Layout:
    """Nothing placed yet."""
    count, cells = len(conference.submissions), (len(conference.sessions), len(conference.rooms))
    return Layout(*(np.full(shape, EMPTY, dtype=np.int64) for shape in (cells, count, count)))


def programme_of(conference: Conference, layout: Layout) -> Programme:
    """Put the submissions of each cell one after the other, each in its place within its track where it has one."""
    found = empty(conference)
    inside: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one, (session, room) in enumerate(zip(layout.session.tolist(), layout.room.tolist(), strict=True)):
        inside[session, room].append(one)
    so_far = np.zeros(len(conference.tracks), dtype=np.int64)
    for session, room in sorted(inside):
        ones = inside[session, room]
        track = int(conference.track[ones[0]])
        found.tracks[session][room] = track
        slot = 0
        for one in in_order(conference, ones, int(so_far[track])):
            need = int(conference.need[one])
            found.submissions[session][room][slot : slot + need] = [one] * need
            slot += need
        so_far[track] += len(ones)
    return found


def in_order(conference: Conference, ones: list[int], before: int) -> list[int]:
    """The submissions of a cell, of which `before` others of the track come earlier, as many as can in their place."""
    places: list[int] = [EMPTY] * len(ones)
    rest = []
    for one in ones:
        place = int(conference.order[one]) - before - 1
        if conference.order[one] and 0 <= place < len(ones) and places[place] == EMPTY:
            places[place] = one
        else:
            rest.append(one)
    left = iter(sorted(rest, key=lambda one: (conference.order[one] > 0, conference.order[one], one)))
    return [one if one != EMPTY else next(left) for one in places]


def layout_of(conference: Conference, programme: Programme) -> Layout:
    """The other way round."""
    layout = nowhere(conference)
    layout.cell[:] = programme.tracks
    for session, rooms in enumerate(programme.submissions):
        for room, slots in enumerate(rooms):
            for one in slots:
                if one != EMPTY:
                    layout.session[one], layout.room[one] = session, room
    return layout
