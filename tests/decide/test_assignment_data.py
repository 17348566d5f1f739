"""The published instances: sums and floors of the exact programme. Skipped where they are not at hand."""

import numpy as np
import pytest

from tests.decide.assignment_worlds import DATA, check_rules
from yunhui.decide.assignment import assign
from yunhui.decide.assignment.reading import read

FOLDER = DATA / "assignment"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no published instances in {FOLDER}")

# Greatest sum; lowest paper score and sum of the exact programme under the max-min bound.
PUBLISHED = {
    "midl": (201.885, 0.9448, 201.769),
    "preflib1": (124.25, 0.75, 124.25),
    "preflib2": (141.5, 1.0, 141.5),
    "aamas2016": (949.5, 1.0, 949.25),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_as_good_as_the_exact_programme(name: str) -> None:
    problem = read(FOLDER / f"{name}.npz", None, None).problem
    greatest, floor, total = PUBLISHED[name]
    assert assign(problem, "sum").total == pytest.approx(greatest, abs=1e-3)
    fair = assign(problem, "fair")
    check_rules(fair.problem, fair.choice)
    assert fair.lowest == pytest.approx(floor, abs=1e-4)
    assert fair.bound == pytest.approx(fair.lowest, abs=1e-8)
    assert fair.total >= total * (1 - 1e-4)
    assert fair.proven
    assert (problem.demand == problem.wanted).all()


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_lottery_keeps_four_fifths(name: str) -> None:
    problem = read(FOLDER / f"{name}.npz", None, None).problem
    drawn = assign(problem, "random", seed=1, cap=0.5)
    check_rules(drawn.problem, drawn.choice)
    assert drawn.probability is not None
    assert np.max(drawn.probability) <= 0.5
    assert 0.81 <= drawn.bound / drawn.greatest <= 0.86
