"""Which hours are kind to somebody far away. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo


def is_kind(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether a stretch lies between 08:00 and 22:00 on somebody's own clock, as the solver prices hours
    (`decide.timetable.model.Hours`)."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    return start.date() == end.date() and start.hour >= 8 and (end.hour, end.minute) <= (22, 0)
