"""Who keeps the working days, and a clock of them that stops while somebody else owes: pure, over any calendar.

The day on which something begins does not count (Civil Code of the PRC, art. 201), and neither does the day on which
the clock stops: what a stop interrupts is given back whole. So days used and days left always make up the allowance,
however often it stops.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

IsWorking = Callable[[date], bool]
_ONE = timedelta(days=1)


def last_day(started: date, days: int, is_working: IsWorking) -> date:
    """The last day of a run that starts on a day with so many working days; with none left it is that day itself."""
    day, left = started, days
    while left > 0:
        day += _ONE
        left -= is_working(day)
    return day


def days_left(days: int, today: date, last: date, is_working: IsWorking) -> int:
    """Working days that are left today of a run that began with `days` and ends after `last`; today still counts.

    0 where the time is over.
    """
    counted = sum(is_working(today + n * _ONE) for n in range((last - today).days + 1))
    return min(days, counted)


def can_edit_calendar(actor: Actor) -> Verdict:
    """The talent office of the whole city: every deadline of every call rests on these days."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return ALLOWED
    return refused("not_office", _("Only the city's talent office keeps the working days."))
