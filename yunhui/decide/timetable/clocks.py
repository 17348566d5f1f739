"""Clocks: minutes counted in UTC, wall clocks of IANA zones, and local times that do not exist or exist twice."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)

Minutes = NDArray[np.int64]


class NoSuchTime(ValueError):
    """A local time that the zone skips or has twice; the message says which and what to do."""


@cache
def known_zones() -> frozenset[str]:
    """All IANA names that this machine knows; reading them from the disk takes a while."""
    return frozenset(available_timezones())


def minute_of(instant: datetime) -> int:
    """Whole minutes between 1970-01-01 00:00 UTC and an aware instant."""
    return (instant - _EPOCH) // _MINUTE


def instant_of(minute: int) -> datetime:
    """The UTC instant of a minute count."""
    return _EPOCH + minute * _MINUTE


def on_clock(instant: datetime, zone: str) -> datetime:
    """The instant as the zone's wall clock shows it, with a fixed offset (so that arithmetic stays in real time)."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def from_wall(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which the clocks of `zone` show the naive time `wall`.

    Raises:
        NoSuchTime: the clocks go forward over it, or go back and show it twice.
    """
    local = wall.replace(tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise NoSuchTime(f"{wall:%Y-%m-%d %H:%M} does not exist in {zone} (clocks go forward); choose another time")
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        raise NoSuchTime(f"{wall:%Y-%m-%d %H:%M} comes twice in {zone} (clocks go back); write it with its UTC offset")
    return instant


@lru_cache(maxsize=512)
def wall_minutes(zone: str, start: int, end: int) -> Minutes:
    """For each minute in [start, end), the minute of the day (0–1439) on the wall of `zone`; read only."""
    first, last = _offset(zone, start), _offset(zone, end)
    minutes = np.arange(start, end, dtype=np.int64)
    if first == last:
        shown = (minutes + first) % 1440
    else:
        shown = (minutes + np.array([_offset(zone, m) for m in range(start, end)], dtype=np.int64)) % 1440
    shown.setflags(write=False)
    return shown


def _offset(zone: str, minute: int) -> int:
    offset = instant_of(minute).astimezone(ZoneInfo(zone)).utcoffset()
    return 0 if offset is None else int(offset // _MINUTE)


def clock(minute_of_day: int) -> str:
    """540 → "09:00"."""
    return f"{minute_of_day // 60:02d}:{minute_of_day % 60:02d}"
