"""The office keeps the working days; deadlines from now on follow."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.city import SYSTEM, make_actor, make_user
from tests.factories.pages import visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.codes.models import CalendarDay
from yunhui.foundation.codes.selectors import add_working_days, special_days
from yunhui.foundation.codes.services import keep_days
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, RefusedError
from yunhui.parties.models import Jurisdiction

FRIDAY, SUNDAY = date(2027, 10, 1), date(2027, 10, 3)


def test_days_are_set_taken_back_and_counted(city: Jurisdiction) -> None:
    before = datetime(2027, 9, 30, 4, tzinfo=UTC)
    assert add_working_days(before, 1) == clock.end_of_day(FRIDAY)
    assert keep_days(actor=SYSTEM, first=FRIDAY, last=SUNDAY, is_working=False, name_zh="国庆节") == 1, (
        "weekends are off"
    )
    assert keep_days(actor=SYSTEM, first=FRIDAY, last=SUNDAY, is_working=False, name_zh="国庆节") == 0
    assert keep_days(actor=SYSTEM, first=SUNDAY, last=SUNDAY, is_working=True) == 1
    assert [(row.day, row.is_working) for row in special_days(2027)] == [(FRIDAY, False), (SUNDAY, True)]
    assert add_working_days(before, 1) == clock.end_of_day(SUNDAY)
    assert keep_days(actor=SYSTEM, first=FRIDAY, last=SUNDAY, is_working=None) == 2
    assert add_working_days(before, 1) == clock.end_of_day(FRIDAY)


def test_what_cannot_be_set(city: Jurisdiction) -> None:
    for last in (date(2027, 9, 30), date(2027, 11, 15)):
        with pytest.raises(InvalidError):
            keep_days(actor=SYSTEM, first=FRIDAY, last=last, is_working=False)
    of_one_call = make_actor("one", Role.OFFICE, scope=(ScopeKind.CALL, "x"))
    with pytest.raises(RefusedError):
        keep_days(actor=of_one_call, first=FRIDAY, last=FRIDAY, is_working=False)


def test_the_holidays_that_come_with_it_have_both_names(city: Jurisdiction) -> None:
    day = CalendarDay.objects.get(day=date(2026, 10, 1))
    assert (day.name_zh, day.name_en, day.is_working) == ("国庆节", "National Day", False)


def test_the_page_warns_of_a_year_that_is_missing(city: Jurisdiction) -> None:
    office = visit_as(make_user("office", Role.OFFICE), "en")
    with clock.travel(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        page = office.get("/w/calendar/?year=2027")
        assert b"The days off of 2027 are not in the calendar." in page.content
        bad = office.post("/w/calendar/?year=2027", {"first": "soon", "kind": "off", "name_zh": "春节"})
        assert bad.status_code == 422 and "春节" in bad.content.decode() and b"Write a day as year" in bad.content
        asked = {
            "first": "2027-02-05",
            "last": "2027-02-11",
            "kind": "off",
            "name_zh": "春节",
            "name_en": "Spring Festival",
        }
        done = office.post("/w/calendar/", asked)
        assert done.headers["Location"] == "/w/calendar/?year=2027&changed=5#m-2"
        after = office.get("/w/calendar/?year=2027&changed=5").content.decode()
        assert "5 days have changed." in after and "Spring Festival" in after
        assert "The days off of 2027 are not in the calendar." not in after
        approver = visit_as(make_user("approver", Role.APPROVER), "en")
        assert b"Save the days" not in approver.get("/w/calendar/").content
        assert approver.post("/w/calendar/", asked).status_code == 403
