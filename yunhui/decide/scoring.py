"""The official score of an entry under the rule that its call announced: a closed list of rules, exact decimals.

A judge who is recused, absent or abstains gives no score, which is not a score of zero.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

CENT = Decimal("0.01")
LEAST_JUDGES = 3
LEAST_TO_TRIM = 5
LOW_SHARE = Decimal("0.4")
GATE_MEAN = Decimal(60)
WIDE_SPREAD = Decimal(25)


class Method(StrEnum):
    """Rules a call may announce."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    RANK_SUM = "rank_sum"


class Basis(StrEnum):
    """How a score really came about; printed beside it when it is not what the rule's name says."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEAN_TOO_FEW_TO_TRIM = "mean_too_few_to_trim"
    RANK_SUM = "rank_sum"
    INVALID_TOO_FEW_JUDGES = "invalid_too_few_judges"
    INVALID_DIFFERENT_JUDGES = "invalid_different_judges"


@dataclass(frozen=True)
class Criterion:
    """One line of the score sheet; marks run from 0 to `maximum` in steps of `step`."""

    code: str
    maximum: Decimal
    step: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Sheet:
    """One judge's marks for one entry, by criterion code; `counts` is False when recused, absent or abstaining."""

    judge: str
    marks: Mapping[str, Decimal]
    counts: bool = True


@dataclass(frozen=True)
class Problem:
    """A fault of a sheet: `code` is missing, unknown, not_a_number, below_zero, above_maximum or off_step."""

    code: str
    field: str
    parameters: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ScoringRule:
    """What the call announced; the defaults are the house's (domain rules of preliminary review and live scoring)."""

    method: Method = Method.MEAN
    least_judges: int = LEAST_JUDGES
    least_to_trim: int = LEAST_TO_TRIM
    low_share: Decimal = LOW_SHARE
    gate_mean: Decimal = GATE_MEAN
    wide_spread: Decimal = WIDE_SPREAD


@dataclass(frozen=True)
class Score:
    """The official score and all it rests on.

    value: two decimals, half up; None when invalid. For RANK_SUM lower is better, otherwise higher.
    totals: every counted judge's total; dropped: the judges trimmed away (highest, lowest).
    untrimmed: mean of all counted totals; criterion_means: likewise (the tie-breaks' values), two decimals.
    low_criteria: criteria whose mean is under `low_share` of their maximum. passes_gate: the value, or for
    RANK_SUM the untrimmed mean, is at least `gate_mean`. spread: highest less lowest total; wide when beyond
    `wide_spread`.
    """

    value: Decimal | None
    basis: Basis
    totals: Mapping[str, Decimal]
    dropped: tuple[str, ...]
    untrimmed: Decimal | None
    criterion_means: Mapping[str, Decimal]
    low_criteria: tuple[str, ...]
    passes_gate: bool
    spread: Decimal | None
    wide: bool


def check_sheet(rubric: Sequence[Criterion], marks: Mapping[str, Decimal | None]) -> tuple[Problem, ...]:
    """Return every fault of a sheet against its rubric, in the rubric's order, then criteria that it does not know."""
    found = []
    for criterion in rubric:
        mark = marks.get(criterion.code)
        if mark is None:
            found.append(Problem("missing", criterion.code))
        elif not mark.is_finite():
            found.append(Problem("not_a_number", criterion.code))
        elif mark < 0:
            found.append(Problem("below_zero", criterion.code, {"mark": str(mark)}))
        elif mark > criterion.maximum:
            maximum = {"mark": str(mark), "maximum": str(criterion.maximum)}
            found.append(Problem("above_maximum", criterion.code, maximum))
        elif mark % criterion.step:
            found.append(Problem("off_step", criterion.code, {"mark": str(mark), "step": str(criterion.step)}))
    known = {criterion.code for criterion in rubric}
    return (*found, *(Problem("unknown", code) for code in sorted(marks.keys() - known)))


def half_up(value: Decimal) -> Decimal:
    """Round to two decimals, halves away from zero: 87.605 is 87.61."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the mean to two decimals, rounded once.

    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("a mean needs at least one value")
    with localcontext() as context:
        context.prec = 50
        return half_up(sum(values, Decimal(0)) / len(values))


def trim(totals: Mapping[str, Decimal]) -> tuple[str, str]:
    """Return the judges to leave out: one highest and one lowest, of several equals only one (the first by name).

    Which of the equals goes does not change the score.
    """
    names = sorted(totals)
    highest = max(names, key=lambda name: totals[name])
    lowest = min((name for name in names if name != highest), key=lambda name: totals[name])
    return highest, lowest


def score_entry(rubric: Sequence[Criterion], sheets: Iterable[Sheet], rule: ScoringRule) -> Score:
    """Score one entry by plain or trimmed mean. Under RANK_SUM use `score_group`.

    Raises:
        ValueError: a counted sheet has problems, a judge has two sheets, or the rule is RANK_SUM.
    """
    if rule.method is Method.RANK_SUM:
        raise ValueError("a rank sum compares entries: use score_group")
    return _score(rubric, sheets, rule)


def score_group(
    rubric: Sequence[Criterion], sheets: Mapping[str, Sequence[Sheet]], rule: ScoringRule
) -> dict[str, Score]:
    """Score all entries of a group (sheets by entry id) under any rule.

    Under RANK_SUM each judge ranks the entries by total, equals share the middle of their places, and the places are
    added. It is invalid for the whole group unless the same judges counted for every entry: sums of different judges
    cannot be compared.

    Raises:
        ValueError: a counted sheet has problems or a judge has two sheets for an entry.
    """
    scores = {entry: _score(rubric, own, rule) for entry, own in sheets.items()}
    if rule.method is not Method.RANK_SUM:
        return scores
    if len({frozenset(score.totals) for score in scores.values()}) > 1:
        return {
            entry: replace(score, value=None, basis=Basis.INVALID_DIFFERENT_JUDGES) for entry, score in scores.items()
        }
    judges = next(iter(scores.values())).totals if scores else {}
    columns = {judge: [score.totals[judge] for score in scores.values()] for judge in judges}
    return {
        entry: replace(
            score, value=sum((_place(total, columns[judge]) for judge, total in score.totals.items()), Decimal(0))
        )
        if score.value is not None
        else score
        for entry, score in scores.items()
    }


def _place(own: Decimal, column: Sequence[Decimal]) -> Decimal:
    above = sum(other > own for other in column)
    equal = sum(other == own for other in column)
    return Decimal(above) + Decimal(equal + 1) / 2


def _score(rubric: Sequence[Criterion], sheets: Iterable[Sheet], rule: ScoringRule) -> Score:
    counted: dict[str, Mapping[str, Decimal]] = {}
    for sheet in sheets:
        if not sheet.counts:
            continue
        if sheet.judge in counted:
            raise ValueError(f"judge {sheet.judge} has two sheets")
        problems = check_sheet(rubric, sheet.marks)
        if problems:
            named = ", ".join(f"{problem.code} {problem.field}" for problem in problems)
            raise ValueError(f"the sheet of judge {sheet.judge} cannot be counted: {named}")
        counted[sheet.judge] = sheet.marks
    totals = {judge: sum(marks.values(), Decimal(0)) for judge, marks in sorted(counted.items())}
    value, basis, dropped = _value(totals, rule)
    untrimmed = mean(list(totals.values())) if totals else None
    by_criterion = {
        criterion.code: [marks[criterion.code] for marks in counted.values()] for criterion in rubric if counted
    }
    spread = max(totals.values()) - min(totals.values()) if totals else None
    gated = untrimmed if rule.method is Method.RANK_SUM else value
    return Score(
        value=value,
        basis=basis,
        totals=totals,
        dropped=dropped,
        untrimmed=untrimmed,
        criterion_means={code: mean(marks) for code, marks in by_criterion.items()},
        low_criteria=tuple(
            criterion.code
            for criterion in rubric
            if counted
            # Compared as sums, so that rounding decides nothing.
            and sum(by_criterion[criterion.code], Decimal(0)) < rule.low_share * criterion.maximum * len(counted)
        ),
        passes_gate=value is not None and gated is not None and gated >= rule.gate_mean,
        spread=spread,
        wide=spread is not None and spread > rule.wide_spread,
    )


def _value(totals: Mapping[str, Decimal], rule: ScoringRule) -> tuple[Decimal | None, Basis, tuple[str, ...]]:
    if len(totals) < max(rule.least_judges, 1):
        return None, Basis.INVALID_TOO_FEW_JUDGES, ()
    if rule.method is Method.RANK_SUM:
        # The places need the whole group; until then the value only says that there are judges enough.
        return Decimal(0), Basis.RANK_SUM, ()
    if rule.method is Method.MEAN:
        return mean(list(totals.values())), Basis.MEAN, ()
    if len(totals) < max(rule.least_to_trim, 3):
        return mean(list(totals.values())), Basis.MEAN_TOO_FEW_TO_TRIM, ()
    dropped = trim(totals)
    return mean([total for judge, total in totals.items() if judge not in dropped]), Basis.TRIMMED_MEAN, dropped
