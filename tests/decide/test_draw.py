"""Panels by lot: filled where they can be, by lot and by nothing else, and the same again."""

import hashlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunhui.decide.draw import Candidate, Infeasible, Stratum, draw, lacks_of, list_digest, lot_of, seed_of

FIELDS = ("ict", "energy", "health")


def someone(key: str, *fields: str, unit: str = "", barred: str = "") -> Candidate:
    return Candidate(key, {"industry": frozenset(fields)}, unit, barred)


def seats(key: str, number: int, reserve: int = 0) -> Stratum:
    return Stratum(key, number, reserve, {"industry": frozenset({key})})


@st.composite
def worlds(draw_: st.DrawFn) -> tuple[list[Candidate], list[Stratum], int]:
    """Small lists with overlapping fields, units and bars."""
    count = draw_(st.integers(0, 9))
    people = [
        Candidate(
            f"p{n}",
            {"industry": frozenset(draw_(st.sets(st.sampled_from(FIELDS), max_size=3)))},
            draw_(st.sampled_from(("", "A", "B", "C"))),
            draw_(st.sampled_from(("", "", "", "conflict"))),
        )
        for n in range(count)
    ]
    strata = [seats(one, draw_(st.integers(0, 2)), draw_(st.integers(0, 2))) for one in FIELDS]
    return people, strata, draw_(st.integers(0, 2))


def panels(people: list[Candidate], strata: list[Stratum], most: int) -> list[frozenset[str]]:
    """Every panel that there could be, by trying all."""
    wanted = [one for one in strata for _seat in range(one.seats)]
    found = set()
    for chosen in itertools.permutations([one for one in people if not one.barred], len(wanted)):
        units = [one.organisation for one in chosen if one.organisation]
        if all(stratum.takes(one) for stratum, one in zip(wanted, chosen, strict=True)) and (
            not most or all(units.count(unit) <= most for unit in units)
        ):
            found.add(frozenset(one.key for one in chosen))
    return list(found)


@settings(max_examples=150, deadline=None)
@given(world=worlds(), value=st.text(max_size=5))
def test_the_lowest_lots_that_fill_every_seat(world: tuple[list[Candidate], list[Stratum], int], value: str) -> None:
    people, strata, most = world
    possible = panels(people, strata, most) if sum(one.seats for one in strata) <= 4 else None
    if possible == []:
        assert lacks_of(people, strata, most)
        with pytest.raises(Infeasible):
            draw(people, strata, public_value=value, per_organisation=most)
        return
    try:
        drawn = draw(people, strata, public_value=value, per_organisation=most)
    except Infeasible:
        assert possible is None
        return
    order = [one.key for one in drawn.lots]
    assert [one.number for one in drawn.lots] == sorted(one.number for one in drawn.lots)
    if possible is not None:
        best = min(possible, key=lambda panel: sorted(order.index(key) for key in panel))
        assert set(drawn.seated()) == best


@settings(max_examples=150, deadline=None)
@given(world=worlds(), value=st.text(max_size=5), shuffle=st.randoms(use_true_random=False))
def test_the_same_list_and_value_give_the_same_panel(
    world: tuple[list[Candidate], list[Stratum], int], value: str, shuffle: object
) -> None:
    people, strata, most = world
    try:
        once = draw(people, strata, public_value=value, per_organisation=most)
    except Infeasible:
        return
    other = people.copy()
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    assert draw(other, strata, public_value=value, per_organisation=most) == once
    by_key = {one.key: one for one in people}
    kinds = {one.key: one for one in strata}
    assert sorted(one.key for one in once.lots) == sorted(by_key)
    for lot in once.lots:
        candidate = by_key[lot.key]
        if lot.outcome in ("seat", "reserve"):
            assert kinds[lot.stratum].takes(candidate) and not candidate.barred
        if candidate.barred:
            assert lot.outcome == candidate.barred
    for one in strata:
        assert len(once.seated(one.key)) == one.seats
        assert len(once.reserves(one.key)) <= one.reserve


def test_anyone_can_work_it_out_again() -> None:
    people = [someone("b", "ict", unit="A"), someone("a", "energy", "ict", barred="conflict")]
    text = "a||industry=energy,ict|conflict\nb|A|industry=ict|\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    seed = hashlib.sha256(f"7 12 20 31:{digest}".encode()).hexdigest()
    assert list_digest(people) == digest
    assert seed_of("7 12 20 31", digest) == seed
    assert lot_of(seed, "b") == hashlib.sha256(f"{seed}:b".encode()).hexdigest()
    drawn = draw(people, [seats("ict", 1)], public_value="7 12 20 31")
    assert drawn.seated() == ["b"] and drawn.seed == seed


def test_a_rare_seat_is_kept_for_who_can_take_it() -> None:
    people = [someone("rare", "energy", "ict"), *(someone(f"p{n}", "ict") for n in range(9))]
    for value in map(str, range(20)):
        assert draw(people, [seats("ict", 3), seats("energy", 1)], public_value=value).seated("energy") == ["rare"]


def test_what_is_lacking_is_named() -> None:
    people = [*(someone(f"p{n}", "ict", unit="A") for n in range(4)), someone("q", "energy", barred="conflict")]
    with pytest.raises(Infeasible) as caught:
        draw(people, [seats("ict", 2), seats("energy", 1)], public_value="x", per_organisation=1)
    said = {one.stratum: (one.seats, one.fitting, one.free, one.possible) for one in caught.value.lacks}
    assert said == {"ict": (2, 4, 4, 1), "energy": (1, 1, 0, 0)}


def test_everyone_has_the_same_chance() -> None:
    people = [someone(f"p{n}", "ict") for n in range(6)]
    drawn = [key for n in range(600) for key in draw(people, [seats("ict", 2)], public_value=str(n)).seated()]
    assert all(150 <= drawn.count(one.key) <= 250 for one in people)


def test_ten_thousand_candidates() -> None:
    people = [someone(f"p{n}", FIELDS[n % 3], unit=f"u{n % 400}") for n in range(10_000)]
    rare = Candidate("rare", {"industry": frozenset({"ict"}), "language": frozenset({"fr"})}, "far")
    strata = [*(seats(one, 5, 10) for one in FIELDS), Stratum("french", 1, 0, {"language": frozenset({"fr"})})]
    drawn = draw([*people, rare], strata, public_value="x", per_organisation=1)
    assert len(drawn.seated()) == 16 and drawn.seated("french") == ["rare"]
