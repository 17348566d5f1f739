"""Geometry of the few charts: counts, scores and hours in, coordinates out. Pure; the tags draw them.

Every chart is labelled directly, uses the fills of `components/chart.css`, and stands beside the same figures in text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from yunhui.ui.formats import hour, local

DAY_STARTS, DAY_ENDS = 8, 22


class Step(NamedTuple):
    """A step of a funnel: its word, its number, the page with its rows; `rated` False for a quota."""

    label: str
    number: int
    url: str = ""
    rated: bool = True


@dataclass(frozen=True)
class Rung:
    """A step as drawn: `width` of 100, `rate` of the step before (a share of one; None for the first)."""

    label: str
    count: int
    url: str
    width: str
    rate: float | None


def rungs(steps: Sequence[Step | tuple[str, int]]) -> list[Rung]:
    """Bars to the widest step, rates to the step before."""
    plain = [step if isinstance(step, Step) else Step(*step) for step in steps]
    widest = max((step.number for step in plain), default=0)
    drawn, before = [], 0
    for step in plain:
        rate = step.number / before if before and step.rated else None
        drawn.append(
            Rung(step.label, step.number, step.url, coordinate(100 * step.number / widest if widest else 0), rate)
        )
        before = step.number
    return drawn


@dataclass(frozen=True)
class Scale:
    """Scores from `low` to `high` on `width` user units."""

    low: float
    high: float
    width: float = 144

    def x(self, value: float) -> str:
        """The place of a score; what lies outside is held at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return coordinate(share * self.width)


@dataclass(frozen=True)
class Stretch:
    """A stretch of daylight in a row of hours."""

    x: str
    width: str


@dataclass(frozen=True)
class HourRow:
    """One place's 24 hours: where its day (08:00-22:00) lies, its tick words, its wall clock at the moment."""

    label: str
    days: list[Stretch]
    ticks: list[tuple[str, str]]
    words: str


@dataclass(frozen=True)
class Hours:
    """24 hours of several places around one moment, which lies at `x`."""

    x: str
    rows: list[HourRow]


def hours(instant: datetime, places: Sequence[tuple[str, str]], language: str, left: float, width: float) -> Hours:
    """Rows of (label, zone) for the 24 hours of the first place's day, from `left` over `width` units."""
    first = local(instant, places[0][1])
    start = first.replace(hour=0, minute=0, second=0, microsecond=0)
    unit = width / 24

    def at(when: datetime) -> float:
        return left + (when - start).total_seconds() / 3600 * unit

    rows = []
    for label, zone in places:
        offset = local(start, zone)
        midnight = offset.replace(hour=0, minute=0, second=0, microsecond=0)
        days = []
        for shift in (0, 1):
            day = midnight + timedelta(days=shift)
            opens, closes = at(day.replace(hour=DAY_STARTS)), at(day.replace(hour=DAY_ENDS))
            x0, x1 = max(opens, left), min(closes, left + width)
            if x1 > x0:
                days.append(Stretch(coordinate(x0), coordinate(x1 - x0)))
        ticks = [
            (coordinate(left + h * unit + 6), hour(start + timedelta(hours=h), zone, language))
            for h in (0, 6, 12, 18)
            if not _covered(left + h * unit + 6, at(first))
        ]
        rows.append(HourRow(label, days, ticks, hour(instant, zone, language)))
    return Hours(coordinate(at(first)), rows)


def _covered(tick: float, moment: float) -> bool:
    """Whether the box of 62 units around the moment would lie on a tick's words (at most 40 units)."""
    return moment - 31 < tick + 40 and tick < moment + 31


def coordinate(value: float) -> str:
    """A coordinate with one decimal, none where it is nought."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")
