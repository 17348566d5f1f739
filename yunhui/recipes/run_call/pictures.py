"""Where the marks of a report's pictures go: the map, the scores of each group, the days. Pure: numbers in and out.

The page draws them as SVG and the paper with Typst, from the same numbers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yunhui.ui import citymap, formats

LABELLED = 12
BIN = 5
WIDE, HIGH = 220, 44
LEFT, RIGHT, ROW, BAR = 120, 1120, 58, 26


@dataclass(frozen=True, slots=True)
class Spot:
    """A city: how many applied from there, how many of them were selected; longitude and latitude in degrees."""

    name: str
    lon: float
    lat: float
    received: int
    selected: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A city as drawn: a ring for those who applied, a full dot inside it for those who were selected."""

    x: float
    y: float
    ring: float
    dot: float
    label: str
    label_x: float
    label_y: float
    anchor: str


def size(count: int) -> float:
    """A dot's radius: its area grows with the number, so that one is seen and a hundred does not cover the land."""
    return round(2.2 + 1.25 * (count - 1) ** 0.5, 1) if count else 0.0


def marks(spots: Sequence[Spot]) -> list[Mark]:
    """The map's marks, the largest first, so that small ones lie on top; labels for the cities with most."""
    ordered = sorted(spots, key=lambda spot: (-spot.received, spot.name))
    labels = [f"{spot.name} {spot.received}" if k < LABELLED else "" for k, spot in enumerate(ordered)]
    drawn = citymap.place([citymap.City(spot.name, spot.lon, spot.lat, spot.received) for spot in ordered], labels)
    return [
        Mark(
            dot.x,
            dot.y,
            size(spot.received),
            size(spot.selected),
            dot.label,
            _beside(dot, size(spot.received)),
            dot.label_y,
            dot.anchor or "start",
        )
        for spot, dot in zip(ordered, drawn, strict=True)
    ]


def _beside(dot: citymap.Dot, ring: float) -> float:
    """A label's place, moved away from a ring that is larger than the usual dot."""
    more = max(0.0, ring - dot.r)
    return dot.label_x + (more if dot.anchor == "start" else -more if dot.anchor == "end" else 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram: `height` of all, `dark` of those selected, both from the foot."""

    x: float
    width: float
    height: float
    dark: float

    @property
    def top(self) -> float:
        """Where the bar begins, counted from above."""
        return round(HIGH + 1 - self.height, 1)

    @property
    def dark_top(self) -> float:
        """The same for the part of those selected."""
        return round(HIGH + 1 - self.dark, 1)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Means in steps of five points; `cut` is where the gate lies, `ticks` the numbers below."""

    bars: list[Bar]
    cut: float
    ticks: list[tuple[float, str]]


def histogram(scores: Sequence[tuple[float, bool]], gate: float, low: int, high: int) -> Histogram:
    """Scores with whether they were selected, from `low` to `high` points."""
    steps = max(1, (high - low) // BIN)
    counts, dark = [0] * steps, [0] * steps
    for value, selected in scores:
        step = min(steps - 1, max(0, int((value - low) // BIN)))
        counts[step] += 1
        dark[step] += selected
    most, width = max(counts, default=0) or 1, WIDE / steps
    bars = [
        Bar(
            round(k * width + 1, 1), round(width - 2, 1), round(HIGH * count / most, 1), round(HIGH * dark[k] / most, 1)
        )
        for k, count in enumerate(counts)
        if count
    ]
    ticks = [(round((value - low) / (high - low) * WIDE, 1), str(value)) for value in range(low, high + 1, 20)]
    return Histogram(bars, round((gate - low) / (high - low) * WIDE, 1), ticks)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a day: `run` is what follows each other under one name, `kind` what it is."""

    title: str
    hall: str
    run: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    is_humane: bool


@dataclass(frozen=True, slots=True)
class Box:
    """An item as drawn."""

    x: float
    width: float
    kind: str
    is_humane: bool
    title: str


@dataclass(frozen=True, slots=True)
class Hall:
    """One hall's row: boxes, and above them the name of each run."""

    name: str
    y: int
    boxes: list[Box]
    runs: list[tuple[float, str]]

    @property
    def box_y(self) -> int:
        """Where the boxes begin, below the names of the runs."""
        return self.y + 5

    @property
    def words_y(self) -> int:
        """The baseline of the hall's name, in the middle of its boxes."""
        return self.box_y + BAR // 2 + 4


@dataclass(frozen=True, slots=True)
class DayPicture:
    """A day of all halls side by side on one scale of hours; `height` in the units of `RIGHT`."""

    halls: list[Hall]
    ticks: list[tuple[float, str]]
    height: int

    @property
    def foot(self) -> int:
        """Where the hours' lines end."""
        return self.height - 14


def day_picture(entries: Sequence[Entry], zone: str, first: int, last: int) -> DayPicture:
    """Draw a day from hour `first` to hour `last` of the venue's clock."""

    def x(instant: datetime) -> float:
        local = formats.local(instant, zone)
        minutes = local.hour * 60 + local.minute - first * 60
        return round(LEFT + (RIGHT - LEFT) * minutes / ((last - first) * 60), 1)

    by_hall: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: (one.hall, one.starts_at)):
        by_hall[entry.hall].append(entry)
    halls = []
    for row, (name, inside) in enumerate(by_hall.items()):
        boxes = [
            Box(
                x(one.starts_at),
                round(max(1.5, x(one.ends_at) - x(one.starts_at) - 1), 1),
                one.kind,
                one.is_humane,
                one.title,
            )
            for one in inside
        ]
        halls.append(Hall(name, 24 + ROW * row, boxes, _runs(inside, boxes)))
    ticks = [
        (LEFT + (RIGHT - LEFT) * (hour - first) / (last - first), f"{hour:02d}:00") for hour in range(first, last + 1)
    ]
    return DayPicture(halls, [(round(at, 1), text) for at, text in ticks], 24 + ROW * len(halls) + 24)


def _runs(entries: Sequence[Entry], boxes: Sequence[Box]) -> list[tuple[float, str]]:
    """The name of each run at its first box, cut where the next one begins."""
    heads = [k for k, one in enumerate(entries) if one.run and (k == 0 or entries[k - 1].run != one.run)]
    found = []
    for k, head in enumerate(heads):
        end = boxes[heads[k + 1]].x if k + 1 < len(heads) else RIGHT
        found.append((boxes[head].x, shortened(entries[head].run, end - boxes[head].x - 6)))
    return found


def shortened(text: str, width: float) -> str:
    """As much of a text as fits, by the width of its letters in the size of an axis."""
    used = 0.0
    for k, letter in enumerate(text):
        used += 12.0 if ord(letter) > 0x2E7F else 6.4
        if used > width:
            return text[: max(0, k - 1)].rstrip() + "…" if k > 2 else ""
    return text
