"""What the hour of a session costs on a presenter's clock: CoSPLib's rule, on the one day that it reckons with."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np

from yunhui.decide.timetable.cosplib.model import Whole

# CoSPLib puts every session on this day, whatever its date.
YEAR, MONTH, DATE = 2021, 7, 21
DAY = 24 * 60


class UnknownZoneError(ValueError):
    """Neither GMT±n nor an IANA name."""


def fixed_offset(zone: str) -> int | None:
    """Minutes east of UTC of "GMT+8"; None for other names."""
    if zone.startswith("GMT") and zone[3:4] in ("+", "-") and zone[4:].isdecimal() and int(zone[4:]) <= 12:
        return (1 if zone[3] == "+" else -1) * int(zone[4:]) * 60
    return None


@cache
def _names() -> dict[str, str]:
    """Every IANA name by its small letters: CoSPLib's library does not mind which are written large."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.lower(): name for name in names}


@cache
def _zone(name: str) -> ZoneInfo:
    """From the tzdata package, whose history is that of CoSPLib's library; a system may have an older, fuller one."""
    known = _names().get(name.lower())
    if known is None:
        raise UnknownZoneError(name)
    with resources.files("tzdata").joinpath("zoneinfo", *known.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=known)


def _minutes(offset: timedelta | None) -> int:
    seconds = 0 if offset is None else round(offset.total_seconds())
    return (seconds + 30) // 60


def presenter_offset(zone: str, venue: str) -> int:
    """Minutes east of UTC on the presenter's clock; whoever has the venue's zone reads the venue's clock as it is.

    Raises:
        UnknownZoneError: no such zone.
    """
    fixed = fixed_offset(zone)
    if fixed is not None:
        return fixed
    if zone.lower() == venue.lower():
        return venue_offset(venue)
    return _minutes(datetime(YEAR, MONTH, DATE, 12, tzinfo=UTC).astimezone(_zone(zone)).utcoffset())


def venue_offset(zone: str) -> int:
    """The same for the venue. An IANA name counts with its mean solar time, as CoSPLib's library hands it out first.

    Raises:
        UnknownZoneError: no such zone.
    """
    fixed = fixed_offset(zone)
    return fixed if fixed is not None else _minutes(datetime(1800, 1, 1, tzinfo=_zone(zone)).utcoffset())


def penalties(
    starts: Whole,
    ends: Whole,
    east: Whole,
    suitable: tuple[int, int],
    tolerable: tuple[int, int],
    prices: tuple[int, int],
) -> Whole:
    """[N, S]: `prices[1]` outside the tolerable hours, `prices[0]` outside the suitable ones, else 0.

    `starts`, `ends` [S]: minutes in UTC; `east` [N]: minutes to add for each presenter; hours in minutes of the day.
    """
    start = (starts[None, :] + east[:, None]) % DAY
    end = (ends[None, :] + east[:, None]) % DAY
    unsuitable = (start < tolerable[0]) | (end > tolerable[1]) | (end < tolerable[0])
    less = ((start >= tolerable[0]) & (start < suitable[0])) | ((end > suitable[1]) & (end <= tolerable[1]))
    return np.where(unsuitable, prices[1], np.where(less, prices[0], 0)).astype(np.int64)
