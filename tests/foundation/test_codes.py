"""Working days by the city's calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from yunhui.foundation.codes.selectors import Calendar, add_working_days, calendar_from, is_working_day
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction

MONDAY = date(2026, 11, 23)
calendars = st.dictionaries(
    st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n)), st.booleans(), max_size=30
).map(Calendar)


@given(calendars, st.integers(0, 30))
def test_what_is_added_is_what_is_counted(calendar: Calendar, days: int) -> None:
    start = datetime(2026, 11, 23, 4, tzinfo=UTC)
    end = calendar.add(start, days)
    last = (end - timedelta(microseconds=1)).astimezone(clock.BEIJING).date()
    assert calendar.count(MONDAY, last) == days
    assert days == 0 or calendar.is_working(last)


@given(calendars, st.integers(0, 40), st.integers(0, 40))
def test_a_span_is_the_sum_of_its_parts(calendar: Calendar, first: int, second: int) -> None:
    middle = MONDAY + timedelta(days=first)
    last = middle + timedelta(days=second)
    assert calendar.count(MONDAY, middle) + calendar.count(middle, last) == calendar.count(MONDAY, last)
    assert calendar.count(last, MONDAY) == 0


@pytest.mark.django_db
def test_the_calendar_knows_the_national_holiday_in_one_query(
    city: Jurisdiction, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    start = datetime(2026, 9, 29, 3, tzinfo=UTC)
    with django_assert_num_queries(1):
        calendar = calendar_from(start)
        assert calendar.add(start, 2) == clock.end_of_day(date(2026, 10, 8))
        assert not calendar.is_working(date(2026, 10, 1))
    assert add_working_days(start, 2) == calendar.add(start, 2)
    assert all(is_working_day(day) == calendar.is_working(day) for day in (date(2026, 10, n) for n in range(1, 13)))
