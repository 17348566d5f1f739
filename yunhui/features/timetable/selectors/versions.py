"""The versions of a timetable as the office compares them: what stands where, and what moved since the one before."""

from dataclasses import dataclass

from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.lines import Line, lines_inside, timetables_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call

_WITHOUT_ITEMS = ("infeasible", "unknown")
_STILL_ON = (ApplicationState.SELECTED, ApplicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Move:
    """One item in two versions; `before` is None for a new one, `after` for one that is gone."""

    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its lines, its moves against `before`, and the items whose project has gone meanwhile."""

    timetable: Timetable
    before: Timetable | None
    lines: list[Line]
    moves: list[Move]
    gone: frozenset[str]


def versions_of(actor: Actor, call: Call) -> list[Timetable]:
    """The versions that the actor may read, newest first."""
    return list(timetables_of(actor, call))


def version_of(versions: list[Timetable], number: int | None = None) -> Version:
    """One version (the newest when none is asked for) beside the last one before it that has items: two queries.

    Raises:
        NotFoundError: there is no such version.
    """
    shown = next((one for one in versions if number in (None, one.number)), None)
    if shown is None:
        raise NotFoundError("timetable")
    before = next((one for one in versions if one.number < shown.number and one.status not in _WITHOUT_ITEMS), None)
    inside = lines_inside([shown, *([before] if before else [])])
    now = [line for line, _state in inside[shown.pk]]
    then = [line for line, _state in inside[before.pk]] if before else []
    gone = {line.uid for pairs in inside.values() for line, state in pairs if state and state not in _STILL_ON}
    return Version(shown, before, now, moves(then, now) if before and now else [], frozenset(gone))


def moves(before: list[Line], after: list[Line]) -> list[Move]:
    """What is elsewhere, new or gone, in the order of the later version; what is gone comes last."""
    old = {line.uid: line for line in before}
    found = [Move(old.get(line.uid), line) for line in after if not _same_seat(old.get(line.uid), line)]
    kept = {line.uid for line in after}
    return [*found, *(Move(line, None) for line in before if line.uid not in kept)]


def _same_seat(before: Line | None, after: Line) -> bool:
    return before is not None and (before.starts_at, before.room_zh) == (after.starts_at, after.room_zh)
