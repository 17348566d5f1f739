"""The linear algebra of calibration: reviews as a sparse crossed design, entries eliminated, judges solved for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.sparse.linalg import LinearOperator, cg

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DENSE_ONE = 200
DENSE_MANY = 2000
"""Up to so many judges a dense Cholesky factor (32 MB) is quicker than conjugate gradients, which need only sparse
products: for one right-hand side, and for the thousands that draws need."""


@dataclass(frozen=True)
class Design:
    """T reviews of n entries by m judges; review t counts the judge's effect with weight 1 / spread of that judge.

    entry, judge: (T,) indices. weight: (m,). value: (T,) centred scores divided by the judge's spread.
    """

    entry: Ints
    judge: Ints
    weight: Floats
    value: Floats
    reviews_of_entry: Floats
    reviews_of_judge: Floats
    cross: sparse.csr_array
    """(n, 1 + m): the column of the grand mean, then one column for each judge, summed over an entry's reviews."""

    @classmethod
    def of(cls, entry: Ints, judge: Ints, centred: Floats, spread: Floats, entries: int) -> "Design":
        weight = 1.0 / spread
        judges = len(spread)
        mean_column = sparse.csr_array(np.bincount(entry, weight[judge], entries)[:, None])
        by_judge = sparse.csr_array((weight[judge], (entry, judge)), shape=(entries, judges))
        return cls(
            entry=entry,
            judge=judge,
            weight=weight,
            value=centred * weight[judge],
            reviews_of_entry=np.bincount(entry, minlength=entries).astype(float),
            reviews_of_judge=np.bincount(judge, minlength=judges).astype(float),
            cross=sparse.csr_array(sparse.hstack([mean_column, by_judge], format="csr")),
        )

    def sums(self, value: Floats) -> tuple[Floats, Floats]:
        """Return the right-hand sides of one (T,) vector: by entry (n,) and for mean and judges (1 + m,)."""
        weighted = value * self.weight[self.judge]
        by_judge = np.bincount(self.judge, weighted, len(self.weight))
        by_entry: Floats = np.bincount(self.entry, value, len(self.reviews_of_entry)).astype(np.float64)
        return by_entry, np.concatenate([[by_judge.sum()], by_judge])

    def system(self, entry_ridge: float, judge_ridge: float, *, pinned_mean: bool = False) -> "System":
        """Build the normal equations with `ridge` = noise variance / effect variance on each side.

        pinned_mean: hold the grand mean, which unshrunk entries (`entry_ridge` 0) would leave undetermined.
        """
        return System(self, entry_ridge, judge_ridge, pinned_mean=pinned_mean)


class System:
    """Normal equations after eliminating the entries, whose block is diagonal."""

    def __init__(self, design: Design, entry_ridge: float, judge_ridge: float, *, pinned_mean: bool) -> None:
        self.design = design
        self.entry_diagonal = design.reviews_of_entry + entry_ridge
        self._judge_ridge = judge_ridge
        self._entry_ridge = entry_ridge
        own = design.reviews_of_judge * design.weight**2
        ridge = np.concatenate([[1.0 if pinned_mean else 0.0], np.full(len(own), judge_ridge)])
        border = sparse.csr_array(own[None, :])
        corner = sparse.csr_array([[own.sum()]])
        whole = sparse.block_array([[corner, border], [border.T, sparse.diags_array(own)]])
        self._gram = sparse.csr_array(whole + sparse.diags_array(ridge))
        self._scaled = sparse.csr_array(sparse.diags_array(1.0 / self.entry_diagonal) @ design.cross)
        self._size = len(ridge)

    def solve(self, by_entry: Floats, by_rest: Floats) -> tuple[Floats, Floats]:
        """Return (mean and judges (1 + m,), entry effects (n,)) for right-hand sides of those shapes."""
        right = by_rest - self._scaled.T @ by_entry
        if self._size <= DENSE_ONE:
            rest = np.asarray(cho_solve((self._lower, True), right))
        else:
            rest = self._iterate(right[:, None], 1e-9)[:, 0]
        return rest, self.entries_given(rest[:, None], by_entry[:, None])[:, 0]

    def entries_given(self, rest: Floats, by_entry: Floats) -> Floats:
        """Return the entry effects (n, S) that go with the mean and the judges in `rest` (1 + m, S)."""
        return np.asarray((by_entry - self.design.cross @ rest) / self.entry_diagonal[:, None])

    def draw(self, random: np.random.Generator, noise_sd: float, by_entry: Floats, by_rest: Floats) -> Floats:
        """Draw mean and judges (1 + m, S) from the posterior normal law for each of S right-hand sides.

        With a factor by a triangular solve; beyond DENSE_MANY by perturb-and-solve (Papandreou & Yuille 2010): noise
        with the matrix as its covariance joins the right-hand side.
        """
        right = by_rest - self._scaled.T @ by_entry
        if self._size <= DENSE_MANY:
            white = noise_sd * random.standard_normal(right.shape)
            # With all spreads alike nothing pulls, and half of the work falls away.
            centre: Floats = np.asarray(cho_solve((self._lower, True), right)) if right.any() else right
            centre += solve_triangular(self._lower, white, lower=True, trans=1)
            return centre
        return self._iterate(right + noise_sd * self._rough(random, right.shape[1]), 1e-3)

    @cached_property
    def _lower(self) -> Floats:
        matrix = (self._gram - self.design.cross.T @ self._scaled).toarray()
        return np.asarray(cholesky(matrix, lower=True, overwrite_a=True, check_finite=False))

    def _rough(self, random: np.random.Generator, count: int) -> Floats:
        """Noise (1 + m, count) whose covariance is the eliminated matrix: one part for each term of the likelihood."""
        design, judges, reviews = self.design, len(self.design.weight), len(self.design.value)
        position = np.arange(reviews)
        to_judge = sparse.csr_array((design.weight[design.judge], (design.judge, position)), shape=(judges, reviews))
        to_entry = sparse.csr_array((np.ones(reviews), (design.entry, position)))
        noise = random.standard_normal((reviews, count))
        for_judge, for_entry = to_judge @ noise, to_entry @ noise
        for_entry += np.sqrt(self._entry_ridge) * random.standard_normal(for_entry.shape)
        for_rest = np.vstack([for_judge.sum(axis=0, keepdims=True), for_judge])
        for_rest[1:] += np.sqrt(self._judge_ridge) * random.standard_normal((judges, count))
        return np.asarray(for_rest - self._scaled.T @ for_entry)

    def _iterate(self, right: Floats, tolerance: float) -> Floats:
        """Solve for S right-hand sides at once: one block-diagonal system has the same spectrum, so the same steps."""
        cross, scaled = self.design.cross, self._scaled
        diagonal = self._gram.diagonal() - cross.multiply(scaled).sum(axis=0)

        def times(flat: Floats) -> Floats:
            block = flat.reshape(right.shape)
            return np.asarray(self._gram @ block - cross.T @ (scaled @ block)).ravel()

        def precondition(flat: Floats) -> Floats:
            return np.asarray(flat.reshape(right.shape) / diagonal[:, None]).ravel()

        found, _ = cg(
            LinearOperator((right.size, right.size), matvec=times, dtype=float),
            right.ravel(),
            rtol=tolerance,
            maxiter=2000,
            M=LinearOperator((right.size, right.size), matvec=precondition, dtype=float),
        )
        return np.asarray(found).reshape(right.shape)
