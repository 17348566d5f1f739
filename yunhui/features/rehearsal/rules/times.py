"""Hours of rehearsal from a window: so many minutes each, at so many desks, with a pause between."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST = 600


@dataclass(frozen=True, slots=True)
class Window:
    """One day's stretch on the venue's clock in which `desks` speakers rehearse side by side for `minutes` each."""

    day: date
    opens: time
    closes: time
    minutes: int = 20
    desks: int = 1


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour to take; half-open."""

    starts_at: datetime
    ends_at: datetime
    desk: int


def hours_of(window: Window, zone: str) -> list[Hour]:
    """The hours that fit whole into a window, at most `MOST`."""
    if window.minutes <= 0 or window.desks <= 0:
        return []
    length = timedelta(minutes=window.minutes)
    at = datetime.combine(window.day, window.opens, ZoneInfo(zone))
    closes = datetime.combine(window.day, window.closes, ZoneInfo(zone))
    found: list[Hour] = []
    while at + length <= closes and len(found) + window.desks <= MOST:
        found += [Hour(at, at + length, desk) for desk in range(1, window.desks + 1)]
        at += length
    return found
