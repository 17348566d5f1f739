"""The ranking before there is a batch: worked out from the score sheets as they are, information and no decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yunhui.pipeline.decisions.models import Ranked, Ranking
from yunhui.pipeline.decisions.selectors.ranking import SIZE, Sheets, kept_rankings, rows_of_ranking, state_of
from yunhui.pipeline.decisions.services.ranking import ask_for_ranking

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Moves:
    """Who would enter and who would leave by another measure."""

    measure: str
    enter: list[Ranked]
    leave: list[Ranked]
    more: int

    @property
    def is_same(self) -> bool:
        """Whether it would select the same."""
        return not self.enter and not self.leave


@dataclass(frozen=True, slots=True)
class Live:
    """One page of a group's live ranking; `ranking` is None while the first is being worked out, `is_stale` while a
    newer one is."""

    ranking: Ranking | None
    rows: list[Ranked]
    following: Ranked | None
    figures: Mapping[str, Any]
    is_stale: bool
    moves: list[Moves] = field(default_factory=list)


def live_ranking(group: Any, sheets: Sheets, page: int) -> Live:
    """The kept ranking of a group, worked out now where it is small and the scores have changed; a page past its end
    has no rows.

    Args:
        group: from `selectors.groups_inside`.
    """
    state, kept = state_of(group, sheets), kept_rankings([group]).get(group.pk)
    if kept is None or kept.state != state:
        if not sheets.locked:
            return Live(None, [], None, {}, is_stale=False)
        ask_for_ranking(group, sheets.locked)
        kept = kept_rankings([group]).get(group.pk)
    if kept is None:
        return Live(None, [], None, {}, is_stale=True)
    rows, last = rows_of_ranking(kept, page), page * SIZE
    shown = [row for row in rows if row.position <= last]
    following = next((row for row in rows if row.position > last), None)
    return Live(kept, shown, following, kept.figures, kept.state != state)


def moves_in(figures: Mapping[str, Any], rows: Sequence[Ranked]) -> list[Moves]:
    """Who would enter and leave by each other measure; `rows` hold those named."""
    by_id = {str(row.application_id): row for row in rows}
    found = []
    for measure, change in figures.get("moves", {}).items():
        enter, leave = ([by_id[key] for key in change[way][:_MOST_NAMED] if key in by_id] for way in ("in", "out"))
        more = sum(len(change[way]) for way in ("in", "out")) - len(enter) - len(leave)
        found.append(Moves(measure, enter, leave, more))
    return found


def named_in(figures: Mapping[str, Any]) -> list[str]:
    """The applications that `moves_in` names."""
    return [
        key
        for change in figures.get("moves", {}).values()
        for way in ("in", "out")
        for key in change[way][:_MOST_NAMED]
    ]
