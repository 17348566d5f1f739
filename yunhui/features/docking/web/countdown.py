"""How many working days an answer still has, by the city's calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.codes.models import CalendarDay
from yunhui.kernel import clock
from yunhui.ui.formats import Due

WATCH = 2


def special_days(until: Iterable[datetime]) -> dict[date, bool]:
    """The days that differ from the week, from today to the last of some instants: day -> working (one query)."""
    today = _day(clock.now())
    last = max((_day(one) for one in until), default=today)
    return dict(CalendarDay.objects.filter(day__gte=today, day__lte=last).values_list("day", "is_working"))


def working_days_left(due_at: datetime, special: Mapping[date, bool]) -> int:
    """Working days after today up to the one that a deadline ends; 0 when it ends today, or none is left."""
    day, last = _day(clock.now()), last_day(due_at)
    left = 0
    while day < last:
        day += timedelta(days=1)
        left += special.get(day, day.weekday() < 5)
    return left


def countdown(due_at: datetime, special: Mapping[date, bool]) -> Due:
    """The light of an open answer, with its words."""
    if clock.now() >= due_at:
        return Due("r", _("time ran out"))
    left = working_days_left(due_at, special)
    if left == 0:
        return Due("y", _("today"))
    words = ngettext("1 working day left", "{n} working days left", left).format(n=left)
    return Due("y" if left <= WATCH else "g", words)


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()


def last_day(due_at: datetime) -> date:
    """The last day to answer, in Beijing: a deadline of midnight belongs to the day that it ends."""
    return _day(due_at - timedelta(microseconds=1))
