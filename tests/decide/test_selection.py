from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunhui.decide.selection import select
from yunhui.decide.selection_types import (
    Batch,
    Entry,
    Leftover,
    Line,
    Outcome,
    Quota,
    Reason,
    SelectionRule,
    Tie,
    Unfilled,
    Via,
    WrongRule,
)


def entry(name: str, score: str | None, group: str = "a", **more: object) -> Entry:
    return replace(Entry(name, group, None if score is None else Decimal(score), interests=1), **more)  # type: ignore[arg-type]


def rule(seats: int, reserves: int = 2, leftover: Leftover = Leftover.BEST_REMAINING, **quotas: Quota) -> SelectionRule:
    return SelectionRule(quotas=quotas, seats=seats, reserves=reserves, leftover=leftover)


def said(batch: Batch) -> dict[str, str]:
    return {
        p.entry.id: f"{p.outcome}{f' {p.reserve_number}' if p.reserve_number else ''}{f' {p.via}' if p.via else ''}"
        for p in batch.placings
    }


def test_quota_wild_card_reserve_and_both_gates() -> None:
    entries = [
        entry("first", "90"),
        entry("second", "80", interests=0),
        entry("third", "79"),
        entry("fourth", "78"),
        entry("fifth", "77", wild_card=True),
        entry("sixth", "58.33", wild_card=True),
        entry("gone", "99", withdrawn=True),
        entry("absent", None),
        entry("barred", "95", eligible=False),
    ]
    batch = select(entries, rule(3, a=Quota(2, wild_cards=1)))
    assert said(batch) == {
        "first": "selected quota",
        "second": "declined",
        "third": "selected quota",
        "fourth": "reserve 1",
        "fifth": "selected wild_card",
        "sixth": "declined",
        "gone": "ineligible",
        "absent": "ineligible",
        "barred": "ineligible",
    }
    assert [batch.of(name).rank for name in ("first", "second", "third", "gone")] == [1, 2, 3, None]
    assert batch.of("second").reasons == (Reason("too_few_interests", {"interests": "0", "least": "1"}),)
    assert batch.of("sixth").reasons == (Reason("below_gate", {"mean": "58.33", "gate": "60"}),)
    assert batch.of("third").reasons == (Reason("within_quota", {"place": "2", "places": "2"}),)
    assert batch.of("absent").reasons == (Reason("no_score"),)
    assert [(gate.code, gate.passed, gate.value) for gate in batch.of("second").gates] == [
        ("score", True, "80"),
        ("interests", False, "0"),
    ]
    assert batch.lines == {"a": Line(Decimal(79), Decimal(78))}
    assert batch.unfilled == (Unfilled("reserve", None, 1, "too_few_passing"),)


def test_places_a_group_cannot_fill_go_to_the_best_of_all_or_stay_empty() -> None:
    entries = [entry("a1", "61"), entry("a2", "59"), *(entry(f"b{i}", str(90 - i), "b") for i in range(4))]
    quotas = {"a": Quota(2), "b": Quota(1)}
    assert said(select(entries, rule(3, **quotas))) == {
        "a1": "selected quota",
        "a2": "declined",
        "b0": "selected quota",
        "b1": "selected remaining",
        "b2": "reserve 1",
        "b3": "reserve 2",
    }
    batch = select(entries, rule(4, leftover=Leftover.LEAVE_EMPTY, **quotas))
    assert batch.of("b1").outcome is Outcome.RESERVE
    assert batch.unfilled == (
        Unfilled("quota", "a", 1, "too_few_passing"),
        Unfilled("remaining", None, 1, "not_passed_on"),
    )


def test_a_tie_at_the_line_is_left_to_people_and_what_follows_waits() -> None:
    entries = [entry("a", "90"), entry("b", "80"), entry("c", "80"), entry("d", "79"), entry("e", "61")]
    asked = rule(2, reserves=1, a=Quota(2))
    batch = select(entries, asked)
    assert batch.ties == (Tie("quota", "a", ("b", "c"), 1),)
    assert said(batch) == {
        "a": "selected quota",
        "b": "undecided",
        "c": "undecided",
        "d": "undecided",
        "e": "undecided",
    }
    assert batch.of("b").reasons[0].code == "tie"
    assert batch.of("d").reasons == (Reason("waits_for_tie"),)
    assert batch.of("b").rank == batch.of("c").rank == 2
    assert batch.unfilled == (Unfilled("quota", "a", 1, "tie"),)
    decided = [replace(e, deliberated={"c": 1, "b": 2}.get(e.id)) for e in entries]
    again = select(decided, asked)
    assert said(again) == {
        "a": "selected quota",
        "c": "selected quota",
        "b": "reserve 1",
        "d": "declined",
        "e": "declined",
    }
    assert again.of("b").rank == again.of("c").rank == 2, "the shared place is what was announced"


def test_who_cannot_gain_from_a_tie_does_not_wait_for_it() -> None:
    entries = [entry("b", "80"), entry("c", "80"), *(entry(f"d{i}", str(79 - i)) for i in range(4))]
    batch = select(entries, rule(1, reserves=1, a=Quota(1)))
    assert [batch.of(f"d{i}").outcome for i in range(4)] == [
        Outcome.UNDECIDED,
        Outcome.UNDECIDED,
        Outcome.DECLINED,
        Outcome.DECLINED,
    ]


def test_tie_breaks_decide_in_order_and_a_missing_value_is_last() -> None:
    entries = [
        entry("a", "80", tie_breaks=(Decimal(25), Decimal(80), None)),
        entry("b", "80", tie_breaks=(Decimal(25), Decimal(80), Decimal(70))),
        entry("c", "80", tie_breaks=(Decimal(24), Decimal(99), Decimal(99))),
    ]
    batch = select(entries, rule(1, a=Quota(1)))
    assert said(batch) == {"b": "selected quota", "a": "reserve 1", "c": "reserve 2"}
    assert not batch.ties


def test_a_tie_inside_the_reserve_list_leaves_the_numbers_around_it() -> None:
    entries = [entry("a", "90"), entry("b", "80"), entry("c", "80"), entry("d", "70")]
    batch = select(entries, rule(1, reserves=3, a=Quota(1)))
    assert batch.ties == (Tie("reserve", None, ("b", "c"), 2, first_number=1),)
    assert said(batch) == {"a": "selected quota", "b": "undecided", "c": "undecided", "d": "reserve 3"}


@pytest.mark.parametrize(
    ("entries", "asked", "message"),
    [
        ([entry("a", "1"), entry("a", "2")], rule(1, a=Quota(1)), "entry twice: a"),
        ([entry("a", "1", "z")], rule(1, a=Quota(1)), "no quota for group: z"),
        ([entry("a", "NaN")], rule(1, a=Quota(1)), "finite"),
        ([entry("a", "1"), entry("b", "1", tie_breaks=(None,))], rule(1, a=Quota(1)), "tie-breaks"),
        ([], rule(1, a=Quota(1, 1)), "need 2 seats, there are 1"),
        ([], rule(1, a=Quota(-1)), "negative"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(entries: list[Entry], asked: SelectionRule, message: str) -> None:
    with pytest.raises(WrongRule, match=message):
        select(entries, asked)


groups = ("a", "b", "c")


@st.composite
def calls(draw: st.DrawFn, *, deliberated: bool) -> tuple[list[Entry], SelectionRule]:
    size = draw(st.integers(0, 14))
    people = draw(st.permutations(range(size)))
    entries = [
        Entry(
            id=f"e{index}",
            group=draw(st.sampled_from(groups)),
            score=draw(st.one_of(st.none(), st.integers(55, 66).map(Decimal))),
            tie_breaks=(draw(st.integers(0, 1).map(Decimal)),),
            interests=draw(st.integers(0, 2)),
            eligible=draw(st.integers(0, 9)) > 0,
            withdrawn=draw(st.integers(0, 9)) == 0,
            wild_card=draw(st.booleans()),
            deliberated=people[index] + 1 if deliberated else None,
        )
        for index in range(size)
    ]
    quotas = {group: Quota(draw(st.integers(0, 3)), draw(st.integers(0, 1))) for group in groups}
    seats = sum(q.places + q.wild_cards for q in quotas.values()) + draw(st.integers(0, 3))
    return entries, SelectionRule(quotas, seats, draw(st.integers(0, 4)), leftover=draw(st.sampled_from(Leftover)))


def reference(entries: Sequence[Entry], asked: SelectionRule) -> tuple[dict[str, Via], list[str]]:
    """The rule as one would do it on paper: read down one sorted list as often as there are kinds of place."""
    paper = sorted(
        (
            e
            for e in entries
            if e.eligible and not e.withdrawn and e.score is not None and e.score >= 60 and e.interests >= 1
        ),
        key=lambda e: (-(e.score or 0), -(e.tie_breaks[0] or 0), e.deliberated),
    )
    chosen: dict[str, Via] = {}
    for group in groups:
        for _ in range(asked.quotas[group].places):
            for e in paper:
                if e.group == group and e.id not in chosen:
                    chosen[e.id] = Via.QUOTA
                    break
        for _ in range(asked.quotas[group].wild_cards):
            for e in paper:
                if e.group == group and e.wild_card and e.id not in chosen:
                    chosen[e.id] = Via.WILD_CARD
                    break
    if asked.leftover is Leftover.BEST_REMAINING:
        for e in paper:
            if len(chosen) < asked.seats and e.id not in chosen:
                chosen[e.id] = Via.REMAINING
    return chosen, [e.id for e in paper if e.id not in chosen][: asked.reserves]


@given(calls(deliberated=True))
def test_it_is_the_rule_on_paper(call: tuple[list[Entry], SelectionRule]) -> None:
    entries, asked = call
    batch = select(entries, asked)
    chosen, reserves = reference(entries, asked)
    assert {p.entry.id: p.via for p in batch.placings if p.outcome is Outcome.SELECTED} == chosen
    numbered = sorted((p.reserve_number, p.entry.id) for p in batch.placings if p.reserve_number is not None)
    assert numbered == [(number, name) for number, name in enumerate(reserves, 1)]
    assert not batch.ties


@given(calls(deliberated=False), st.integers())
def test_order_of_input_never_shows(call: tuple[list[Entry], SelectionRule], seed: int) -> None:
    entries, asked = call
    shuffled = entries[:]
    Random(seed).shuffle(shuffled)
    assert select(shuffled, asked) == select(entries, asked)


@given(calls(deliberated=False))
def test_names_never_decide(call: tuple[list[Entry], SelectionRule]) -> None:
    """Entries that differ only by name meet the same fate; renaming everybody renames the answer and no more."""
    entries, asked = call
    renamed = {e.id: f"e{len(entries) - index:03}" for index, e in enumerate(entries)}
    before = said(select(entries, asked))
    after = said(select([replace(e, id=renamed[e.id]) for e in entries], asked))
    assert after == {renamed[name]: fate for name, fate in before.items()}


@given(calls(deliberated=False))
def test_gates_seats_and_reserve_numbers_hold(call: tuple[list[Entry], SelectionRule]) -> None:
    entries, asked = call
    batch = select(entries, asked)
    selected = [p for p in batch.placings if p.outcome is Outcome.SELECTED]
    for p in batch.placings:
        if p.outcome in (Outcome.SELECTED, Outcome.RESERVE, Outcome.UNDECIDED):
            assert p.entry.eligible and not p.entry.withdrawn
            assert p.gates and all(gate.passed for gate in p.gates)
            assert p.entry.score is not None and p.entry.score >= 60 and p.entry.interests >= 1
        assert p.reasons
    for group, quota in asked.quotas.items():
        own = [p for p in selected if p.entry.group == group]
        assert sum(p.via is Via.QUOTA for p in own) <= quota.places
        assert sum(p.via is Via.WILD_CARD for p in own) <= quota.wild_cards
    free = sum(missing.count for missing in batch.unfilled if missing.kind != "reserve")
    assert len(selected) + free == asked.seats
    numbers = [p.reserve_number for p in batch.placings if p.reserve_number is not None]
    contested = [
        number
        for tie in batch.ties
        if tie.first_number is not None
        for number in range(tie.first_number, tie.first_number + tie.places)
    ]
    assert sorted(numbers + contested) == list(range(1, len(numbers) + len(contested) + 1))
    for tie in batch.ties:
        keys = {(e.score, e.tie_breaks) for e in entries if e.id in tie.entries}
        assert len(keys) == 1
        assert tie.kind == "reserve" or len(tie.entries) > tie.places > 0


@given(calls(deliberated=False), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_what_is_decided_stands_however_people_break_the_ties(
    call: tuple[list[Entry], SelectionRule], random: Random
) -> None:
    entries, asked = call
    open_batch = select(entries, asked)
    people = list(range(len(entries)))
    random.shuffle(people)
    decided = select([replace(e, deliberated=people[i] + 1) for i, e in enumerate(entries)], asked)
    for p in open_batch.placings:
        if p.outcome is not Outcome.UNDECIDED:
            later = decided.of(p.entry.id)
            assert (p.outcome, p.via, p.reserve_number) == (later.outcome, later.via, later.reserve_number)


WORTH = {Outcome.INELIGIBLE: 0, Outcome.DECLINED: 1, Outcome.RESERVE: 2, Outcome.SELECTED: 3}


@given(calls(deliberated=True), st.data())
@settings(max_examples=200)
def test_a_higher_score_never_harms(call: tuple[list[Entry], SelectionRule], data: st.DataObject) -> None:
    entries, asked = call
    scored = [index for index, e in enumerate(entries) if e.score is not None]
    if not scored:
        return
    index = data.draw(st.sampled_from(scored))
    raised = entries[:]
    raised[index] = replace(entries[index], score=(entries[index].score or 0) + data.draw(st.integers(1, 12)))
    before, after = (select(given, asked).of(entries[index].id) for given in (entries, raised))
    assert (WORTH[after.outcome], -(after.reserve_number or 0)) >= (
        WORTH[before.outcome],
        -(before.reserve_number or 0),
    )
