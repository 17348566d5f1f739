"""How many working days an answer or a talk still has, by the city's calendar, in words and with a light."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.rules import day_of, last_day, working_days_left
from yunhui.foundation.codes.selectors import Calendar, calendar_from
from yunhui.kernel import clock
from yunhui.ui.formats import Due

WATCH = 2
BACK = timedelta(days=90)  # how far back lateness is counted by the calendar
__all__ = ["countdown", "last_day", "lateness", "recent_calendar", "working_days_left"]


def recent_calendar() -> Calendar:
    """The calendar from some weeks ago on, for deadlines that come and those that went by (one query)."""
    return calendar_from(clock.now() - BACK)


def countdown(due_at: datetime, calendar: Calendar) -> Due:
    """The light of an open answer, with its words."""
    if clock.now() >= due_at:
        return Due("r", _("time ran out"))
    left = working_days_left(due_at, calendar)
    if left == 0:
        return Due("y", _("today"))
    words = ngettext("1 working day left", "{n} working days left", left).format(n=left)
    return Due("y" if left <= WATCH else "g", words)


def lateness(due_at: datetime, calendar: Calendar) -> Due:
    """The light of what is owed and late: how many working days, in red with its shape."""
    late = calendar.count(last_day(due_at), day_of(clock.now()))
    if late == 0:
        return Due("r", _("overdue"))
    return Due("r", ngettext("1 working day overdue", "{n} working days overdue", late).format(n=late))
