"""The table of one group: its rows in the announced order, the border zone, the cut line, and the chart's frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors import gate_of
from yunhui.ui.charts import Scale

# The chart's words at a fifth and four fifths must not meet the word over the line; user units of the drawing.
CLEAR = 30.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's scale, and where on it the last place lies by the reference."""

    low: float
    high: float
    cut: float


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the table; `zone_above` and `line_below` say what stands around it."""

    item: BatchItem
    title: str
    outcome: str
    why: str
    chance: str
    lacks_interest: bool
    css: str = ""
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
    """A group's ranking."""

    rows: list[Row]
    frame: Frame | None
    zone: Zone | None


def table_of(batch: Batch, group: Group, items: Sequence[BatchItem], language: str, chosen: str = "") -> Table:
    """The group's items, which come in the announced order, as the page shows them; `chosen` is the open one's id."""
    own = [item for item in items if item.application.group_id == group.pk]
    border = [index for index, item in enumerate(own) if item.is_border]
    by_quota = [index for index, item in enumerate(own) if is_by_quota(item)]
    rows = []
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
                zone_above=bool(border) and index == border[0],
                line_below=signs["cut"],
            )
        )
    ranks = [rank for index in border if (rank := own[index].rank)]
    return Table(rows, _frame(own, group.quota), Zone(len(border), min(ranks), max(ranks)) if ranks else None)


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
    known = [
        (item.reference, item.low, item.high)
        for item in items
        if item.reference is not None and item.low is not None and item.high is not None
    ]
    if not known:
        return None
    references = sorted((reference for reference, _low, _high in known), reverse=True)
    places = max(1, min(quota, len(references)))
    low, high = 5 * (min(low for _r, low, _h in known) // 5), 5 * -(-max(high for _r, _l, high in known) // 5)
    if places == len(references):
        return Frame(low, high, low)
    cut = (references[places - 1] + references[places]) / 2
    wider = (
        (low - 5 * below, high + 5 * above)
        for total in range(12)
        for above in range(total + 1)
        for below in [total - above]
    )
    low, high = next((pair for pair in wider if _is_clear(*pair, cut)), (low, high))
    return Frame(low, high, cut)


def _is_clear(low: float, high: float, cut: float) -> bool:
    scale = Scale(low, high)
    fifth = (high - low) / 5
    return all(abs(float(scale.x(cut)) - float(scale.x(end))) >= CLEAR for end in (low + fifth, high - fifth))
