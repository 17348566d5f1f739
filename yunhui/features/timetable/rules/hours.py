"""What somebody says of the hours of an event: cells to mark, and the marks as stretches of time. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from yunhui.features.timetable.enums import Mark
from yunhui.features.timetable.rules.setting import Setting

CELL = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stretch that is asked about; `key` names it in a form."""

    day: date
    start: datetime
    end: datetime

    @property
    def key(self) -> str:
        """The minute of its start since 1970, in UTC: the same on every clock."""
        return str(int(self.start.timestamp()) // 60)


def cells_of(setting: Setting) -> list[Cell]:
    """The open hours of all halls together, in cells of an hour at most; a day's cells follow each other."""
    found = []
    for day in setting.days:
        spans = merged([setting.span(one) for one in setting.sessions if one.day == day])
        for start, end in spans:
            at = start
            while at < end:
                until = min(at + CELL, end)
                found.append(Cell(day, at.astimezone(UTC), until.astimezone(UTC)))
                at = until
    return found


def merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Stretches of time joined where they touch, in order."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def hours_from(cells: Sequence[Cell], marks: Mapping[str, str]) -> list[dict[str, str]]:
    """The marks of cells as stretches in UTC, joined where one follows the other; "can" is not kept."""
    found: list[dict[str, str]] = []
    for mark in (Mark.CANNOT, Mark.RATHER_NOT):
        spans = merged((cell.start, cell.end) for cell in cells if marks.get(cell.key) == mark)
        found += [{"from": start.isoformat(), "to": end.isoformat(), "mark": str(mark)} for start, end in spans]
    return sorted(found, key=lambda one: one["from"])


def mark_of(cell: Cell, hours: Iterable[Mapping[str, str]]) -> Mark:
    """What was said of a cell; where the halls' hours changed since, the worst that touches it."""
    said = {
        Mark(one["mark"])
        for one in hours
        if datetime.fromisoformat(one["from"]) < cell.end and cell.start < datetime.fromisoformat(one["to"])
    }
    return next((mark for mark in (Mark.CANNOT, Mark.RATHER_NOT) if mark in said), Mark.CAN)
