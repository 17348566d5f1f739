"""Honest minutes: how long somebody took for a project, from what they opened and when they locked."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

# A longer pause was something else: it counts for neither reading nor scoring.
PAUSE = timedelta(minutes=45)
# Below so many projects a median says little, and nothing is said.
LEAST = 3


def minutes_of(events: Iterable[datetime]) -> float | None:
    """Minutes between the first and the last event, without pauses longer than `PAUSE`; None for fewer than two."""
    times = sorted(events)
    if len(times) < 2:
        return None
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta()).total_seconds() / 60


def median_minutes(each: Sequence[float]) -> int | None:
    """The median in whole minutes, at least one; None where fewer than `LEAST` are known."""
    known = [one for one in each if one > 0]
    return max(1, round(median(known))) if len(known) >= LEAST else None
