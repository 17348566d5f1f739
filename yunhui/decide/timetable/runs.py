"""What a group pays at least, by looking at each place for one piece, or for two, and at nothing else.

A whole timetable pays no less: what others take, and rules between items, only leave fewer places. No search is needed,
where the whole model's linear relaxation spreads a piece thinly over the day and sees hardly any of its price.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yunhui.decide.timetable.clocks import Minutes
from yunhui.decide.timetable.model import Group, Item, Plan
from yunhui.decide.timetable.positions import Field, Positions

NOWHERE = 2**40
# Places times items: beyond, trying two places for every pair takes more than a second.
MOST = 8_000


def adjoining(plan: Plan) -> bool:
    """Whether a piece may run on from one stretch of a room into the next."""
    open_from = {(block.room, block.start) for block in plan.blocks}
    return any((block.room, block.end) in open_from for block in plan.blocks)


def drawn(items: Sequence[Item]) -> bool:
    """Whether a draw says who of them comes before whom."""
    ranks = [item.rank for item in items]
    return None not in ranks and len(set(ranks)) == len(ranks)


def least_of(field: Field, group: Group, items: Sequence[Item], at: Sequence[Positions]) -> int:
    """A bound on the prices of the group's items, of its pieces and of its rooms; `at`: where each item may be."""
    single = sum(int(positions.price.min()) for positions in at)
    if len(items) < 2 or not group.together or adjoining(field.plan):
        return single
    pairs = sorted(zip(items, at, strict=True), key=lambda pair: pair[0].rank or 0)
    items, at = [item for item, _ in pairs], [positions for _, positions in pairs]
    table = _Table.of(items, at)
    one = table.one_piece(items, drawn(items))
    more = group.together + single
    if one > more and drawn(items) and len({item.length for item in items}) == 1 and table.size * len(items) <= MOST:
        two = group.together + table.two_pieces(items, _rooms(field.plan)[table.block], group.one_room)
        more = min(two, 2 * group.together + single)
    return min(one, more)


def _rooms(plan: Plan) -> Minutes:
    """[B]: each block's room, by number."""
    number = {room.id: k for k, room in enumerate(plan.rooms)}
    return np.array([number[block.room] for block in plan.blocks], dtype=np.int64)


def _never_parallel(items: Sequence[Item]) -> bool:
    """Whether somebody sits in all of them, so long that nothing fits into a changeover."""
    common = set.intersection(*({part.person for part in item.people} for item in items))
    return bool(common) and all(2 * item.minutes > item.length for item in items)


@dataclass(frozen=True, slots=True)
class _Table:
    """All places of a group's items, sorted by block and start; `price` [N, Q], NOWHERE where an item may not be."""

    block: Minutes
    start: Minutes
    price: Minutes

    @property
    def size(self) -> int:
        return len(self.block)

    @classmethod
    def of(cls, items: Sequence[Item], at: Sequence[Positions]) -> "_Table":
        every = np.unique(np.concatenate([np.stack([one.block, one.start], axis=1) for one in at]), axis=0)
        index = {(block, start): k for k, (block, start) in enumerate(every.tolist())}
        price = np.full((len(items), len(every)), NOWHERE, dtype=np.int64)
        for row, one in enumerate(at):
            here = [index[seat] for seat in zip(one.block.tolist(), one.start.tolist(), strict=True)]
            price[row, here] = one.price
        return cls(every[:, 0], every[:, 1], price)

    @property
    def key(self) -> Minutes:
        """[Q]: block and start in one number, ascending."""
        return self.block * 2**32 + self.start

    def after(self, row: int, minutes: int) -> Minutes:
        """[Q]: what the item pays that many minutes after each place, in the same block."""
        there = np.searchsorted(self.key, self.key + minutes)
        there[there == self.size] = 0
        found: Minutes = np.where(self.key[there] == self.key + minutes, self.price[row, there], NOWHERE)
        return found

    def within(self, row: int, minutes: int) -> Minutes:
        """[Q]: the least that the item pays from each place on, at most that many minutes later in the same block."""
        ends = np.searchsorted(self.key, self.key + minutes, side="right")
        spans = np.stack([np.arange(self.size), ends], axis=1).ravel()
        found: Minutes = np.minimum.reduceat(np.append(self.price[row], NOWHERE), spans)[::2]
        return found

    def one_piece(self, items: Sequence[Item], in_order: bool) -> int:
        """All in one piece: in the order of the draw, else each wherever in the piece it pays least."""
        lengths = [item.length for item in items]
        before = itertools.accumulate(lengths, initial=0)
        if in_order:
            costs = [self.after(row, minutes) for row, minutes in zip(range(len(items)), before, strict=False)]
        else:
            costs = [self.within(row, sum(lengths) - length) for row, length in enumerate(lengths)]
        return int(np.sum(costs, axis=0).min())

    def two_pieces(self, items: Sequence[Item], rooms: Minutes, one_room: int) -> int:
        """The draw's order kept in both, for each two places: `costs[n]` with n of the items so far in the first piece.

        `rooms` [Q]: the room of each place.
        """
        length, count = items[0].length, len(items)
        steps = [[self.after(row, k * length) for k in range(row + 1)] for row in range(count)]
        costs = [np.zeros((self.size, self.size), dtype=np.int64)]
        for row in range(count):
            new = [np.full((self.size, self.size), NOWHERE, dtype=np.int64) for _ in range(row + 2)]
            for first, so_far in enumerate(costs):
                np.minimum(new[first + 1], so_far + steps[row][first][:, None], out=new[first + 1])
                np.minimum(new[first], so_far + steps[row][row - first], out=new[first])
            costs = new
        other_room = rooms[:, None] != rooms
        clash = np.ones_like(other_room) if _never_parallel(items) else ~other_room
        best = NOWHERE
        for first in range(1, count):
            total = costs[first] + one_room * other_room
            ends, other_ends = self.start + first * length, self.start + (count - first) * length
            total[clash & (self.start[:, None] < other_ends) & (self.start < ends[:, None])] = NOWHERE
            best = min(best, int(total.min()))
        return best
