"""Reviewer assignment beside published figures, on given instances and on synthetic ones.

    python bench/decide_assign.py [--data FOLDER] [--repeat N] [--seed N]

Prints sum / lowest paper score / seconds; sums and scores of the peers are as measured on the same files (one core,
times roughly comparable only). Synthetic instances have no published figures; their bound is the proof.
"""

import argparse
import platform
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from yunhui.decide.assignment import Assignment, Mode, Problem, assign, from_matrix, from_pairs
from yunhui.decide.assignment.reading import read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Published:
    """Figures of others: max-sum flow (OR-Tools), FairFlow and FairSequence (OpenReview), bound, MIP under it."""

    flow: str
    fair_flow: str
    fair_sequence: str
    bound: str
    programme: str


PUBLISHED = {
    "midl": Published("201.885/.9033/.10", "201.728/.9448/4.0", "198.725/.8671/.20", ".9448", "201.769/.9448/1.3"),
    "preflib1": Published("124.25/.75/.01", "124.25/.75/.26", "123.25/.75/.02", ".75", "–"),
    "preflib2": Published("141.5/1.0/.00", "141.5/1.0/.18", "137.75/1.0/.01", "1.0", "–"),
    "aamas2016": Published("949.5/.75/.06", "932.75/1.0/18.4", "936.25/.75/1.4", "1.0", "949.25/1.0/5.0"),
}


def synthetic(papers: int, reviewers: int, load: int, kind: str, seed: int) -> Problem:
    """Scores by shared topics, by hidden factors (some below zero) or at random; 3 % conflicts, three reviews."""
    chance = np.random.default_rng(seed)
    if kind == "topics":
        one, two = (chance.dirichlet(np.full(20, 0.15), size) for size in (papers, reviewers))
        fit = one @ two.T / np.outer(np.linalg.norm(one, axis=1), np.linalg.norm(two, axis=1))
    elif kind == "factors":
        fit = chance.normal(size=(papers, 8)) @ chance.normal(size=(8, reviewers)) / 8
    else:
        fit = chance.random((papers, reviewers))
    return from_matrix(fit, chance.random(fit.shape) < 0.03, reviews_per_paper=3, max_load=load)


def large(seed: int) -> Problem:
    """10,000 papers × 8,000 reviewers with 60 candidates a paper."""
    chance = np.random.default_rng(seed)
    paper = np.repeat(np.arange(10_000), 60)
    reviewer = np.concatenate([chance.choice(8_000, 60, replace=False) for _ in range(10_000)])
    fit = chance.random(len(paper))
    return from_pairs(paper, reviewer, fit, papers=10_000, reviewers=8_000, reviews_per_paper=3, max_load=6)


def timed(problem: Problem, mode: Mode, repeat: int) -> tuple[Assignment, str]:
    """The assignment and `sum/lowest/seconds`, seconds the median of `repeat` runs."""
    seconds: list[float] = []
    answers: list[Assignment] = []
    for _ in range(repeat):
        begin = time.perf_counter()
        answers.append(assign(problem, mode, seed=1))
        seconds.append(time.perf_counter() - begin)
    answer = answers[0]
    return answer, f"{answer.total:.3f}/{answer.lowest:.4f}/{statistics.median(seconds):.2f}"


def line(name: str, problem: Problem, repeat: int) -> str:
    """One row of the table."""
    _, by_sum = timed(problem, "sum", repeat)
    fair, by_fairness = timed(problem, "fair", repeat)
    lottery, _ = timed(problem, "random", 1)
    other = PUBLISHED.get(name, Published(*["–"] * 5))
    ours = [by_sum, by_fairness, f"{fair.bound:.4f}", "yes" if fair.proven else "no"]
    kept = f"{lottery.bound / lottery.greatest:.3f}"
    shape = f"{name} {problem.papers}×{problem.reviewers}"
    theirs = [other.flow, other.fair_flow, other.fair_sequence, other.bound, other.programme]
    return f"| {' | '.join([shape, *ours, kept, *theirs])} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds assignment/*.npz")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}")
    print(f"median of {arguments.repeat}; sum/lowest/seconds\n")
    head = ["instance", "sum", "fair", "bound", "proven", "lottery at .5 keeps"]
    head += ["peer: max-sum flow", "peer: FairFlow", "peer: FairSequence", "max-min LP bound", "MIP under it"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    folder = arguments.data / "assignment"
    if not folder.is_dir():
        print(f"(no published instances: {folder} does not exist; see --data)")
    for name in PUBLISHED:
        if (folder / f"{name}.npz").is_file():
            print(line(name, read(folder / f"{name}.npz", None, None).problem, arguments.repeat), flush=True)
    for kind in ("random", "topics", "factors"):
        for papers, reviewers, load in ((176, 146, 4), (186, 40, 15), (613, 201, 10)):
            problem = synthetic(papers, reviewers, load, kind, arguments.seed)
            print(line(kind, problem, arguments.repeat), flush=True)
    _, by_sum = timed(large(arguments.seed), "sum", arguments.repeat)
    print(f"\n10,000 × 8,000 × 60 candidates, mode sum: {by_sum}")


if __name__ == "__main__":
    main()
