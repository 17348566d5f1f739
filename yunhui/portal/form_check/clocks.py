"""Both clocks of a form check in words: the office's, and the applicant's while they owe."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.codes.selectors import Calendar
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Completion, StagePass
from yunhui.pipeline.applications.services import days_left_of
from yunhui.ui import formats

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Words:
    """A light and a sentence."""

    light: str
    text: str


def office_clock(one: StagePass, calendar: Calendar, actor: Actor) -> Words:
    """How long the office has, or that its clock stands and since when."""
    left = days_left_of(one, clock.now(), calendar)
    days = _days(left)
    if one.state == PassState.RETURNED and one.stopped_at:
        since = formats.day(_day(one.stopped_at), actor.language)
        return Words("n", _("Stopped since %(day)s with %(left)s left") % {"day": since, "left": days})
    if one.due_at is None:
        return Words("n", days)
    if clock.now() >= one.due_at:
        late = calendar.count(_day(one.due_at - _TICK), _day(clock.now()))
        words = ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}
        return Words("r", words)
    until = formats.day(_day(one.due_at - _TICK), actor.language)
    return Words("y" if left <= 1 else "g", _("%(left)s left, until %(day)s") % {"left": days, "day": until})


def applicant_clock(completion: Completion, calendar: Calendar, actor: Actor) -> Words:
    """How long the applicant has to complete."""
    last, today = _day(completion.due_at - _TICK), _day(clock.now())
    left = calendar.count(today, last)
    day = formats.day(last, actor.language)
    if clock.now() >= completion.due_at:
        return Words("r", _("The applicant's time ended on %(day)s") % {"day": day})
    if left == 0:
        return Words("y", _("The applicant has until the end of today"))
    return Words(
        "y" if left <= 1 else "n", _("The applicant has %(left)s, until %(day)s") % {"left": _days(left), "day": day}
    )


def _days(number: int) -> str:
    return ngettext("%(n)d working day", "%(n)d working days", number) % {"n": number}


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()
