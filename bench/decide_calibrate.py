"""Calibration against plain mean, z-score and least squares, on simulations and on real panels.

    python bench/decide_calibrate.py [--data FOLDER] [--rounds N]

Recall of the true top K; coverage of the 80 % interval; calibration error of P(top K) (ten bins, weighted); seconds.
"""

import argparse
import csv
import platform
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yunhui.decide.calibration import Calibration, calibrate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Case:
    """One simulated world: variances relative to quality (1) and noise (1) of one review."""

    name: str
    bias: float
    entries: int = 200
    judges: int = 40
    top: int = 40
    clusters: int = 1
    spread: float = 0.0
    reviews: int = 3


CASES = (
    Case("no bias", 0.0),
    Case("bias .24", 0.24),
    Case("bias 1.0", 1.0),
    Case("bias 3.0", 3.0),
    Case("bias 1.0, 8 topic clusters", 1.0, clusters=8),
    Case("bias 1.0, spread varies (sd of log .5)", 1.0, spread=0.5),
    Case("one group: 38 entries, 10 judges, bias 1.0", 1.0, 38, 10, 7),
    Case("one group: 38 entries, 10 judges, spread varies", 1.0, 38, 10, 7, spread=0.5),
)


def simulate(case: Case, random: np.random.Generator) -> tuple[Floats, Ints, Ints, Floats]:
    """Return (true quality (n,), entry, judge, score (T,)): loads even, panels at random inside a cluster."""
    entry, judge = [], []
    for cluster in range(case.clusters):
        people = np.arange(cluster, case.judges, case.clusters)
        load = np.zeros(len(people))
        for one in random.permutation(np.arange(cluster, case.entries, case.clusters)):
            panel = np.argsort(load + random.random(len(people)))[: case.reviews]
            load[panel] += 1
            entry += [one] * case.reviews
            judge += people[panel].tolist()
    entries, judges = np.array(entry), np.array(judge)
    quality = random.standard_normal(case.entries)
    level = np.sqrt(case.bias) * random.standard_normal(case.judges)
    stretch = np.exp(case.spread * random.standard_normal(case.judges))
    score = level[judges] + stretch[judges] * (quality[entries] + random.standard_normal(len(entries)))
    return quality, entries, judges, score


def z_scores(entry: Ints, judge: Ints, score: Floats) -> Floats:
    """Mean of scores standardised by judge."""
    count = np.bincount(judge)
    centred = score - (np.bincount(judge, score) / count)[judge]
    sd = np.sqrt(np.bincount(judge, centred**2) / count)
    return np.bincount(entry, centred / np.where(sd > 0, sd, 1)[judge]) / np.bincount(entry)


def least_squares(entry: Ints, judge: Ints, score: Floats) -> Floats:
    """Fixed effects of entries and judges, smallest solution where the graph leaves them open."""
    rows = np.arange(len(score))
    design = np.zeros((len(score), entry.max() + judge.max() + 2))
    design[rows, entry] = 1
    design[rows, entry.max() + 1 + judge] = 1
    return np.linalg.lstsq(design, score - score.mean(), rcond=None)[0][: entry.max() + 1]


def recall(found: Floats, truth: Floats, top: int) -> float:
    """Share of the true top that stands in the found top."""
    wanted = set(np.argsort(-truth, kind="stable")[:top].tolist())
    return len(wanted & set(np.argsort(-found, kind="stable")[:top].tolist())) / top


def recalls(entry: Ints, judge: Ints, score: Floats, truth: Floats, top: int, found: Calibration) -> list[float]:
    """Mean, z-score, least squares, ours."""
    ways = (found.mean, z_scores(entry, judge, score), least_squares(entry, judge, score), found.score)
    return [recall(way, truth, top) for way in ways]


def error_of_chances(chance: Floats, true: NDArray[np.bool_]) -> float:
    """Mean distance between stated and seen share over ten bins, weighted by their size."""
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [abs(chance[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())]
    return float(sum(gaps))


def simulations(rounds: int) -> None:
    print("| case | mean | z-score | least squares | ours | coverage of 80 % | P(top K) error | in border zone |")
    print("|---|---|---|---|---|---|---|---|")
    for number, case in enumerate(CASES):
        seen, covered, border, chances, truths = [], [], [], [], []
        for turn in range(rounds if case.entries >= 100 else 4 * rounds):
            quality, entry, judge, score = simulate(case, np.random.default_rng([number, turn]))
            found = calibrate(entry, judge, score, case.top)
            seen.append(recalls(entry, judge, score, quality, case.top, found))
            covered.append(((found.low <= quality) & (quality <= found.high)).mean())
            border.append(found.border.mean())
            chances.append(found.p_top)
            truths.append(quality >= np.sort(quality)[-case.top])
        cells = " | ".join(f"{value:.3f}" for value in np.mean(seen, axis=0))
        error = error_of_chances(np.concatenate(chances), np.concatenate(truths))
        print(f"| {case.name} | {cells} | {np.mean(covered):.3f} | {error:.3f} | {np.mean(border):.2f} |", flush=True)


def read_panels(path: Path) -> list[Floats]:
    """Return one (entries, 9) matrix of totals for each segment in which all nine judges scored every entry."""
    totals: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            totals[row["segment"]][row["entry"], row["judge"]] += float(row["score"])
    panels = []
    for cells in totals.values():
        entries, judges = sorted({key[0] for key in cells}), sorted({key[1] for key in cells})
        if len(judges) == 9 and len(cells) == 9 * len(entries):
            panels.append(np.array([[cells[entry, judge] for judge in judges] for entry in entries]))
    return panels


def judged_panels(panels: list[Floats], rounds: int) -> None:
    print("| panels, 3 of 9 judges, K = n/4 | mean | z-score | least squares | ours | ours - mean |")
    print("|---|---|---|---|---|---|")
    for least in (10, 20):
        for bias in (0.0, 0.5):
            seen = []
            for number, panel in enumerate(panels):
                if len(panel) < least:
                    continue
                size, top = len(panel), max(3, round(len(panel) / 4))
                for turn in range(rounds):
                    random = np.random.default_rng([number, turn])
                    biased = panel + bias * panel.std() * random.standard_normal(9)
                    entry = np.repeat(np.arange(size), 3)
                    drawn = np.concatenate([random.permutation(9)[:3] for _ in range(size)])
                    score = biased[entry, drawn]
                    # Numbered anew, for in a small segment a judge may have been drawn for nobody.
                    _, judge = np.unique(drawn, return_inverse=True)
                    found = calibrate(entry, judge, score, top, draws=20)
                    seen.append(recalls(entry, judge, score, panel.mean(axis=1), top, found))
            means = np.mean(seen, axis=0)
            cells = " | ".join(f"{value:.3f}" for value in means)
            name = f"{len(seen) // rounds} segments of {least} entries or more, bias {bias} sd"
            print(f"| {name} | {cells} | {means[3] - means[0]:+.3f} |", flush=True)


def times() -> None:
    print("| entries x reviews, judges | median seconds of 3 | slowest / median |")
    print("|---|---|---|")
    for entries, judges in ((1000, 60), (1000, 200), (10_000, 500), (10_000, 2000), (10_000, 5000)):
        case = Case("", 1.0, entries, judges, entries // 5, reviews=5)
        _, entry, judge, score = simulate(case, np.random.default_rng(entries + judges))
        spent = []
        for _ in range(3):
            start = time.perf_counter()
            calibrate(entry, judge, score, case.top)
            spent.append(time.perf_counter() - start)
        middle = statistics.median(spent)
        print(f"| {entries} x 5, {judges} | {middle:.2f} | {max(spent) / middle:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}\n")
    simulations(arguments.rounds)
    print()
    path = arguments.data / "scores" / "judged_panels.csv"
    if path.exists():
        judged_panels(read_panels(path), max(arguments.rounds // 2, 1))
    else:
        print(f"panels left out: {path} is not there")
    print()
    times()


if __name__ == "__main__":
    main()
