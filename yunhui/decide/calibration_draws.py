"""How sure the calibrated order is: draws from the joint posterior of all qualities."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from yunhui.decide.calibration_model import Fit
from yunhui.decide.calibration_solver import Floats

CHUNK = 200
"""Draws made at once; bounds the memory."""
LEAST_FREEDOM = 5
"""Fewer degrees of freedom than this would make the noise factor's variance endless."""


@dataclass(frozen=True)
class Certainty:
    """quality_error: (n,) and level_error: (m,) posterior sd in points; top: (n,) P(among the `top` best)."""

    quality_error: Floats
    level_error: Floats
    top: Floats


def certainty(model: Fit, top: int, count: int, seed: int, progress: Callable[[str], None]) -> Certainty:
    """Draw `count` times; entries are not independent, for they hang together through their judges.

    Seeded: the same reviews give the same answer, and nearly the same reviews meet the same random numbers, so that
    a late review does not stir the others at random. Levels, spreads, mean and qualities vary jointly; that the
    variances are estimates too is met by a chi-square factor on the noise and by the uncertainty of the shrinkage
    (Morris 1983), which matters in small groups.
    """
    random = np.random.default_rng(seed)
    design, system, noise_sd = model.design, model.system, float(np.sqrt(model.parts.noise))
    entries, judges = len(model.quality), len(model.level)
    # Spreads are known only so well: with one larger by d, that judge's residuals count for d less.
    pulled = sparse.csr_array((-model.residual, (design.entry, design.judge)), shape=(entries, judges))
    pulled_judge = -np.bincount(design.judge, model.residual, judges) * design.weight
    inside, shift_square, level_square = np.zeros(entries), np.zeros(entries), np.zeros(judges)
    own_sd = noise_sd / np.sqrt(system.entry_diagonal)
    freedom = max(model.parts.freedom, LEAST_FREEDOM)
    standing = max(judges - 1, LEAST_FREEDOM)
    unreliable = own_sd**2 / model.parts.quality
    reach = model.quality * unreliable / (1 - unreliable) * np.sqrt(2 / freedom + 2 / max(entries - 1, 1))
    for start in range(0, count, CHUNK):
        progress(f"draws, {start} of {count}")
        width = min(CHUNK, count - start)
        stretch = model.spread_error[:, None] * random.standard_normal((judges, width))
        by_entry = pulled @ stretch
        by_judge = pulled_judge[:, None] * stretch
        by_rest = np.vstack([by_judge.sum(axis=0, keepdims=True), by_judge])
        rest = system.draw(random, noise_sd, by_entry, by_rest)
        factor = np.sqrt(freedom / random.chisquare(freedom, (width, 1)))
        # Where the usual judge stands is known only from so many judges.
        middle = np.sqrt(standing / random.chisquare(standing, (width, 1))) - 1
        shift = factor * (system.entries_given(rest, by_entry) + rest[0]).T - middle * rest[1:].mean(axis=0)[:, None]
        shift += random.standard_normal((width, 1)) * reach
        shift_square += (shift**2).sum(axis=0)
        level_square += (rest[1:] ** 2).sum(axis=1)
        quality = model.quality + shift + factor * own_sd * random.standard_normal((width, entries))
        line = np.partition(quality, entries - top, axis=1)[:, entries - top]
        inside += (quality >= line[:, None]).sum(axis=0)
    return Certainty(
        quality_error=np.sqrt(own_sd**2 * freedom / (freedom - 2) + shift_square / count),
        level_error=np.sqrt(level_square / count),
        top=inside / count,
    )
