"""The only clock: aware UTC instants, half-open windows, a rehearsal clock for tests and demos."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_rehearsal: ContextVar[datetime | None] = ContextVar("rehearsal", default=None)


def now() -> datetime:
    """The current instant in UTC, or the rehearsal's."""
    return _rehearsal.get() or datetime.now(UTC)


@contextmanager
def travel(instant: datetime) -> Iterator[None]:
    """Let `now()` answer `instant` inside the block (tests and the demo city only).

    Raises:
        ValueError: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("a rehearsal instant needs a zone")
    token = _rehearsal.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _rehearsal.reset(token)


def beijing(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant of a wall-clock time in Beijing (UTC+8)."""
    return datetime.combine(day, time(hour, minute), BEIJING).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first instant after `day` in Beijing: a date deadline is the next local midnight."""
    return beijing(day + timedelta(days=1))


def is_within(instant: datetime, opens_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether an instant lies in the half-open window [opens_at, closes_at); a missing end is open."""
    return (opens_at is None or opens_at <= instant) and (closes_at is None or instant < closes_at)
