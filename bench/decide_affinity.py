"""Affinity beside published predictions on the gold standard of Stelmakh et al. (2023, arXiv 2303.16750).

    python bench/decide_affinity.py [--data FOLDER]

Loss: over pairs of papers rated by one reviewer, the weight of pairs in the wrong order (half if tied) by the
difference of the ratings; 0 is best, 0.5 a constant. Mean over the profile sets; the interval is a bootstrap over
reviewers. Differences under .02 say nothing.
"""

import argparse
import itertools
import json
import platform
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yunhui.decide.affinity import affinity_with

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PEERS = {"tpms": "TPMS", "elmo": "ELMo", "specter": "SPECTER", "specter_mfr": "SPECTER+MFR"}
Ratings = dict[str, dict[str, float]]


def parts(ratings: Ratings, told: Ratings) -> NDArray[np.float64]:
    """Weight lost and weight of all, for each reviewer; shape [reviewers, 2]."""
    rows = np.zeros((len(ratings), 2))
    for at, (reviewer, rated) in enumerate(ratings.items()):
        for one, two in itertools.combinations(rated, 2):
            truth = rated[one] - rated[two]
            guess = told[reviewer][one] - told[reviewer][two]
            rows[at] += abs(truth) * (0.5 if guess == 0 else float(truth * guess < 0)), abs(truth)
    return rows


def row(name: str, ratings: Ratings, predictions: list[Ratings], seconds: str) -> str:
    """One row of the table."""
    every = np.array([parts(ratings, told) for told in predictions])
    losses = every.sum(axis=1)
    chance = np.random.default_rng(0)
    drawn = every.mean(axis=0)[chance.integers(0, len(ratings), (2000, len(ratings)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return f"| {name} | {(losses[:, 0] / losses[:, 1]).mean():.3f} | {low:.3f}–{high:.3f} | {seconds} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds affinity_gold/")
    folder = parser.parse_args().data / "affinity_gold"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}\n")
    if not folder.is_dir():
        print(f"no gold standard: {folder} does not exist; see --data")
        return
    ratings: Ratings = json.loads((folder / "expertise.json").read_text())
    sets = json.loads((folder / "profiles.json").read_text())
    papers = json.loads((folder / "papers.json").read_text())
    texts = {name: f"{paper['title'] or ''}. {paper['abstract'] or ''}" for name, paper in papers.items()}
    predictions, seconds = [], []
    for profiles in sets:
        begin = time.perf_counter()
        reviewers, ids, scores = affinity_with(None, profiles, texts)
        seconds.append(time.perf_counter() - begin)
        rows = zip(reviewers, scores.tolist(), strict=True)
        predictions.append({name: dict(zip(ids, line, strict=True)) for name, line in rows})
    print(f"{len(ratings)} reviewers, {len(texts)} papers, {len(sets)} profile sets\n")
    print("| | loss | 95 % interval | seconds a set |\n|---|---|---|---|")
    print(row("ours, lexical, no model", ratings, predictions, f"{statistics.median(seconds):.2f}"))
    peers = folder / "peer_predictions_dev.json"
    for name, told in (json.loads(peers.read_text()) if peers.is_file() else {}).items():
        print(row(PEERS.get(name, name), ratings, told, "–"))


if __name__ == "__main__":
    main()
