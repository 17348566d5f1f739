"""How many working days an answer still has, by the city's calendar."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.rules import last_day, working_days_left
from yunhui.foundation.codes.selectors import Calendar
from yunhui.kernel import clock
from yunhui.ui.formats import Due

WATCH = 2
__all__ = ["countdown", "last_day", "working_days_left"]


def countdown(due_at: datetime, calendar: Calendar) -> Due:
    """The light of an open answer, with its words."""
    if clock.now() >= due_at:
        return Due("r", _("time ran out"))
    left = working_days_left(due_at, calendar)
    if left == 0:
        return Due("y", _("today"))
    words = ngettext("1 working day left", "{n} working days left", left).format(n=left)
    return Due("y" if left <= WATCH else "g", words)
