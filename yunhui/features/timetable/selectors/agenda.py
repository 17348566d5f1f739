"""The lines of a timetable as a reader looks for them: days, sessions, and runs of one group in one hall. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors.lines import Line, days_of
from yunhui.kernel.i18n import pick

# Two items of a group with a longer pause between them are two runs.
_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Run:
    """Items of one kind and one group that follow each other in one hall; never empty."""

    lines: tuple[Line, ...]

    @property
    def kind(self) -> str:
        """What they are."""
        return self.lines[0].kind

    @property
    def starts_at(self) -> datetime:
        """When the first begins."""
        return self.lines[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """When the last is over."""
        return self.lines[-1].ends_at

    def room(self, language: str) -> str:
        """Their hall."""
        return pick(self.lines[0], "room", language)

    def group(self, language: str) -> str:
        """Their group, empty where they have none."""
        return pick(self.lines[0], "group", language)


@dataclass(frozen=True, slots=True)
class Session:
    """Runs of pitches that overlap in time, one beside the other; or one run of something else."""

    runs: tuple[Run, ...]

    @property
    def kind(self) -> str:
        """What it is made of."""
        return self.runs[0].kind

    @property
    def starts_at(self) -> datetime:
        """When its first run begins."""
        return min(run.starts_at for run in self.runs)

    @property
    def ends_at(self) -> datetime:
        """When its last run is over."""
        return max(run.ends_at for run in self.runs)


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the venue's clock."""

    date: date
    sessions: tuple[Session, ...]

    def count(self, kind: str) -> int:
        """How many items of a kind it has."""
        return sum(len(run.lines) for session in self.sessions for run in session.runs if run.kind == kind)


def agenda(lines: list[Line], zone: str) -> list[Day]:
    """The days of a timetable on the venue's clock, in order."""
    return [Day(day, tuple(_sessions(_runs(of_day)))) for day, of_day in days_of(lines, zone)]


def next_session(days: Iterable[Day], now: datetime) -> Session | None:
    """The pitches that run now or come next; None when all are over."""
    sessions = (session for day in days for session in day.sessions if session.kind == ItemKind.PITCH)
    return min((one for one in sessions if one.ends_at > now), key=lambda one: one.starts_at, default=None)


def _runs(lines: list[Line]) -> list[Run]:
    open_runs: dict[str, list[Line]] = {}
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.starts_at):
        last = open_runs.get(line.room_zh)
        alike = last and (last[-1].kind, last[-1].group_key) == (line.kind, line.group_key)
        if last and alike and line.starts_at - last[-1].ends_at <= _PAUSE:
            last.append(line)
        else:
            open_runs[line.room_zh] = [line]
            found.append(open_runs[line.room_zh])
    return [Run(tuple(one)) for one in found]


def _sessions(runs: list[Run]) -> list[Session]:
    found: list[list[Run]] = []
    last: list[Run] = []
    for run in sorted(runs, key=lambda one: one.starts_at):
        if found and _is_same_pause(found[-1][0], run):
            found[-1].append(run)
            continue
        if run.kind == ItemKind.PITCH and last and run.starts_at < max(one.ends_at for one in last):
            last.append(run)
            continue
        found.append([run])
        if run.kind == ItemKind.PITCH:
            last = found[-1]
    return [Session(tuple(one)) for one in found]


def _is_same_pause(first: Run, run: Run) -> bool:
    """Whether an opening or a break takes place in several halls at once."""
    if run.kind not in (ItemKind.OPENING, ItemKind.BREAK):
        return False
    return all(
        getattr(first.lines[0], name) == getattr(run.lines[0], name)
        for name in ("kind", "title_zh", "starts_at", "ends_at")
    )
