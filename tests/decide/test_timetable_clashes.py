"""Plans that cannot be: each names the rules that clash, no more than needed, and a way out."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.decide.timetable_plans import at, item, one_day, placed, plans
from yunhui.decide.timetable import Apart, Group, Item, Order, Part, Person, Pin, Plan, Solution, Window, solve

LI = Person("li", "Asia/Shanghai", "Li")


def codes(solution: Solution) -> list[list[str]]:
    assert solution.status == "infeasible"
    assert solution.placements == ()
    assert all(clash.minimal for clash in solution.clashes)
    return [sorted(rule.code for rule in clash.rules) for clash in solution.clashes]


def hour(start: str, end: str) -> tuple[Window, ...]:
    return (Window(at(f"2026-06-11T{start}"), at(f"2026-06-11T{end}")),)


def test_too_much_for_the_room() -> None:
    solution = solve(one_day(tuple(item(f"p{n}") for n in range(4))), seconds=120, work=16)
    assert codes(solution) == [["room"]]
    assert solution.clashes[0].rules[0].text == (
        "Room A on 2026-06-11 is open 09:00–10:00 Beijing time (UTC+8) and takes one item at a time."
    )


def test_a_speaker_who_is_never_there() -> None:
    late = Person("li", "America/New_York", "Li", available=(Window(at("2026-06-11T20:00"), at("2026-06-11T22:00")),))
    solution = solve(one_day((item("hers", 20, "li"), item("other")), people=(late,)), seconds=120, work=16)
    assert codes(solution) == [["availability"]]
    clash = solution.clashes[0]
    assert clash.rules[0].text == "Li is only available 2026-06-11 08:00–10:00 (America/New_York)."
    assert [way.code for way in clash.ways_out] == ["without"]
    assert clash.ways_out[0].text.startswith(
        f"The plan fits without this rule: {clash.rules[0].text} Then hers would be"
    )
    assert clash.ways_out[0].text.endswith("for Li.")


def test_two_pins_on_one_spot() -> None:
    spot = at("2026-06-11T09:20")
    pins = (Pin("a", room="A", start=spot), Pin("b", room="A", start=spot))
    solution = solve(one_day((item("a"), item("b")), pins=pins), seconds=120, work=16)
    assert codes(solution) == [["pin", "pin", "room"]]
    assert {way.parameters["rule"] for way in solution.clashes[0].ways_out} == {"pin", "room"}


def test_a_pin_while_the_room_is_closed() -> None:
    pins = (Pin("a", room="A", start=at("2026-06-11T20:00")),)
    solution = solve(one_day((item("a"), item("b")), pins=pins), seconds=120, work=16)
    assert codes(solution) == [["pin", "room"]]
    assert [way.parameters["rule"] for way in solution.clashes[0].ways_out] == ["pin"]


def test_one_person_in_two_places() -> None:
    plan = one_day((item("a", 20, "li"), item("b", 20, "li")), "09:00-09:20", "AB", people=(LI,))
    assert codes(solve(plan, seconds=120, work=16)) == [["one_place"]]


def test_a_pair_that_may_not_be_parallel() -> None:
    plan = one_day((item("a"), item("b")), "09:00-09:20", "AB", apart=(Apart("a", "b"),))
    assert codes(solve(plan, seconds=120, work=16)) == [["apart"]]


def test_an_order_that_runs_in_a_circle() -> None:
    orders = (Order("a", "b"), Order("b", "c"), Order("c", "a"))
    plan = one_day((item("a"), item("b"), item("c"), item("d")), "09:00-11:00", orders=orders)
    assert codes(solve(plan, seconds=120, work=16)) == [["order", "order", "order"]]


def test_order_against_availability() -> None:
    early = replace(LI, unavailable=hour("09:20", "10:00"))
    plan = one_day((item("a"), item("b", 20, "li")), "09:00-10:00", "AB", people=(early,), orders=(Order("a", "b"),))
    solution = solve(plan, seconds=120, work=16)
    assert codes(solution) == [["availability", "order"]]
    assert {way.parameters["rule"] for way in solution.clashes[0].ways_out} == {"availability", "order"}


def test_rooms_and_days_that_leave_nothing() -> None:
    plan = one_day((item("a", rooms=("A",)), item("b")), "09:00-09:20", "AB", pins=(Pin("a", room="B"),))
    assert codes(solve(plan, seconds=120, work=16)) == [["pin", "rooms"]]


def test_a_lock_against_a_pin() -> None:
    plan = one_day(
        (item("a"), item("b")),
        previous=(placed("a", "A", "2026-06-11T09:00"),),
        locks=("a",),
        pins=(Pin("a", start=at("2026-06-11T09:20")),),
    )
    assert codes(solve(plan, seconds=120, work=16)) == [["lock", "pin"]]


def test_first_last_alone_and_one_group() -> None:
    two_first = one_day((item("a", place="first"), item("b", place="first")), rooms="AB")
    assert codes(solve(two_first, seconds=120, work=16)) == [["first", "first"]]
    alone = one_day((item("a", alone=True), item("b")), "09:00-09:20", "AB")
    assert codes(solve(alone, seconds=120, work=16)) == [["alone", "room"]] or codes(
        solve(alone, seconds=120, work=16)
    ) == [["alone"]]
    mixed = one_day((item("a", group="x"), item("b", group="y")), groups=(Group("x"), Group("y")), one_group=True)
    assert codes(solve(mixed, seconds=120, work=16)) == [["one_group"]]


def test_two_clashes_are_both_told_and_neither_way_out_is_enough() -> None:
    people = (
        Person("never", "Asia/Shanghai", available=()),
        Person("busy", "Asia/Shanghai", unavailable=hour("08:00", "12:00")),
    )
    solution = solve(one_day((item("a", 20, "never"), item("b", 20, "busy")), people=people), seconds=120, work=16)
    assert codes(solution) == [["availability"], ["availability"]]
    assert {clash.rules[0].parameters["person"] for clash in solution.clashes} == {"never", "busy"}
    assert [way.code for clash in solution.clashes for way in clash.ways_out] == ["frees", "frees"]
    assert "a would be in A at 2026-06-11 09:00" in solution.clashes[0].ways_out[0].text
    assert "Never" not in solution.clashes[0].rules[0].text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(plans(most=5))
def test_each_way_out_leads_to_a_timetable(plan: Plan) -> None:
    solution = solve(plan, seconds=120, work=16)
    if len(solution.clashes) != 1:
        return
    for way in solution.clashes[0].ways_out:
        rule, about = way.parameters.get("rule"), way.parameters.get("about", [""])
        if rule == "availability":
            freed = tuple(
                replace(one, available=None, unavailable=()) if one.id == about[0] else one for one in plan.people
            )
            assert solve(replace(plan, people=freed), seconds=120, work=16).placements
        if rule == "pin":
            assert solve(replace(plan, pins=()), seconds=120, work=16).placements
        if rule == "one_group":
            assert solve(replace(plan, one_group=False), seconds=120, work=16).placements
        if rule == "apart":
            kept = tuple(pair for pair in plan.apart if [pair.one, pair.other] != about or pair.price is not None)
            assert solve(replace(plan, apart=kept), seconds=120, work=16).placements


@pytest.mark.parametrize("extra", [0, 1])
def test_twenty_talks_in_twenty_slots_and_one_more(extra: int) -> None:
    plan = one_day(tuple(item(f"p{n}", 15, f"s{n}") for n in range(20 + extra)), "09:00-11:30", "AB")
    plan = replace(plan, people=tuple(Person(f"s{n}", "Asia/Shanghai") for n in range(20 + extra)))
    solution = solve(plan, seconds=120, work=16)
    assert solution.status == ("infeasible" if extra else "optimal")
    if extra:
        assert codes(solution) == [["room", "room"]]
        assert [way.parameters for way in solution.clashes[0].ways_out] == [{"minutes": 15}]


def test_a_chair_who_has_not_time_for_all() -> None:
    """Five pitches need 4 × 15 + 13 minutes of the chair one after another; rooms there are more than enough."""
    chair = replace(LI, available=hour("09:00", "10:10"))
    plan = one_day(
        tuple(Item(f"p{n}", "pitch", 13, 2, people=(Part("li"),)) for n in range(5)),
        "09:00-11:00",
        "AB",
        people=(chair,),
    )
    assert codes(solve(replace(plan, grid=5), seconds=120, work=16)) == [["availability", "one_place"]]
    longer = replace(chair, available=hour("09:00", "10:13"))
    assert solve(replace(plan, grid=5, people=(longer,)), seconds=120, work=16).status == "optimal"


def test_a_judge_of_many_who_is_never_there_is_named_without_a_search() -> None:
    items = tuple(item(f"p{n}", 15, f"s{n}", "judge") for n in range(30))
    people = (Person("judge", "Asia/Shanghai", available=()), *(Person(f"s{n}", "Asia/Shanghai") for n in range(30)))
    solution = solve(one_day(items, "09:00-21:00", "AB", people=people), seconds=120, work=2)
    assert codes(solution) == [["availability"]]
    (clash,) = solution.clashes
    assert clash.minimal
    assert clash.rules[0].parameters["person"] == "judge"
    assert [way.code for way in clash.ways_out] in (["without"], ["frees"])
