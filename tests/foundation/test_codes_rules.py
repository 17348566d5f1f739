"""A clock of working days that stops: days used and days left make up the allowance, whatever pauses."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.codes.rules import days_left, last_day

MONDAY = date(2026, 6, 1)
DAY = timedelta(days=1)
# Which days people work: any calendar that is not one long holiday.
calendars = st.lists(st.booleans(), min_size=7, max_size=21).filter(any)
# Days on which the clock stops and goes on, as gaps.
pauses = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8)


@given(calendars, st.integers(0, 12), pauses)
def test_used_and_left_make_up_the_allowance(pattern: list[bool], allowance: int, gaps: list[tuple[int, int]]) -> None:
    def is_working(day: date) -> bool:
        return pattern[(day - MONDAY).days % len(pattern)]

    started, left, used = MONDAY, allowance, 0
    for runs_for, stands_for in gaps:
        last = last_day(started, left, is_working)
        stopped = started + runs_for * DAY
        in_run = sum(is_working(started + n * DAY) for n in range(1, runs_for))  # neither the first day nor the last
        used += min(left, in_run)
        left = days_left(left, stopped, last, is_working)
        assert used + left == allowance
        started = stopped + stands_for * DAY
    end = last_day(started, left, is_working)
    assert sum(is_working(started + n * DAY) for n in range(1, (end - started).days + 1)) == left


@given(calendars, st.integers(1, 12), st.integers(0, 20), st.integers(0, 20))
def test_a_stop_never_brings_the_last_day_nearer(
    pattern: list[bool], allowance: int, runs_for: int, stands_for: int
) -> None:
    def is_working(day: date) -> bool:
        return pattern[(day - MONDAY).days % len(pattern)]

    without = last_day(MONDAY, allowance, is_working)
    stopped = MONDAY + runs_for * DAY
    left = days_left(allowance, stopped, without, is_working)
    with_stop = last_day(stopped + stands_for * DAY, left, is_working)
    assert with_stop >= without or stopped > without


def test_a_week_with_a_holiday() -> None:
    def is_working(day: date) -> bool:
        return day.weekday() < 5 and day != date(2026, 6, 19)

    wednesday = date(2026, 6, 17)
    last = last_day(wednesday, 3, is_working)
    assert last == date(2026, 6, 23), "Thursday, then Monday and Tuesday: Friday is a holiday"
    assert days_left(3, date(2026, 6, 17), last, is_working) == 3, "the day it begins does not count"
    assert days_left(3, date(2026, 6, 18), last, is_working) == 3, "the day it stops does not count"
    assert days_left(3, date(2026, 6, 22), last, is_working) == 2
    assert days_left(3, date(2026, 6, 24), last, is_working) == 0
