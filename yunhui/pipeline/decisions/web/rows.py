"""The table of one group: its rows in the announced order, the border zone, the cut line, and the chart's frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors import gate_of

# Points from end to end of the chart: narrow, so that the border can be read; a fifth of each is a round number.
LENGTHS = (25, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's scale, and where on it the last place lies by the reference."""

    low: float
    high: float
    cut: float

    def holds(self, item: BatchItem) -> bool:
        """Whether some of an item's interval lies on the scale."""
        if item.low is None or item.high is None:
            return False
        return item.low < self.high and item.high > self.low


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the table; `is_drawn` when its interval lies on the chart.

    `zone_above` and `line_below` say what stands around it.
    """

    item: BatchItem
    title: str
    outcome: str
    why: str
    chance: str
    lacks_interest: bool
    css: str = ""
    is_drawn: bool = False
    zone_above: bool = False
    line_below: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """The border projects of a group: how many, from which rank to which."""

    count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Table:
    """A group's ranking; `is_tied` when equals lie on its line."""

    rows: list[Row]
    frame: Frame | None
    zone: Zone | None
    is_tied: bool


def table_of(batch: Batch, group: Group, items: Sequence[BatchItem], language: str, chosen: str = "") -> Table:
    """The group's items, which come in the announced order, as the page shows them; `chosen` is the open one's id."""
    own = [item for item in items if item.application.group_id == group.pk]
    border = [index for index, item in enumerate(own) if item.is_border]
    by_quota = [index for index, item in enumerate(own) if is_by_quota(item)]
    frame, rows = _frame(own, group.quota), []
    for index, item in enumerate(own):
        row = _row(item, language)
        signs = {
            "zone": item.is_border,
            "zone-end": item.is_border and index + 1 not in border,
            "cut": bool(by_quota) and index == by_quota[-1],
            "is-out": item.outcome not in (Outcome.SELECTED, Outcome.UNDECIDED),
            "is-open": str(item.application_id) == chosen,
        }
        rows.append(
            replace(
                row,
                css=" ".join(css for css, holds in signs.items() if holds),
                is_drawn=frame is not None and frame.holds(item),
                zone_above=bool(border) and index == border[0],
                line_below=signs["cut"],
            )
        )
    ranks = [rank for index in border if (rank := own[index].rank)]
    zone = Zone(len(border), min(ranks), max(ranks)) if ranks else None
    tied = any(reason["code"] == "tie" and reason["kind"] == "quota" for item in own for reason in item.reasons)
    return Table(rows, frame, zone, tied)


def is_by_quota(item: BatchItem) -> bool:
    """Whether the item has one of its group's places by the announced order."""
    return any(reason["code"] == "within_quota" for reason in item.reasons)


def outcome_word(item: BatchItem) -> str:
    """What the batch says of an application, in a table's cell."""
    return {
        Outcome.SELECTED: _("Selected"),
        Outcome.RESERVE: _("Reserve %(number)s") % {"number": item.reserve_number},
        Outcome.UNDECIDED: _("To decide"),
        Outcome.DECLINED: _("Not selected"),
        Outcome.INELIGIBLE: _("Not ranked"),
    }[Outcome(item.outcome)]


def title_of(item: BatchItem, language: str) -> str:
    """The project's name in the reader's language, else as it was given."""
    return (item.application.title_en if language == ENGLISH else "") or item.application.title


def chance_words(share: float | None) -> str:
    """A probability as a panel reads it: never 0 or 100 %."""
    if share is None:
        return "—"
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _row(item: BatchItem, language: str) -> Row:
    interests = gate_of(item, "interests")
    return Row(
        item=item,
        title=title_of(item, language),
        outcome=outcome_word(item),
        why=_why(item),
        chance=chance_words(item.p_in),
        lacks_interest=interests is not None and not interests["passed"],
    )


def _why(item: BatchItem) -> str:
    """The reason in a word or two, where the outcome does not follow from the rank."""
    codes = {reason["code"] for reason in item.reasons}
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


def _frame(items: Sequence[BatchItem], quota: int) -> Frame | None:
    """A scale with the line near its middle, wide enough for the best; None where everybody has a place."""
    references = sorted((item.reference for item in items if item.reference is not None), reverse=True)
    places = max(1, min(quota, len(references)))
    if places >= len(references):
        return None
    cut = (references[places - 1] + references[places]) / 2
    for length in LENGTHS:
        low = 5 * round((cut - length / 2) / 5)
        if references[0] <= low + length:
            break
    return Frame(low, low + length, cut)
