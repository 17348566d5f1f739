"""What a batch's items add up to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.pipeline.decisions.selectors.figures import gate_of


@dataclass(frozen=True, slots=True)
class GroupTally:
    """How a batch fills one group."""

    group: Group
    total: int
    selected: int
    reserves: int
    border: int
    undecided: int


def tallies_among(groups: Sequence[Group], items: Iterable[BatchItem]) -> list[GroupTally]:
    """What a batch gives to each of the groups, from its items with their applications."""
    outcomes: dict[int | None, Counter[str]] = {group.pk: Counter() for group in groups}
    for item in items:
        of_group = outcomes[item.application.group_id]
        of_group[item.outcome] += 1
        of_group["total"] += 1
        of_group["border"] += item.is_border
    return [
        GroupTally(
            group=group,
            total=counts["total"],
            selected=counts[Outcome.SELECTED],
            reserves=counts[Outcome.RESERVE],
            border=counts["border"],
            undecided=counts[Outcome.UNDECIDED],
        )
        for group, counts in ((group, outcomes[group.pk]) for group in groups)
    ]


@dataclass(frozen=True, slots=True)
class GateCount:
    """How many of a batch's applications passed a gate, of how many that it was asked of."""

    passed: int
    asked: int


def gates_among(items: Sequence[BatchItem]) -> dict[str, GateCount]:
    """Both gates over the items."""
    found = {}
    for code in ("score", "interests"):
        said = [gate for item in items if (gate := gate_of(item, code))]
        found[code] = GateCount(sum(gate["passed"] for gate in said), len(said))
    return found
