"""What a group pays at least: never more than in any timetable, and often just as much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunhui.decide.timetable import Block, Day, Group, Item, Part, Person, Plan, Room, Window, solve
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.runs import least_of

pytestmark = pytest.mark.filterwarnings("error")
OPENS = datetime(2026, 6, 11, 1, tzinfo=UTC)


def _at(minute: int) -> datetime:
    return OPENS + timedelta(minutes=minute)


def _plan(spans: list[tuple[str, int, int]], busy: list[tuple[int, int] | None], *, drawn: bool, judged: bool) -> Plan:
    """One group of items of 20 minutes in stretches of rooms; `busy`: when each speaker is away."""
    blocks = tuple(Block("d", f"s{k}", room, _at(start), _at(end)) for k, (room, start, end) in enumerate(spans))
    people = [
        Person(f"p{k}", "Europe/London", unavailable=(Window(_at(away[0]), _at(away[1])),) if away else ())
        for k, away in enumerate(busy)
    ]
    judge = (Part("judge"),) if judged else ()
    items = tuple(
        Item(f"i{k}", "pitch", 20, group="g", people=(Part(f"p{k}"), *judge), rank=k + 1 if drawn else None)
        for k in range(len(busy))
    )
    everyone = (*people, Person("judge", "Asia/Shanghai"))
    groups = (Group("g", together=30, one_room=20),)
    rooms = (Room("A"), Room("B"))
    return Plan("Asia/Shanghai", (Day("d", date(2026, 6, 11)),), rooms, blocks, items, everyone, groups, grid=10)


def _least(plan: Plan) -> int:
    field = Field(plan)
    return least_of(field, plan.groups[0], plan.items, [field.allowed(item) for item in plan.items])


@settings(max_examples=30, deadline=None)
@given(data=st.data(), drawn=st.booleans(), judged=st.booleans())
def test_no_timetable_costs_less(data: st.DataObject, drawn: bool, judged: bool) -> None:
    lengths = data.draw(st.lists(st.integers(2, 7), min_size=2, max_size=4))
    spans, start = [], 0
    for length in lengths:
        gap = data.draw(st.sampled_from((0, 30, 200)))
        spans.append((data.draw(st.sampled_from("AB")), start, start + 10 * length))
        start += 10 * length + gap
    away = st.none() | st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda x: (10 * x[0], 10 * (x[0] + x[1])))
    plan = _plan(spans, data.draw(st.lists(away, min_size=2, max_size=4)), drawn=drawn, judged=judged)
    if any(not len(Field(plan).allowed(item)) for item in plan.items):
        return
    found = solve(plan, seconds=120, work=2)
    if found.objective is not None:
        assert _least(plan) <= found.objective
        assert found.status == "optimal"


def test_a_drawn_group_in_one_piece_or_in_two() -> None:
    # In London it is two in the morning at first, and noon ten hours later; at night each pays for 20 minutes.
    plan = _plan([("A", 0, 60), ("B", 600, 660)], [None, None, None], drawn=True, judged=False)
    evening = [("A", 0, 60), ("A", 600, 640), ("B", 700, 740)]
    assert _least(plan) == 0  # all three in B, where it is noon
    assert _least(_plan(evening, [None] * 3, drawn=True, judged=False)) == 30 + 20  # two pieces, two rooms
    torn = _plan(evening[:2], [None] * 3, drawn=True, judged=False)
    assert _least(torn) == 30 + 20  # one of them at night
    assert solve(torn, seconds=120, work=1).objective == 50


def test_a_piece_may_run_on_into_the_next_stretch_of_a_room() -> None:
    plan = _plan([("A", 600, 640), ("A", 640, 680)], [None] * 3, drawn=True, judged=False)
    assert _least(plan) == 0
    assert solve(plan, seconds=120, work=1).objective == 0
    apart = replace(plan, blocks=(plan.blocks[0], replace(plan.blocks[1], start=_at(650), end=_at(690))))
    assert _least(apart) == 30
