"""How many working days an answer still has, by the city's calendar."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.codes.selectors import Calendar
from yunhui.kernel import clock
from yunhui.ui.formats import Due

WATCH = 2


def working_days_left(due_at: datetime, calendar: Calendar) -> int:
    """Working days after today up to the one that a deadline ends; 0 when it ends today, or none is left."""
    return calendar.count(_day(clock.now()), last_day(due_at))


def countdown(due_at: datetime, calendar: Calendar) -> Due:
    """The light of an open answer, with its words."""
    if clock.now() >= due_at:
        return Due("r", _("time ran out"))
    left = working_days_left(due_at, calendar)
    if left == 0:
        return Due("y", _("today"))
    words = ngettext("1 working day left", "{n} working days left", left).format(n=left)
    return Due("y" if left <= WATCH else "g", words)


def last_day(due_at: datetime) -> date:
    """The last day to answer, in Beijing: a deadline of midnight belongs to the day that it ends."""
    return _day(due_at - timedelta(microseconds=1))


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()
