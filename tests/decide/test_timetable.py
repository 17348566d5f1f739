"""The timetable: what is found keeps every rule, costs the least, and is the same the next time."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.decide.timetable_plans import at, best_by_trying, item, one_day, placed, plans
from yunhui.decide.timetable import (
    Apart,
    Group,
    Hours,
    Item,
    Order,
    Person,
    Pin,
    Plan,
    Solution,
    Window,
    Wish,
    WrongPlan,
    moves,
    price,
    problems,
    solution_json,
    solve,
    windows,
)


def solved(plan: Plan) -> Solution:
    solution = solve(plan, seconds=120, work=16)
    assert problems(plan, solution.placements) == ()
    assert solution.objective == price(plan, solution.placements).total
    assert solution.bound is not None and solution.bound <= solution.objective
    return solution


def starts(solution: Solution) -> dict[str, str]:
    return {one.item: f"{one.start:%H:%M}" for one in solution.placements}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans(most=3))
def test_nothing_is_cheaper_than_what_is_found(plan: Plan) -> None:
    best = best_by_trying(plan, 10)
    solution = solve(plan, seconds=120, work=16)
    if best is None:
        assert solution.status == "infeasible"
        assert solution.clashes and all(clash.rules for clash in solution.clashes)
        assert solution.placements == ()
    else:
        assert problems(plan, solution.placements) == ()
        assert solution.status == "optimal"
        assert (solution.objective, solution.bound) == (best, best)
        assert price(plan, solution.placements).total == best


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans(most=7))
def test_larger_plans_keep_every_rule_and_agree_with_the_bill(plan: Plan) -> None:
    solution = solve(plan, seconds=120, work=16)
    assert solution.status in ("optimal", "infeasible")
    if solution.placements:
        assert problems(plan, solution.placements) == ()
        assert price(plan, solution.placements).total == solution.objective


def test_a_group_stays_in_one_piece_and_one_room() -> None:
    pitches = tuple(item(f"{group}{n}", 10, group=group) for n in range(3) for group in "xy")
    groups = (Group("x", together=5, one_room=5), Group("y", together=5, one_room=5))
    solution = solved(one_day(pitches, "09:00-09:40", "AB", groups=groups))
    assert solution.objective == 0
    assert solution.status == "optimal"


def test_the_price_of_unkind_hours_moves_a_speaker() -> None:
    # 09:00 in Beijing is 21:00 in New York in June, 10:00 is 22:00, when the hours end.
    people = (Person("ann", "America/New_York", humane=Hours(price=2)), Person("bo", "Asia/Shanghai"))
    plan = one_day((item("far", 20, "ann"), item("near", 20, "bo")), "09:40-10:20", people=people)
    solution = solved(plan)
    assert starts(solution) == {"far": "09:40", "near": "10:00"}
    pinned = solved(replace(plan, pins=(Pin("near", start=at("2026-06-11T09:40")),)))
    assert starts(pinned) == {"far": "10:00", "near": "09:40"}
    assert pinned.objective == 40


def test_changeover_takes_the_room_but_not_the_people() -> None:
    people = (Person("li", "Asia/Shanghai"),)
    two = tuple(Item(name, "pitch", 13, 2, people=item("", 1, "li").people) for name in ("one", "two"))
    solution = solved(one_day(two, "09:00-09:30", people=people))
    assert sorted(starts(solution).values()) == ["09:00", "09:15"]
    # In two rooms and 28 minutes there is no room for both in a row, but for one after 15 minutes either.
    solution = solved(one_day(two, "09:00-09:28", "AB", people=people, grid=1, wishes=(Wish("two", 1, rooms=("B",)),)))
    first, second = sorted(solution.placements, key=lambda one: one.start)
    assert second.start - first.start >= timedelta(minutes=13)
    assert first.room != second.room


def test_pins_hold_off_the_grid() -> None:
    plan = one_day((item("a"), item("b"), item("c", 5)), pins=(Pin("c", start=at("2026-06-11T09:23")),))
    assert starts(solved(plan))["c"] == "09:23"


def test_first_last_and_alone() -> None:
    pitches = tuple(item(f"p{n}", 20) for n in range(3))
    opening, signing = item("opening", 10, place="first", alone=True), item("signing", 10, place="last", alone=True)
    plan = one_day((*pitches, opening, signing), "09:00-10:00", "AB")
    found = starts(solved(plan))
    assert found["opening"] == min(found.values())
    assert found["signing"] == max(found.values())
    assert solve(replace(plan, items=(*plan.items, item("p3", 60))), seconds=120, work=16).status == "infeasible"


def test_order_and_apart_as_rules_and_as_wishes() -> None:
    two = (item("a"), item("b"))
    solution = solved(one_day(two, "09:00-09:40", "AB", orders=(Order("b", "a"),)))
    assert starts(solution) == {"a": "09:20", "b": "09:00"}
    solution = solved(one_day(two, "09:00-09:20", "AB", apart=(Apart("a", "b", 7),)))
    assert solution.objective == 7
    assert (
        solve(one_day(two, "09:00-09:20", "AB", apart=(Apart("a", "b"),)), seconds=120, work=16).status == "infeasible"
    )
    assert solved(one_day(two, "09:00-09:20", "AB", orders=(Order("a", "b", 3),))).objective == 3


def test_one_group_in_a_session() -> None:
    pitches = (item("x1", group="x"), item("x2", group="x"), item("y1", group="y"))
    plan = one_day(pitches, "09:00-10:00", "AB", groups=(Group("x"), Group("y")), one_group=True)
    rooms = {one.item: one.room for one in solved(plan).placements}
    assert rooms["x1"] == rooms["x2"] != rooms["y1"]


def test_a_small_change_moves_few() -> None:
    people = tuple(Person(f"s{n}", "Asia/Shanghai") for n in range(6))
    plan = one_day(tuple(item(f"p{n}", 20, f"s{n}") for n in range(6)), "09:00-10:20", "AB", people=people)
    first = solved(plan).placements
    late = next(one for one in first if one.item == "p3")
    gone = Window(late.start - timedelta(minutes=5), late.start + timedelta(minutes=5))
    changed = replace(plan, people=(*people[:3], replace(people[3], unavailable=(gone,)), *people[4:]), move_price=10)
    second = solve(changed, seconds=120, work=16, previous=first)
    moved = [move.item for move in moves(first, second.placements)]
    assert moved == ["p3"]
    assert second.objective == 10


def test_locks_hold_and_an_event_may_change_its_date() -> None:
    plan = one_day((item("a"), item("b"), item("c")), previous=(placed("b", "A", "2026-05-07T09:40"),), locks=("b",))
    solution = solved(plan)
    assert starts(solution)["b"] == "09:40"
    assert [move.item for move in moves(plan.previous, solution.placements)] == ["a", "c"]


def test_several_people_of_one_item_in_several_zones() -> None:
    # Free together only from 09:30 to 10:00 Beijing: New York until 22:00 on the day before, Delft from 03:30.
    people = (
        Person(
            "ny", "America/New_York", available=(Window(at("2026-06-11T08:00"), at("2026-06-11T10:00")),), humane=None
        ),
        Person(
            "nl", "Europe/Amsterdam", available=(Window(at("2026-06-11T09:30"), at("2026-06-11T12:00")),), humane=None
        ),
    )
    solution = solved(one_day((item("both", 20, "ny", "nl"), item("other")), people=people, grid=5))
    assert "09:30" <= starts(solution)["both"] <= "09:40"


def test_windows_say_when_a_person_could_speak() -> None:
    free = (Window(at("2026-06-11T09:10"), at("2026-06-11T09:50")),)
    people = (Person("ann", "America/New_York", available=free),)
    plan = one_day((item("hers", 20, "ann"), item("other")), people=people, grid=10)
    found = windows("ann", plan)
    assert found == {"hers": tuple(at(f"2026-06-11T09:{minute}") for minute in (10, 20, 30))}
    with pytest.raises(KeyError):
        windows("nobody", plan)


def test_the_same_seed_and_work_give_the_same_answer() -> None:
    people = tuple(Person(f"s{n}", zone) for n, zone in enumerate(("America/New_York", "Europe/London") * 5))
    pitches = tuple(item(f"p{n}", 15, f"s{n}", group="xy"[n % 2]) for n in range(10))
    groups = (Group("x", together=30, one_room=20), Group("y", together=30, one_room=20))
    plan = one_day(pitches, "14:00-16:00", "AB", people=people, groups=groups)
    one, two = (solution_json(plan, solve(plan, seconds=120, seed=7, work=0.5)) for _ in range(2))
    one.pop("seconds"), two.pop("seconds")
    assert one == two


def test_no_time_is_no_proof() -> None:
    pitches = tuple(item(f"p{n}", 7, apart) for n, apart in enumerate(["s"] * 30))
    plan = one_day(pitches, "09:00-13:00", "AB", people=(Person("s", "Asia/Shanghai"),), grid=1)
    solution = solve(plan, seconds=120, work=1e-6)
    assert solution.status == "unknown"
    assert (solution.placements, solution.objective, solution.gap, solution.limit) == ((), None, None, "work")


def test_a_senseless_plan_is_refused_with_every_flaw() -> None:
    plan = one_day((item("a", 90), item("a", 20, "nobody")), pins=(Pin("b"),))
    with pytest.raises(WrongPlan) as refused:
        solve(plan)
    text = "\n".join(refused.value.problems)
    assert "$.items[0].minutes: 90 min are longer" in text
    assert '$.items[1].id: "a" is the id of $.items[0] already' in text
    assert '$.items[1].people[0].person: there is no "nobody"' in text
    assert '$.pins[0].item: there is no "b"' in text


def test_the_checker_sees_each_broken_rule() -> None:
    people = (
        Person("s", "Asia/Shanghai", unavailable=(Window(at("2026-06-11T09:00"), at("2026-06-11T09:10")),)),
        Person("t", "Asia/Shanghai"),
    )
    plan = one_day(
        (
            item("a", 20, "s", "t"),
            item("b", 20, "t", place="first"),
            item("c", 20, rooms=("B",), alone=True),
            item("d"),
        ),
        rooms="AB",
        people=people,
        apart=(Apart("a", "b"),),
        orders=(Order("b", "a"),),
        pins=(Pin("d", room="B"),),
    )
    wrong = [
        placed("a", "A", "2026-06-11T09:00"),
        placed("b", "B", "2026-06-11T09:10"),
        placed("c", "A", "2026-06-11T09:10"),
        placed("d", "A", "2026-06-11T09:50"),
        placed("z", "A", "2026-06-11T09:50"),
    ]
    codes = {saying.code for saying in problems(plan, wrong)}
    assert codes >= {"availability", "one_place", "first", "rooms", "alone", "apart", "order", "pin", "closed"}
    assert codes >= {"overlap", "unknown"}
    assert [saying.code for saying in problems(plan, [])] == ["missing"] * 4
    assert "twice" in {saying.code for saying in problems(plan, [wrong[3], wrong[3]])}


def test_the_two_days_of_the_roadshow() -> None:
    """44 pitches, an opening and a signing, speakers in twelve zones, across the end of summer time in New York."""
    path = Path(__file__).parents[2] / "bench/decide_timetable.py"
    spec = spec_from_file_location("decide_timetable", path)
    assert spec is not None and spec.loader is not None
    bench = module_from_spec(spec)
    spec.loader.exec_module(bench)
    plan = bench.roadshow(2, date(2026, 10, 31))
    assert len({person.zone for person in plan.people}) == 12
    solution = solve(plan, seconds=120, work=3)
    assert solution.status in ("feasible", "optimal")
    assert problems(plan, solution.placements) == ()
    assert price(plan, solution.placements).total == solution.objective


def test_a_group_in_many_pieces_is_dear_not_impossible() -> None:
    pitches = tuple(item(f"x{n}", 10, group="x") for n in range(4))
    pins = tuple(Pin(f"x{n}", start=at(f"2026-06-11T09:{n * 15:02d}")) for n in range(4))
    solution = solved(one_day(pitches, groups=(Group("x", together=7),), pins=pins, grid=5))
    assert (solution.status, solution.objective) == ("optimal", 21)
