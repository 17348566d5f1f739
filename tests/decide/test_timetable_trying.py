"""One move by hand: judged like the whole timetable, only at once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timetable_plans import at, item, one_day, placed, plans

from yunhui.decide.timetable import (
    Apart,
    Group,
    Order,
    Person,
    Placement,
    Plan,
    Trying,
    Window,
    price,
    problems,
    unkind_hours,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans(most=6), data=st.data())
def test_a_move_is_judged_like_the_whole_timetable(plan: Plan, data: st.DataObject) -> None:
    def anywhere(name: str) -> Placement:
        block = data.draw(st.sampled_from(plan.blocks))
        steps = int((block.end - block.start) / timedelta(minutes=5))
        return Placement(
            name, block.day, block.room, block.start + timedelta(minutes=5) * data.draw(st.integers(0, steps))
        )

    before = {one.id: anywhere(one.id) for one in plan.items}
    move = anywhere(data.draw(st.sampled_from(plan.items)).id)
    after = {**before, move.item: move}
    found = Trying(plan, before.values()).trial(move)

    assert found.change == price(plan, after.values()).total - price(plan, before.values()).total
    without = {name: here for name, here in after.items() if name != move.item}
    rest = {(one.code, str(one.parameters)) for one in problems(plan, without.values())}
    whole = {(one.code, str(one.parameters)) for one in problems(plan, after.values())}
    new = {one for one in whole - rest if one[0] != "missing"}
    if new:
        assert found.broken
    if found.free:
        assert not new
    if not {one for one in rest if one[0] != "missing"}:
        assert found.free is not bool(new)


def test_each_reason_says_who_is_in_the_way() -> None:
    ann = Person(
        "ann", "America/New_York", "Ann Wu", unavailable=(Window(at("2026-06-11T09:20"), at("2026-06-11T09:40")),)
    )
    plan = one_day(
        (item("p1", 20, "ann"), item("p2", 20, "ann"), item("p3", 20), item("p4", 20)),
        rooms="AB",
        people=(ann,),
        apart=(Apart("p1", "p3"),),
        orders=(Order("p4", "p1"),),
    )
    desk = Trying(plan, (placed("p2", "A", "2026-06-11T09:00"), placed("p3", "A", "2026-06-11T09:40")))

    busy = desk.trial(placed("p1", "B", "2026-06-11T09:00")).broken
    assert [(one.code, one.parameters["other"], one.parameters["person"]) for one in busy] == [("busy", "p2", "ann")]
    assert busy[0].text == "Ann Wu is in p2 at 09:00 (A)."

    away = desk.trial(placed("p1", "B", "2026-06-11T09:20")).broken
    assert [one.code for one in away] == ["away"]
    assert "2026-06-10 21:20–21:40 (America/New_York)" in away[0].text

    taken = desk.trial(placed("p1", "A", "2026-06-11T09:45")).broken
    assert [one.code for one in taken] == ["closed", "room_taken", "apart"]
    assert "A is taken by p3, 09:40–10:00." in [one.text for one in taken]

    late = Trying(plan, (placed("p4", "A", "2026-06-11T09:40"),)).trial(placed("p1", "B", "2026-06-11T09:40"))
    assert [one.code for one in late.broken] == ["order"]


def test_everywhere_covers_the_grid_and_finds_what_is_free() -> None:
    plan = one_day((item("p1"), item("p2"), item("p3")), rooms="AB", grid=20)
    desk = Trying(plan, (placed("p2", "A", "2026-06-11T09:00"),))
    trials = list(desk.everywhere("p1"))
    assert len(trials) == 6
    assert [one.placement.start.minute for one in trials if not one.free] == [0]
    assert len(list(desk.everywhere("p1", room="B"))) == 3
    with pytest.raises(KeyError):
        list(desk.everywhere("p9"))


def test_the_bill_of_a_move_names_its_wishes() -> None:
    plan = one_day(
        (item("p1", 20, "ann", group="g"), item("p2", 20, group="g")),
        rooms="AB",
        people=(Person("ann", "America/New_York", "Ann Wu"),),
        groups=(Group("g", together=30, one_room=20),),
    )
    desk = Trying(plan, (placed("p1", "A", "2026-06-11T09:00"), placed("p2", "A", "2026-06-11T09:20")))
    apart = desk.trial(placed("p1", "B", "2026-06-11T09:40"))
    assert apart.free
    assert apart.change == 50
    assert [one.wish.code for one in apart.paid] == ["together", "one_room"]

    late = unkind_hours(plan, placed("p1", "A", "2026-06-11T10:00"))
    assert [one.parameters["local"] for one in late] == ["2026-06-10 22:00"]
    assert unkind_hours(plan, placed("p1", "A", "2026-06-11T09:00")) == ()
