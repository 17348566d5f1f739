"""The mixed model behind calibration: what is quality, what is the judge's habit, what is chance.

score = mean + judge's level + judge's spread x (entry's quality + noise); levels and qualities are random effects, so
with few reviews they are drawn towards the middle instead of being believed whole. Spreads are 1 unless the scores say
otherwise: their variance between judges is estimated too and comes out near 0 when all use the scale alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yunhui.decide.calibration_solver import Design, Floats, Ints, System

QUALITY_FLOOR = 0.05
"""Least variance of quality as a part of the noise variance: a panel seldom scores pure chance, and order must stay."""
LEVEL_FLOOR = 1e-3
"""Least variance of judges' levels as a part of the noise variance; keeps the equations regular."""
SPREAD_ROUNDS = 8
SPREAD_STEPS = 3
SPREAD_LEAST = 1e-4
"""With a variance of log spreads no larger than this (1 % of the scale) all judges count as using the scale alike."""
SPREAD_LIMIT = 1.0
"""No judge's spread is taken to be more than e times, or less than 1 / e of, the usual one."""


@dataclass(frozen=True)
class Parts:
    """Where the scores' variance comes from, in squared points; `spread` is the variance of log spreads (no unit)."""

    quality: float
    level: float
    noise: float
    spread: float
    freedom: int
    """Reviews beyond those that levels and qualities use up; at 0 noise cannot be told from quality."""


@dataclass(frozen=True)
class Fit:
    """quality: (n,) shrunken deviations from `mean`; level, spread, spread_error: (m,), the last of log spread.

    residual: (T,) scores less mean and level, divided by spread: what the model sees as quality and noise.
    """

    design: Design
    system: System
    parts: Parts
    mean: float
    quality: Floats
    level: Floats
    spread: Floats
    spread_error: Floats
    residual: Floats


def variance_parts(design: Design, pieces: int) -> tuple[float, float, float, int]:
    """Estimate (quality, level, noise, degrees of freedom) by fitting constants (Henderson 1953, method III).

    Unbiased for any pattern of who reviewed what; needs one least-squares fit and no iteration. In simulations with
    three reviews an entry it was as sharp as restricted likelihood.
    """
    entries, judges, reviews = len(design.reviews_of_entry), len(design.weight), len(design.value)
    by_entry, by_rest = design.sums(design.value)
    square = float(design.value @ design.value)
    # A hair of ridge makes the fit regular; least squares only sees it in the directions that the fit does not use.
    hair = 1e-8 * float((design.reviews_of_judge * design.weight**2).mean())
    rest, quality = design.system(0.0, hair, pinned_mean=True).solve(by_entry, by_rest)
    unexplained = max(square - float(by_rest @ rest + by_entry @ quality), 0.0)
    rank = entries + judges - pieces
    freedom = reviews - rank
    own = design.reviews_of_judge * design.weight**2
    without_quality = square - float((by_rest[1:] ** 2 / own).sum())
    without_level = square - float((by_entry**2 / design.reviews_of_entry).sum())
    pair = design.cross[:, 1:].tocoo()
    judge_of_pair = pair.coords[1]
    in_judges = (pair.data / design.weight[judge_of_pair]) ** 2 / design.reviews_of_judge[judge_of_pair]
    quality_trace = reviews - float(in_judges.sum())
    level_trace = float(own.sum() - (pair.data**2 / design.reviews_of_entry[pair.coords[0]]).sum())
    if freedom > 0:
        noise = unexplained / freedom
    else:
        # Nothing is left over to see noise by: take half of what judges' levels do not explain.
        noise = without_quality / (2 * max(quality_trace, 1.0))
    noise = max(noise, 1e-9 * square / reviews, 1e-300)
    level = quality_part = 0.0
    if quality_trace > 1e-9 * reviews:
        quality_part = (without_quality - unexplained - (rank - judges) * noise) / quality_trace
    if level_trace > 1e-9 * reviews:
        level = (without_level - unexplained - (rank - entries) * noise) / level_trace
    return max(quality_part, QUALITY_FLOOR * noise), max(level, LEVEL_FLOOR * noise), noise, freedom


def fit(
    entry: Ints, judge: Ints, score: Floats, pieces: int, progress: Callable[[str], None] = lambda text: None
) -> Fit:
    """Fit the model to T reviews ((T,) entry and judge indices without gaps, finite scores).

    The spread of a judge is the maximiser of its penalised likelihood given the co-reviewers' view of the same entries
    (so a judge of a field with uneven projects is not taken for one who exaggerates); the penalty's width is
    started by moments and refined by EM.
    """
    entries, judges = int(entry.max()) + 1, int(judge.max()) + 1
    middle = float(score.mean())
    known = np.bincount(judge, minlength=judges) - 1.0
    log_spread, width = np.zeros(judges), 0.0
    for turn in range(SPREAD_ROUNDS + 1):
        progress(f"model, round {turn + 1} of {SPREAD_ROUNDS + 1}")
        spread = np.exp(log_spread)
        design = Design.of(entry, judge, score - middle, spread, entries)
        quality_part, level_part, noise, freedom = variance_parts(design, pieces)
        system = design.system(noise / quality_part, noise / level_part)
        rest, quality = system.solve(*design.sums(design.value))
        residual = design.value - ((rest[0] + rest[1:]) / spread)[judge]
        share = 1 - 1 / system.entry_diagonal[entry]
        seen = np.bincount(judge, 1 + (quality_part / noise + 1) * share)
        information: Floats = np.asarray(seen * (known / (known + 1)), dtype=np.float64)
        pull = _pull(design, system, residual, noise) - known
        if turn == 0:
            # By moments: pulls vary as much as their information says, and more by its square times the variance.
            width = float((pull**2 - information).sum() / max((information**2).sum(), 1e-300))
        if turn == SPREAD_ROUNDS or width <= SPREAD_LEAST:
            break
        for _ in range(SPREAD_STEPS):
            step = np.clip((pull - log_spread / width) / (information + 1 / width), -0.5, 0.5)
            moved = log_spread + step
            moved = np.clip(moved - moved.mean(), -SPREAD_LIMIT, SPREAD_LIMIT)
            residual = residual * np.exp(log_spread - moved)[judge]
            log_spread = moved
            pull = _pull(design, system, residual, noise) - known
        width = float(np.mean(log_spread**2 + 1 / (information + 1 / width)))
    used = width > SPREAD_LEAST
    return Fit(
        design=design,
        system=system,
        parts=Parts(quality_part, level_part, noise, width if used else 0.0, freedom),
        mean=middle + float(rest[0]),
        quality=quality,
        level=rest[1:],
        spread=spread,
        spread_error=1 / np.sqrt(information + 1 / width) if used else np.zeros(judges),
        residual=residual,
    )


def _pull(design: Design, system: System, residual: Floats, noise: float) -> Floats:
    """Return (m,) by how much each judge's residuals, against what co-reviewers say, exceed the usual spread."""
    shared = np.bincount(design.entry, residual) / system.entry_diagonal
    return np.asarray(np.bincount(design.judge, residual * (residual - shared[design.entry]) / noise), np.float64)
