from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decide.test_selection import calls, entry, rule, said
from yunhui.decide.selection import select
from yunhui.decide.selection_changes import difference, promote_next
from yunhui.decide.selection_types import Entry, OpenTie, Outcome, Quota, Reason, SelectionRule, Via

FIVE = [entry(name, score) for name, score in (("a", "90"), ("b", "85"), ("c", "80"), ("d", "75"), ("e", "70"))]


def test_the_first_in_reserve_takes_the_place_and_the_rest_move_up() -> None:
    batch = select(FIVE, rule(2, reserves=2, a=Quota(2)))
    after = promote_next(batch, "a")
    assert said(after) == {
        "a": "ineligible",
        "b": "selected quota",
        "c": "selected reserve",
        "d": "reserve 1",
        "e": "declined",
    }
    assert after.of("c").reasons == (Reason("promoted", {"number": "1", "for": "a"}),)
    assert promote_next(after, "a") == after
    assert said(promote_next(after, "d"))["c"] == "selected reserve"
    last = promote_next(promote_next(after, "b"), "c")
    assert [missing.count for missing in last.unfilled if missing.kind == "remaining"] == [1], (
        "nobody is left to move up"
    )


def test_a_reserve_that_withdraws_closes_the_list() -> None:
    batch = select(FIVE, rule(1, reserves=3, a=Quota(1)))
    assert said(promote_next(batch, "b")) == {
        "a": "selected quota",
        "b": "ineligible",
        "c": "reserve 1",
        "d": "reserve 2",
        "e": "declined",
    }


def test_an_open_tie_stops_promotion_where_it_matters() -> None:
    tied = [entry("a", "90"), entry("b", "80"), entry("c", "80")]
    batch = select(tied, rule(1, reserves=2, a=Quota(1)))
    with pytest.raises(OpenTie, match="first in reserve"):
        promote_next(batch, "a")
    with pytest.raises(OpenTie, match="b stands in an open tie"):
        promote_next(batch, "b")
    later = select([*tied, entry("z", "85")], rule(1, reserves=3, a=Quota(1)))
    moved = promote_next(later, "a")
    assert moved.of("z").via is Via.RESERVE
    assert moved.ties[0].first_number == 1


def test_the_difference_names_who_moved_and_why() -> None:
    asked = rule(2, reserves=1, a=Quota(2))
    before = select(FIVE, asked)
    risen = [replace(e, score=Decimal("88")) if e.id == "d" else e for e in FIVE]
    changes = difference(before, select(risen, asked))
    assert [(change.entry, change.direction) for change in changes] == [("d", "in"), ("b", "out"), ("c", "within")]
    assert changes[0].reasons == (
        Reason("score_changed", {"from": "75", "to": "88"}),
        Reason("rank_changed", {"from": "4", "to": "2"}),
    )
    assert changes[1].reasons == (Reason("rank_changed", {"from": "2", "to": "3"}),)
    assert difference(before, before) == ()
    added = difference(before, select([*FIVE, entry("f", "99")], asked))
    assert {change.entry: change.reasons[0].code for change in added}["f"] == "added"
    gone = difference(before, promote_next(before, "a"))
    assert {c.entry: (c.direction, c.reasons[0].code) for c in gone}["a"] == ("out", "withdrawn")


@given(calls(deliberated=True), st.data())
def test_promotion_is_selection_without_the_one_who_left_as_far_as_the_list_reaches(
    call: tuple[list[Entry], SelectionRule], data: st.DataObject
) -> None:
    entries, asked = call
    batch = select(entries, asked)
    if not batch.placings:
        return
    leaving = data.draw(st.sampled_from([p.entry.id for p in batch.placings]))
    after = promote_next(batch, leaving)
    numbers = sorted(p.reserve_number for p in after.placings if p.reserve_number is not None)
    assert numbers == list(range(1, len(numbers) + 1))
    chosen = [sum(p.outcome is Outcome.SELECTED for p in b.placings) for b in (batch, after)]
    had_reserve = any(p.outcome is Outcome.RESERVE for p in batch.placings)
    lost = batch.of(leaving).outcome is Outcome.SELECTED and not had_reserve
    assert chosen[1] == chosen[0] - lost
    assert after.of(leaving).outcome is Outcome.INELIGIBLE or batch.of(leaving).entry.withdrawn
