"""Which item goes into which session of a room, by length alone: groups in as few of them as can be."""

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from yunhui.decide.timetable.model import Item, Plan
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.searching import Budget, search

SHARE, MOST = 0.3, 3.0

Kind = tuple[str, int, tuple[int, ...]]


def seat(plan: Plan, budget: Budget, seed: int) -> dict[str, int] | None:
    """For each item the index of a block, so that every block is long enough for its items; None if none was found.

    Items that were somewhere before stay in that block if they may.
    """
    field = Field(plan)
    where = {item.id: tuple(np.unique(field.allowed(item).block).tolist()) for item in plan.items}
    if not all(where.values()):
        return None
    stay = _as_before(plan, where)
    return _seated(plan, field, where, stay, budget, seed) or (
        _seated(plan, field, where, {}, budget, seed) if stay else None
    )


def _as_before(plan: Plan, where: dict[str, tuple[int, ...]]) -> dict[str, int]:
    found = {}
    for before in plan.previous:
        for index in where.get(before.item, ()):
            block = plan.blocks[index]
            inside = block.start.timetz() <= before.start.astimezone(block.start.tzinfo).timetz() < block.end.timetz()
            if (block.day, block.room) == (before.day, before.room) and inside:
                found[before.item] = index
    return found


def _seated(
    plan: Plan,
    field: Field,
    where: dict[str, tuple[int, ...]],
    stay: dict[str, int],
    budget: Budget,
    seed: int,
) -> dict[str, int] | None:
    """Items that are alike (group, length, blocks) are counted, not told apart."""
    kinds: dict[Kind, list[Item]] = defaultdict(list)
    for item in plan.items:
        group = f"item {item.id}" if item.group is None else f"group {item.group}"
        kinds[group, item.length, where[item.id] if item.id not in stay else (stay[item.id],)].append(item)
    model = cp_model.CpModel()
    used: dict[tuple[str, int], cp_model.IntVar] = {}
    counts: dict[tuple[Kind, int], cp_model.IntVar] = {}
    load: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
    for kind, items in kinds.items():
        group, length, blocks = kind
        for block in blocks:
            if (group, block) not in used:
                used[group, block] = model.new_bool_var("")
            count = counts[kind, block] = model.new_int_var(0, len(items), "")
            model.add(count <= len(items) * used[group, block])
            load[block].append(length * count)
        model.add(sum(counts[kind, block] for block in blocks) == len(items))
    for block, lengths in load.items():
        begin, end = field.spans[block]
        model.add(sum(lengths) <= end - begin)
    _wishes(model, plan, used)
    guess = _fullest_first(kinds, [end - begin for begin, end in field.spans])
    if guess:
        for key, count in counts.items():
            model.add_hint(count, guess.get(key, 0))
        for (group, block), literal in used.items():
            model.add_hint(literal, any(kind[0] == group and at == block for kind, at in guess))
    work = min(MOST, budget.work * SHARE)
    found = search(model, [], budget, seed=seed, work=work, neighbourhoods=True, counts=list(counts.values()))
    chosen = dict(zip(counts, found.numbers, strict=True)) if found.solved else guess
    if not chosen:
        return None
    seats: dict[str, int] = {}
    left = {kind: list(items) for kind, items in kinds.items()}
    for (kind, block), number in chosen.items():
        for _ in range(number):
            seats[left[kind].pop().id] = block
    return seats


def _fullest_first(kinds: dict[Kind, list[Item]], space: list[int]) -> dict[tuple[Kind, int], int]:
    """A first guess: the longest group first, whole, into the block that it fills best; then the items of those groups
    that fit whole nowhere, the longest first, each to its group if there is room. {} if one is left over.
    """
    groups: dict[str, list[Kind]] = defaultdict(list)
    for kind in kinds:
        groups[kind[0]].append(kind)
    left = list(space)
    found: dict[tuple[Kind, int], int] = defaultdict(int)
    parted: list[Kind] = []
    lengths = {group: sum(kind[1] * len(kinds[kind]) for kind in mine) for group, mine in groups.items()}
    for group in sorted(groups, key=lambda group: -lengths[group]):
        shared = set.intersection(*(set(kind[2]) for kind in groups[group]))
        fitting = [block for block in shared if left[block] >= lengths[group]]
        if not fitting:
            parted += groups[group]
            continue
        block = min(fitting, key=lambda block: (left[block], block))
        left[block] -= lengths[group]
        found.update({(kind, block): len(kinds[kind]) for kind in groups[group]})
    homes: dict[str, set[int]] = defaultdict(set)
    for kind in sorted(parted, key=lambda kind: (-kind[1], kind[0])):
        for _ in kinds[kind]:
            block = max(kind[2], key=lambda block: (left[block] >= kind[1], block in homes[kind[0]], left[block]))
            if left[block] < kind[1]:
                return {}
            left[block] -= kind[1]
            homes[kind[0]].add(block)
            found[kind, block] += 1
    return found


def _wishes(model: cp_model.CpModel, plan: Plan, used: dict[tuple[str, int], cp_model.IntVar]) -> None:
    """A group pays for each session that it is in, and for each room."""
    costs: list[tuple[cp_model.IntVar, int]] = []
    for group in plan.groups:
        mine = {block: literal for (key, block), literal in used.items() if key == f"group {group.id}"}
        costs += [(literal, max(1, group.together)) for literal in mine.values()]
        rooms: dict[str, cp_model.IntVar] = {}
        for block, literal in mine.items() if group.one_room else ():
            room = plan.blocks[block].room
            if room not in rooms:
                rooms[room] = model.new_bool_var("")
                costs.append((rooms[room], group.one_room))
            model.add_implication(literal, rooms[room])
    if costs:
        literals, prices = zip(*costs, strict=True)
        model.minimize(cp_model.LinearExpr.weighted_sum(literals, prices))
