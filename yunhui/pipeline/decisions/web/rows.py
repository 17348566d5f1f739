"""The table of one group: its rows in the announced order, the border zone, the cut line, and the chart's frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Placed, Ranked
from yunhui.pipeline.decisions.selectors import gate_of, title_in


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's scale, and where on it the last place lies by the reference."""

    low: float
    high: float
    cut: float

    def holds(self, item: Placed) -> bool:
        """Whether some of an item's interval lies on the scale."""
        if item.low is None or item.high is None:
            return False
        return item.low < self.high and item.high > self.low


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the table; `is_drawn` when its interval lies on the chart, `who` where the reader may know,
    `asides` how many of its sheets were set aside.

    `zone_above` and `line_below` say what stands around it.
    """

    item: Any
    title: str
    who: str
    outcome: str
    why: str
    chance: str
    lacks_interest: bool
    asides: int = 0
    css: str = ""
    is_drawn: bool = False
    zone_above: bool = False
    line_below: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A page of a group's ranking; `is_tied` when equals lie on its line."""

    rows: list[Row]
    frame: Frame | None
    zone: Mapping[str, Any] | None
    is_tied: bool


def table_of(
    items: Sequence[Any],
    figures: Mapping[str, Any],
    language: str,
    chosen: str = "",
    *,
    following: Any = None,
    with_names: bool = True,
) -> Table:
    """A page of rows, which come in the announced order, as the page shows them.

    Args:
        items: `Placed` rows with their application; `following` is the one after the page.
        figures: of the whole group (`selectors.figures`).
        chosen: the open one's id.
    """
    frame = Frame(*figures["frame"]) if figures["frame"] else None
    zone, rows = figures["zone"], []
    after = [*items[1:], following]
    for item, next_one in zip(items, after, strict=False):
        key = str(item.application_id)
        is_cut = key == figures["cut"]
        signs = {
            "zone": item.is_border,
            "zone-end": item.is_border and not (next_one and next_one.is_border),
            "cut": is_cut,
            "is-out": item.outcome not in (Outcome.SELECTED, Outcome.UNDECIDED),
            "is-open": key == chosen,
        }
        interests = gate_of(item, "interests")
        rows.append(
            Row(
                item=item,
                title=title_of(item, language),
                who=item.application.speaker if with_names else "",
                outcome=outcome_word(item),
                why=_why(item),
                chance=chance_words(item.p_in),
                lacks_interest=interests is not None and not interests["passed"],
                asides=figures.get("aside", {}).get(key, 0),
                css=" ".join(css for css, holds in signs.items() if holds),
                is_drawn=frame is not None and frame.holds(item),
                zone_above=zone is not None and key == zone["head"],
                line_below=is_cut,
            )
        )
    return Table(rows, frame, zone, figures["is_tied"])


def outcome_word(item: Placed) -> str:
    """What a batch says of an application, or how it stands today, in a table's cell."""
    outcome = Outcome(item.outcome)
    if outcome == Outcome.RESERVE and not isinstance(item, Ranked):
        return _("Reserve %(number)s") % {"number": item.reserve_number}
    return _outcome(outcome, isinstance(item, Ranked), get_language() or "")


@lru_cache(maxsize=64)
def _outcome(outcome: Outcome, is_live: bool, _language: str) -> str:
    live = {
        Outcome.SELECTED: _("Inside"),
        Outcome.UNDECIDED: _("Equal at the line"),
        Outcome.DECLINED: _("Outside"),
    }
    frozen = {
        Outcome.SELECTED: _("Selected"),
        Outcome.UNDECIDED: _("To decide"),
        Outcome.DECLINED: _("Not selected"),
    }
    return (live if is_live else frozen).get(outcome, _("Not ranked"))


def title_of(item: Any, language: str) -> str:
    """The project's name of a row in the reader's language, else as it was given."""
    return title_in(item.application, language)


def chance_words(share: float | None) -> str:
    """A probability as a panel reads it: never 0 or 100 %."""
    if share is None:
        return "—"
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _why(item: Placed) -> str:
    """The reason in a word or two, where the outcome does not follow from the rank."""
    return _reason(frozenset(reason["code"] for reason in item.reasons), get_language() or "")


@lru_cache(maxsize=512)
def _reason(codes: frozenset[str], _language: str) -> str:
    if {"below_gate", "too_few_interests"} <= codes:
        return _("both gates missed")
    words = {
        "too_few_interests": _("host-area gate missed"),
        "below_gate": _("review gate missed"),
        "wild_card": _("wild card"),
        "remaining_place": _("place left over"),
        "promoted": _("moved up"),
        "tie": _("equal at the line"),
        "waits_for_tie": _("waits for a tie"),
        "no_score": _("too few sheets"),
        "withdrawn": _("withdrawn"),
        "not_eligible": _("not eligible"),
    }
    return next((words[code] for code in words if code in codes), "")
