"""In how many rooms at once a track may run, session by session: enough for all of it, and a little to choose from."""

import numpy as np

from yunhui.decide.timetable.cosplib.layout import Layout
from yunhui.decide.timetable.cosplib.model import Conference

# Ordered submissions of one track that might meet are modelled pair by pair; more pairs than these are not worth it.
MANY_PAIRS = 400
# A track of so few submissions, times its rooms in all sessions, costs the model little: it may have them all.
FEW = 64


def lanes_of(conference: Conference, track: int, layout: Layout | None = None) -> list[int]:
    """Rooms at once for each session, at least as many as the track has now."""
    members, every = np.flatnonzero(conference.track == track), all_lanes(conference, track)
    if len(members) * sum(every) <= FEW:
        return every
    needs, slots = conference.need[members], conference.slots
    packed = packing(needs.tolist(), slots.tolist())
    most = 1
    if needs.sum() > slots.max():
        least = -(-int(needs.sum()) // int(slots.sum()))
        ordered = int((conference.order[members] > 0).sum()) if conference.weights["order"] else 0
        most = least if least == 1 and ordered * (ordered - 1) // 2 > MANY_PAIRS else least + 1
    now = [0] * len(slots) if layout is None else (layout.cell == track).sum(axis=1).tolist()
    return [min(max(most, *pair), len(conference.rooms)) for pair in zip(packed, now, strict=True)]


def all_lanes(conference: Conference, track: int) -> list[int]:
    """As many as could ever be of use: what a proof that nothing fits has to allow."""
    needs = conference.need[conference.track == track]
    return [min(int((needs <= slots).sum()), len(conference.rooms)) or 1 for slots in conference.slots.tolist()]


def packing(needs: list[int], slots: list[int]) -> list[int]:
    """Cells of each session that suffice: the longest first, each into the fullest cell that still has room for it.

    Where none has, a cell is opened in the session that has the fewest, and of those in the shortest that is long
    enough. A submission longer than every session is left out: no number of cells would do.
    """
    cells = [0] * len(slots)
    left: list[int] = []
    for need in sorted(needs, reverse=True):
        fitting = [space for space in left if space >= need]
        if fitting:
            left.remove(min(fitting))
            left.append(min(fitting) - need)
            continue
        long_enough = [session for session, space in enumerate(slots) if space >= need]
        if long_enough:
            session = min(long_enough, key=lambda one: (cells[one], slots[one]))
            cells[session] += 1
            left.append(slots[session] - need)
    return cells
