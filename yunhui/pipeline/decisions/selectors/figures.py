"""What stands around the table of one group, counted from its rows once and kept beside them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Placed

# Points from end to end of the chart: narrow, so that the border can be read; a fifth of each is a round number.
LENGTHS = (25, 50, 100, 200)


def figures_of(rows: Sequence[Any], quota: int, sheets: int = 0, experts: int = 0) -> dict[str, Any]:
    """The figures of one group, JSON.

    Args:
        rows: `Placed` rows with their `application_id`, in the order of the table.
        quota: the group's places by order.

    Returns:
        total, selected, reserves, undecided, border, sheets, experts: counts. gates: {"score" | "interests": [passed,
        asked]}. zone: {"count", "first", "last", "head"} of the border projects, or None. cut: the application behind
        which the line is drawn, or None. frame: [low, high, cut] of the chart, or None. is_tied: equals lie on the
        line.
    """
    outcomes = Counter(row.outcome for row in rows)
    border = [row for row in rows if row.is_border]
    ranks = [row.rank for row in border if row.rank]
    by_quota = [row for row in rows if is_by_quota(row)]
    return {
        "total": len(rows),
        "selected": outcomes[Outcome.SELECTED],
        "reserves": outcomes[Outcome.RESERVE],
        "undecided": outcomes[Outcome.UNDECIDED],
        "border": len(border),
        "sheets": sheets,
        "experts": experts,
        "gates": {code: _gate(rows, code) for code in ("score", "interests")},
        "zone": {
            "count": len(border),
            "first": min(ranks),
            "last": max(ranks),
            "head": str(border[0].application_id),
        }
        if ranks
        else None,
        "cut": str(by_quota[-1].application_id) if by_quota else None,
        "frame": frame_of([row.reference for row in rows if row.reference is not None], quota),
        "is_tied": any(reason["code"] == "tie" and reason["kind"] == "quota" for row in rows for reason in row.reasons),
    }


def is_by_quota(row: Placed) -> bool:
    """Whether a row has one of its group's places by the announced order."""
    return any(reason["code"] == "within_quota" for reason in row.reasons)


def gate_of(row: Placed, code: str) -> dict[str, Any] | None:
    """What a gate (`score`, `interests`) said of a row: {passed, value, needed}; None where it was not asked."""
    return next((reason for reason in row.reasons if reason["code"] == f"gate_{code}"), None)


def frame_of(references: Sequence[float], quota: int) -> list[float] | None:
    """[low, high, cut] of a scale with the line near its middle, wide enough for the best; None where all are in."""
    values = sorted(references, reverse=True)
    places = max(1, min(quota, len(values)))
    if places >= len(values):
        return None
    cut = (values[places - 1] + values[places]) / 2
    for length in LENGTHS:
        low = 5 * round((cut - length / 2) / 5)
        if values[0] <= low + length:
            break
    return [low, low + length, round(cut, 4)]


def _gate(rows: Sequence[Any], code: str) -> list[int]:
    said = [gate for row in rows if (gate := gate_of(row, code))]
    return [sum(bool(gate["passed"]) for gate in said), len(said)]
