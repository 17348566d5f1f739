"""Deadlines in working days of the city's calendar."""

from datetime import date, datetime, timedelta

from yunhui.foundation.codes.selectors import Calendar
from yunhui.kernel import clock


def working_days_left(due_at: datetime, calendar: Calendar) -> int:
    """Working days after today up to the one that a deadline ends; 0 when it ends today, or none is left."""
    return calendar.count(day_of(clock.now()), last_day(due_at))


def last_day(due_at: datetime) -> date:
    """The last day to act, in Beijing: a deadline of midnight belongs to the day that it ends."""
    return day_of(due_at - timedelta(microseconds=1))


def day_of(at: datetime) -> date:
    """The day of an instant in Beijing."""
    return at.astimezone(clock.BEIJING).date()
