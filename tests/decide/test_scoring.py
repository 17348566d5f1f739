from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.decide.scoring import (
    Basis,
    Criterion,
    Method,
    Problem,
    Score,
    ScoringRule,
    Sheet,
    check_sheet,
    score_entry,
    score_group,
)

WHOLE = (Criterion("whole", Decimal(100)),)
RUBRIC = (Criterion("innovation", Decimal(30)), Criterion("team", Decimal(20)), Criterion("market", Decimal(50)))
TRIM = ScoringRule(Method.TRIMMED_MEAN)


def sheets(*totals: str) -> list[Sheet]:
    return [Sheet(f"J{index}", {"whole": Decimal(total)}) for index, total in enumerate(totals)]


def scored(*totals: str, method: Method = Method.TRIMMED_MEAN) -> Score:
    return score_entry(WHOLE, sheets(*totals), ScoringRule(method))


def test_the_worked_examples_of_the_live_rules() -> None:
    first = scored("86.5", "90", "78", "92", "88", "84.5", "89")
    assert (str(first.value), first.basis) == ("87.60", Basis.TRIMMED_MEAN)
    assert {str(first.totals[judge]) for judge in first.dropped} == {"78", "92"}
    assert str(scored("81", "85", "85", "88", "92").value) == "86.00"


def test_of_several_equal_extremes_one_goes() -> None:
    score = scored("90", "90", "90", "70", "70")
    assert str(score.value) == "83.33"
    assert len(score.dropped) == 2
    assert scored("80", "80", "80", "80", "80").value == 80


def test_few_judges_are_labelled_and_fewer_are_invalid() -> None:
    assert scored("80", "85", "90", "95").basis is Basis.MEAN_TOO_FEW_TO_TRIM
    assert str(scored("80", "85", "90", "95").value) == "87.50"
    nobody = score_entry(WHOLE, [], TRIM)
    assert (nobody.value, nobody.basis, nobody.untrimmed) == (None, Basis.INVALID_TOO_FEW_JUDGES, None)
    two = scored("80", "85")
    assert (two.value, two.basis, two.passes_gate) == (None, Basis.INVALID_TOO_FEW_JUDGES, False)


def test_halves_round_up_exactly() -> None:
    quarter = (Criterion("whole", Decimal(100), step=Decimal("0.01")),)
    own = [Sheet(f"J{i}", {"whole": Decimal(total)}) for i, total in enumerate(("87.60", "87.61", "87.60", "87.61"))]
    assert str(score_entry(quarter, own, ScoringRule()).value) == "87.61"


def test_a_recused_judge_is_not_a_zero() -> None:
    away = Sheet("J9", {"whole": Decimal(0)}, counts=False)
    with_away = score_entry(WHOLE, [*sheets("80", "81", "82"), away], ScoringRule())
    assert str(with_away.value) == "81.00"
    assert "J9" not in with_away.totals


def test_flags_name_low_criteria_wide_panels_and_the_gate() -> None:
    marks = [("11.5", "8", "40"), ("12", "8", "40"), ("12", "8", "12")]
    own = [
        Sheet(f"J{i}", dict(zip(("innovation", "team", "market"), map(Decimal, row), strict=True)))
        for i, row in enumerate(marks)
    ]
    score = score_entry(RUBRIC, own, ScoringRule())
    assert score.low_criteria == ("innovation",), "team stands at 40 % exactly and is not under it"
    assert (score.spread, score.wide) == (Decimal(28), True)
    assert (str(score.value), score.passes_gate) == ("50.50", False)
    assert str(score.criterion_means["innovation"]) == "11.83"
    assert not scored("60", "85", "80", method=Method.MEAN).wide, "25 is not more than 25"
    assert scored("60", "60", "60", method=Method.MEAN).passes_gate


def test_a_sheet_is_checked_against_its_rubric() -> None:
    marks = {"innovation": Decimal("30.5"), "team": Decimal("7.25"), "other": Decimal(1)}
    assert check_sheet(RUBRIC, marks) == (
        Problem("above_maximum", "innovation", {"mark": "30.5", "maximum": "30"}),
        Problem("off_step", "team", {"mark": "7.25", "step": "0.5"}),
        Problem("missing", "market"),
        Problem("unknown", "other"),
    )
    odd = {"innovation": Decimal("NaN"), "team": Decimal(-1), "market": Decimal("Infinity")}
    assert [problem.code for problem in check_sheet(RUBRIC, odd)] == ["not_a_number", "below_zero", "not_a_number"]
    with pytest.raises(ValueError, match="missing market"):
        score_entry(RUBRIC, [Sheet("J1", marks)], ScoringRule())
    with pytest.raises(ValueError, match="two sheets"):
        score_entry(WHOLE, [*sheets("80"), *sheets("81")], ScoringRule())


def test_rank_sums_share_places_and_need_one_panel() -> None:
    rule = ScoringRule(Method.RANK_SUM)
    group = {"a": sheets("90", "80", "70"), "b": sheets("80", "80", "90"), "c": sheets("70", "60", "60")}
    found = score_group(WHOLE, group, rule)
    assert {name: str(score.value) for name, score in found.items()} == {"a": "4.5", "b": "4.5", "c": "9"}
    uneven = score_group(WHOLE, group | {"c": sheets("70", "60", "60", "60")}, rule)
    assert {score.basis for score in uneven.values()} == {Basis.INVALID_DIFFERENT_JUDGES}
    assert all(score.value is None for score in uneven.values())
    with pytest.raises(ValueError, match="score_group"):
        score_entry(WHOLE, sheets("80"), rule)


halves = st.integers(0, 200).map(lambda half: Decimal(half) / 2)


@given(st.lists(halves, min_size=5, max_size=11), st.randoms(use_true_random=False))
def test_trimming_ignores_order_and_stays_inside(totals: list[Decimal], random: object) -> None:
    own = [str(total) for total in totals]
    value = scored(*own).value
    random.shuffle(own)  # type: ignore[attr-defined]
    assert scored(*own).value == value
    kept = sorted(totals)[1:-1]
    assert value is not None
    assert abs(value - sum(kept) / len(kept)) <= Decimal("0.005")


@given(st.lists(st.lists(halves, min_size=3, max_size=3), min_size=1, max_size=6))
def test_rank_sums_add_up_and_follow_dominance(rows: list[list[Decimal]]) -> None:
    group = {str(i): sheets(*map(str, row)) for i, row in enumerate(rows)}
    found = score_group(WHOLE, group, ScoringRule(Method.RANK_SUM))
    values = [score.value for score in found.values()]
    assert sum(value for value in values if value is not None) == Decimal(3 * len(rows) * (len(rows) + 1)) / 2
    for (first, a), (second, b) in pairwise(zip(rows, values, strict=True)):
        if all(x > y for x, y in zip(first, second, strict=True)):
            assert a is not None and b is not None and a < b
