"""A drawn group in one piece: one literal for all of its items at once, wherever the whole piece fits.

The draw leaves a piece one order only, so its start says where every item of it is. Spread thinly over the day, a group
pays next to nothing for its pieces in the linear relaxation; with these literals it is whole in one place or pays.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from yunhui.decide.timetable.cliques import Literal
from yunhui.decide.timetable.runs import adjoining, drawn

if TYPE_CHECKING:
    from yunhui.decide.timetable.building import Building, Kind

Seat = tuple[int, int]


def in_one_piece(building: "Building", kinds: Sequence["Kind"], more: Literal) -> None:
    """`more`: the pieces after the first; unless there is one, the group is whole.

    Each item's literal is the sum of one that is in nobody's company and of those pieces that put it there.
    """
    if len(kinds) < 2 or not drawn([kind.items[0] for kind in kinds]) or adjoining(building.plan):
        return
    ordered = sorted(kinds, key=lambda kind: kind.items[0].rank or 0)
    seats: list[dict[Seat, Literal]] = [
        {(block, at): literal for block, at, literal in kind.each()} for kind in ordered
    ]
    offsets = list(itertools.accumulate((kind.length for kind in ordered), initial=0))
    pieces: dict[Seat, Literal] = {}
    for block, start in seats[0]:
        if all((block, start + offset) in mine for mine, offset in zip(seats, offsets, strict=False)):
            pieces[block, start] = building.model.new_bool_var("")
    whole = list(pieces.values())
    building.model.add(cp_model.LinearExpr.sum(whole) + more >= 1)
    for mine, offset in zip(seats, offsets, strict=False):
        alone = []
        for (block, at), literal in mine.items():
            piece = pieces.get((block, at - offset))
            if piece is None:
                alone.append(literal)
                continue
            alone.append(building.model.new_bool_var(""))
            building.model.add(alone[-1] + piece == literal)
        building.model.add_exactly_one([*alone, *whole])
    for (block, start), piece in pieces.items():
        seated = [mine[block, start + offset] for mine, offset in zip(seats, offsets, strict=False)]
        building.pieces.append((piece, seated))
