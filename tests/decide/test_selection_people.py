"""Where people or another measure come in: places given to equals, and points that pass the gate beside the order."""

from decimal import Decimal

import pytest

from yunhui.decide.selection import select
from yunhui.decide.selection_types import Entry, GateCheck, Outcome, Quota, SelectionRule, Tie, WrongRule


def entry(name: str, score: str, group: str = "a", **more: object) -> Entry:
    return Entry(name, group, Decimal(score), interests=1, **more)  # type: ignore[arg-type]


def test_the_gate_asks_for_points_where_a_sum_of_ranks_orders() -> None:
    entries = [
        entry("first", "-4", gate_score=Decimal("82.67")),
        entry("second", "-5", gate_score=Decimal("76.67")),
        entry("third", "-9", gate_score=Decimal("59.99")),
    ]
    batch = select(entries, SelectionRule({"a": Quota(1)}, seats=1, reserves=2))
    assert [batch.of(name).outcome for name in ("first", "second", "third")] == [
        Outcome.SELECTED,
        Outcome.RESERVE,
        Outcome.DECLINED,
    ]
    assert batch.of("third").gates[0] == GateCheck("score", False, "59.99", "60")
    assert batch.of("third").reasons[0].parameters == {"mean": "59.99", "gate": "60"}
    assert batch.lines["a"].last_inside == Decimal(-4)
    with pytest.raises(WrongRule, match="finite"):
        select([entry("odd", "-1", gate_score=Decimal("NaN"))], SelectionRule({"a": Quota(1)}, seats=1))


def test_an_equal_to_whom_no_place_was_given_is_still_equal() -> None:
    """The loser of one tie meets an equal of another group on the reserve list: nobody has compared those two."""
    rule = SelectionRule({"a": Quota(1), "b": Quota(0)}, seats=1, reserves=1)
    entries = [
        entry("a1", "80", deliberated=1),
        entry("a2", "80", deliberated=2),
        entry("b1", "80", "b"),
    ]
    batch = select(entries, rule)
    assert batch.of("a1").outcome is Outcome.SELECTED
    assert batch.ties == (Tie("reserve", None, ("a2", "b1"), 1, first_number=1),)
    decided = select([entries[0], entry("a2", "80", deliberated=4), entry("b1", "80", "b", deliberated=3)], rule)
    assert decided.of("a1").outcome is Outcome.SELECTED
    assert decided.of("b1").outcome is Outcome.RESERVE
    assert decided.of("a2").outcome is Outcome.DECLINED


def test_a_newcomer_among_equals_opens_the_tie_again() -> None:
    rule = SelectionRule({"a": Quota(1)}, seats=1, reserves=0)
    entries = [entry("old", "80", deliberated=1), entry("other", "80", deliberated=2), entry("new", "80")]
    assert select(entries, rule).ties == (Tie("quota", "a", ("new", "old", "other"), 1),)
