"""Scores of different judges on one scale, with how sure that is: a reference beside the official order, not instead.

The official order is the plain mean. What stands here tells people where it rests on which judges an entry met.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from yunhui.decide.calibration_draws import certainty
from yunhui.decide.calibration_model import Parts, fit
from yunhui.decide.calibration_solver import Floats, Ints

DRAWS = 2000
DRAWS_OF_MANY = 1000
MANY_REVIEWS = 20_000
SEED = 20260522
EIGHTY = 1.2815515655446004
"""Half width, in sd, of the middle 80 % of a normal law."""
NINETY_FIVE = 1.959963984540054
LARGEST = 1e9
"""No score sheet has more points; beyond, squares would lose the digits that count."""
BORDER = (0.1, 0.9)
"""Chances of being in the true top strictly between these call for deliberation."""


@dataclass(frozen=True)
class Notice:
    """Something to tell the reader. `code` is one of NOTICES; `entries` and `judges` are the indices concerned."""

    code: str
    entries: tuple[int, ...] = ()
    judges: tuple[int, ...] = ()
    count: int = 0


NOTICES = ("pieces", "judges_with_one_review", "entries_with_one_review", "noise_unseen")


@dataclass(frozen=True)
class Calibration:
    """The official order and the reference beside it, for n entries and m judges; points are those of the scores.

    mean, rank: (n,) plain mean and its place (1, 2, 2, 4). top, line: how many places there are, and the mean halfway
    between the last inside and the first outside (None when all are inside).
    score, low, high: (n,) calibrated score and its 80 % interval, on the scale of the usual judge.
    p_top: (n,) probability of being among the true `top` best. border: (n,) deliberation is due (see `border_zone`).
    judge_level, judge_low, judge_high: (m,) points above (lenient) or below (strict) the usual judge, 95 % interval.
    judge_spread: (m,) how widely the judge uses the scale, 1 is usual. judge_leaning: (m,) 1 lenient, -1 strict, 0 when
    the interval holds 0. piece: (n,) number of the part of the review graph; entries of different parts share no judge,
    not even through others.
    """

    mean: Floats
    rank: Ints
    top: int
    line: float | None
    score: Floats
    low: Floats
    high: Floats
    p_top: Floats
    border: NDArray[np.bool_]
    judge_level: Floats
    judge_low: Floats
    judge_high: Floats
    judge_spread: Floats
    judge_leaning: Ints
    piece: Ints
    parts: Parts
    notices: tuple[Notice, ...]


def calibrate(
    entries: ArrayLike,
    judges: ArrayLike,
    scores: ArrayLike,
    top: int,
    *,
    draws: int | None = None,
    seed: int = SEED,
    progress: Callable[[str], None] = lambda text: None,
) -> Calibration:
    """Put T reviews on one scale: entries and judges are (T,) indices from 0 without gaps, scores (T,) finite points.

    Method: crossed random effects (entries, judges' levels) with spreads of judges, shrunken predictions (Henderson
    1975), variances by fitting constants, certainty by draws from the joint posterior.

    Raises:
        ValueError: arrays of different lengths or empty, an index missing, a score that is not finite or beyond
            LARGEST, one judge twice on one entry, or `top` not between 1 and the number of entries.
    """
    entry, judge, score = _checked(entries, judges, scores)
    count, people = int(entry.max()) + 1, int(judge.max()) + 1
    if not 1 <= top <= count:
        raise ValueError(f"top must be between 1 and {count}, the number of entries; it is {top}")
    graph = sparse.csr_array((np.ones(len(entry)), (entry, judge + count)), shape=(count + people, count + people))
    pieces, part = connected_components(graph, directed=False)
    # Means are compared at twelve digits: 0.1 + 0.2 and 0.3 are one score.
    mean = np.bincount(entry, score, count) / np.bincount(entry, minlength=count)
    mean = np.round(mean, 11 - int(np.floor(np.log10(np.abs(score).max() + 1))))
    rank, line = official_order(mean, top)
    model = fit(entry, judge, score, pieces, progress)
    sure = certainty(model, top, draws or (DRAWS if len(score) <= MANY_REVIEWS else DRAWS_OF_MANY), seed, progress)
    calibrated = model.mean + model.quality
    level = model.level
    return Calibration(
        mean=mean,
        rank=rank,
        top=top,
        line=line,
        score=calibrated,
        low=calibrated - EIGHTY * sure.quality_error,
        high=calibrated + EIGHTY * sure.quality_error,
        p_top=sure.top,
        border=border_zone(rank, sure.top, top),
        judge_level=level,
        judge_low=level - NINETY_FIVE * sure.level_error,
        judge_high=level + NINETY_FIVE * sure.level_error,
        judge_spread=model.spread,
        judge_leaning=np.where(np.abs(level) > NINETY_FIVE * sure.level_error, np.sign(level), 0).astype(np.int64),
        piece=part[:count].astype(np.int64),
        parts=model.parts,
        notices=_notices(entry, judge, pieces, part[:count], model.parts),
    )


def official_order(mean: Floats, top: int) -> tuple[Ints, float | None]:
    """Return the places by plain mean, ties sharing the best one (1, 2, 2, 4), and the line behind place `top`."""
    descending = np.sort(mean)[::-1]
    rank = np.searchsorted(-descending, -mean, side="left") + 1
    line = float(descending[top - 1] + descending[top]) / 2 if top < len(mean) else None
    return rank.astype(np.int64), line


def border_zone(rank: Ints, p_top: Floats, top: int) -> NDArray[np.bool_]:
    """Tell for which entries deliberation is due, for any of three reasons.

    The chance of being in the true top lies strictly between 10 % and 90 %; or the official place and that chance
    speak against each other (inside with 10 % or less, outside with 90 % or more); or the official mean is shared by
    entries on both sides of the line.
    """
    inside = rank <= top
    unsure = (p_top > BORDER[0]) & (p_top < BORDER[1])
    against = (inside & (p_top <= BORDER[0])) | (~inside & (p_top >= BORDER[1]))
    sharing = np.bincount(rank, minlength=len(rank) + 1)[rank]
    across = inside & (rank + sharing - 1 > top)
    return np.asarray(unsure | against | across)


def _checked(entries: ArrayLike, judges: ArrayLike, scores: ArrayLike) -> tuple[Ints, Ints, Floats]:
    entry, judge = np.asarray(entries, dtype=np.int64), np.asarray(judges, dtype=np.int64)
    score = np.asarray(scores, dtype=np.float64)
    if not entry.shape == judge.shape == score.shape or entry.ndim != 1 or not entry.size:
        raise ValueError("entries, judges and scores must be one-dimensional, of one length and not empty")
    for name, index in (("entries", entry), ("judges", judge)):
        if index.min() < 0 or not np.bincount(index).all():
            raise ValueError(f"{name} must be numbered from 0 without gaps")
    if not (np.abs(score) <= LARGEST).all():
        raise ValueError(f"every score must be a finite number of at most {LARGEST:.0f} points")
    if len(np.unique(entry * (judge.max() + 1) + judge)) < len(entry):
        raise ValueError("a judge has two scores for one entry")
    return entry, judge, score


def _notices(entry: Ints, judge: Ints, pieces: int, part: Ints, parts: Parts) -> tuple[Notice, ...]:
    of_entry, of_judge = np.bincount(entry), np.bincount(judge)
    lone_judges = tuple(np.flatnonzero(of_judge == 1).tolist())
    lone_entries = tuple(np.flatnonzero(of_entry == 1).tolist())
    found = []
    if pieces > 1:
        # Everything outside the largest piece: these are the entries whose place against the rest rests on nothing.
        largest = int(np.bincount(part).argmax())
        found.append(Notice("pieces", entries=tuple(np.flatnonzero(part != largest).tolist()), count=pieces))
    if lone_judges:
        found.append(Notice("judges_with_one_review", judges=lone_judges, count=len(lone_judges)))
    if lone_entries:
        found.append(Notice("entries_with_one_review", entries=lone_entries, count=len(lone_entries)))
    if parts.freedom <= 0:
        found.append(Notice("noise_unseen", count=len(entry)))
    return tuple(found)
