"""Wall clocks across the world, on the day itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decide.timetable_plans import at, item, one_day, placed
from yunhui.decide.timetable import Hours, Person, Pin, moves, price, reasons, solve
from yunhui.decide.timetable.clocks import NoSuchTime, from_wall, minute_of, on_clock, wall_minutes
from yunhui.decide.timetable.pricing import minutes_outside


@pytest.mark.parametrize(
    ("there", "zone", "here"),
    [
        ("2026-11-12T09:00", "America/New_York", "2026-11-11T20:00-05:00"),
        ("2026-10-31T09:00", "America/New_York", "2026-10-30T21:00-04:00"),
        ("2026-06-11T15:00", "Europe/Amsterdam", "2026-06-11T09:00+02:00"),
        ("2026-12-11T16:00", "Europe/Amsterdam", "2026-12-11T09:00+01:00"),
        ("2026-06-11T09:00", "Australia/Sydney", "2026-06-11T11:00+10:00"),
        ("2026-12-11T09:00", "Australia/Sydney", "2026-12-11T12:00+11:00"),
        ("2026-06-11T09:00", "Asia/Kolkata", "2026-06-11T06:30+05:30"),
    ],
)
def test_beijing_time_on_other_clocks(there: str, zone: str, here: str) -> None:
    assert on_clock(at(there), zone).isoformat(timespec="minutes") == here


def test_the_hour_that_does_not_exist_and_the_hour_that_comes_twice() -> None:
    with pytest.raises(NoSuchTime, match="does not exist in America/New_York"):
        from_wall(datetime(2026, 3, 8, 2, 30), "America/New_York")  # noqa: DTZ001 - a wall clock
    with pytest.raises(NoSuchTime, match="comes twice in America/New_York"):
        from_wall(datetime(2026, 11, 1, 1, 30), "America/New_York")  # noqa: DTZ001 - a wall clock


def test_minutes_are_counted_on_the_clock_of_each_minute() -> None:
    # On 1 November 2026 New York repeats 01:00–02:00; five real minutes from 01:58 on the first round.
    start = at("2026-11-01T13:58")
    assert on_clock(start, "America/New_York").isoformat(timespec="minutes") == "2026-11-01T01:58-04:00"
    first = minute_of(start)
    assert wall_minutes("America/New_York", first, first + 5).tolist() == [118, 119, 60, 61, 62]
    assert minutes_outside(Hours(opens=60, closes=119), "America/New_York", start, 5) == 1


@given(
    opens=st.integers(0, 1440),
    closes=st.integers(0, 1440),
    zone=st.sampled_from(("Asia/Shanghai", "America/New_York", "Europe/Amsterdam", "Australia/Lord_Howe")),
    first=st.integers(0, 366 * 1440),
    minutes=st.integers(0, 400),
)
def test_minutes_counted_at_once_are_those_counted_one_by_one(
    opens: int, closes: int, zone: str, first: int, minutes: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=first)
    walls = wall_minutes(zone, minute_of(start), minute_of(start) + minutes).tolist()
    inside = [opens <= wall < closes if opens <= closes else wall >= opens or wall < closes for wall in walls]
    assert minutes_outside(Hours(opens=opens, closes=closes), zone, start, minutes) == minutes - sum(inside)


def test_hours_that_run_over_midnight() -> None:
    hours = Hours(opens=20 * 60, closes=2 * 60)
    assert minutes_outside(hours, "Asia/Shanghai", at("2026-06-11T01:50"), 20) == 10
    assert minutes_outside(hours, "Asia/Shanghai", at("2026-06-11T23:50"), 20) == 0


def test_the_end_of_summer_time_makes_a_start_unkind() -> None:
    # 20:10 in Beijing is 08:10 in New York under summer time and 07:10 after it.
    people = (Person("ann", "America/New_York"),)
    plan = one_day((item("pitch", 13, "ann"),), "20:00-21:00", people=people)
    before, after = placed("pitch", "A", "2026-10-31T20:10"), placed("pitch", "A", "2026-11-02T20:10")
    assert price(plan, [before]).total == 0
    assert price(plan, [after]).total == 13
    (paid,) = price(plan, [after]).lines
    assert paid.wish.code == "humane"
    assert paid.wish.text == "pitch: 13 min of it lie outside 08:00–22:00 on the clock of ann."
    assert moves([before], [after]) == ()


def test_reasons_tell_each_clock_and_who_paid() -> None:
    people = (Person("ann", "America/New_York", "Ann Wu"), Person("joris", "Europe/Amsterdam", humane=None))
    plan = one_day(
        (item("pitch", 20, "ann", "joris"), item("other", 40)),
        "21:00-22:00",
        people=people,
        pins=(Pin("other", start=at("2026-06-11T21:20")),),
    )
    solution = solve(plan, seconds=120, work=16)
    found = {reason.item: reason for reason in reasons(plan, solution.placements)}
    ann, joris = found["pitch"].people
    assert ann.start.isoformat(timespec="minutes") == "2026-06-11T09:00-04:00"
    assert ann.humane is True
    assert joris.end.isoformat(timespec="minutes") == "2026-06-11T15:20+02:00"
    assert joris.humane is None
    assert found["pitch"].binding[-1].code == "cheapest"
    pinned = found["other"].binding[0]
    assert pinned.code == "left"
    assert pinned.parameters["code"] == "pin"
    assert pinned.text == "other is pinned to 2026-06-11 21:20. That leaves 1 of 2 places."


def test_reasons_name_who_has_the_cheaper_start() -> None:
    people = (Person("ann", "America/New_York"), Person("bob", "America/New_York"))
    plan = one_day((item("one", 20, "ann"), item("two", 20, "bob")), "09:40-10:20", people=people)
    solution = solve(plan, seconds=120, work=16)
    assert solution.objective == 20
    late = next(reason for reason in reasons(plan, solution.placements) if reason.paid)
    assert late.people[0].humane is False
    assert late.people[0].outside == 20
    assert late.binding[-1].code == "dearer"
    other = "two" if late.item == "one" else "one"
    assert late.binding[-1].text.endswith(f"its 1 cheaper places are taken by {other}.")
