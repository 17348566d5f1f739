"""Rank entries by their plain mean, and show beside it the score on one scale, its interval and the border zone."""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

from yunhui.decide.calibration import SEED, Calibration, Notice, calibrate
from yunhui.decide.calibration_file import Reviews, read_reviews
from yunhui.decide.files import Progress, WrongInput, whole_file

HELP = "put the scores of different judges on one scale"
COLUMNS = ("rank", "entry", "mean", "score", "low", "high", "p_top", "border")
NAMED = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--in", dest="source", type=Path, required=True, help="CSV: entry,judge,score[,criterion]")
    parser.add_argument("--top", type=int, required=True, help="how many places there are")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="CSV: rank by plain mean (ties share: 1,2,2,4), entry, mean, calibrated score, its 80%% interval, "
        "probability of being in the true top, border (yes: deliberate)",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="seed of the draws behind p_top (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Read, calibrate, write; warnings go to standard error and do not change the exit code."""
    reviews = read_reviews(arguments.source)
    if not 1 <= arguments.top <= len(reviews.entries):
        raise WrongInput(f"--top {arguments.top}: must be between 1 and {len(reviews.entries)}, the number of entries")
    if arguments.seed < 0:
        raise WrongInput(f"--seed {arguments.seed}: must not be negative")
    progress = Progress()
    found = calibrate(
        reviews.entry, reviews.judge, reviews.score, arguments.top, seed=arguments.seed, progress=progress.say
    )
    progress.done()
    _write(arguments.out, reviews, found)
    for notice in found.notices:
        sys.stderr.write(f"warning: {_sentence(notice, reviews)}\n")
    return 0


def _write(path: Path, reviews: Reviews, found: Calibration) -> None:
    order = sorted(range(len(reviews.entries)), key=lambda index: (found.rank[index], reviews.entries[index]))
    # Decimals follow the spread of the scores, so that ten-point and hundred-point sheets both keep what counts.
    spread = float(np.std(reviews.score)) or 1.0
    places = max(2, 3 - int(np.floor(np.log10(spread))))
    with whole_file(path, newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for index in order:
            numbers = [f"{value[index]:.{places}f}" for value in (found.mean, found.score, found.low, found.high)]
            border = "yes" if found.border[index] else "no"
            writer.writerow([found.rank[index], reviews.entries[index], *numbers, f"{found.p_top[index]:.4f}", border])


def _sentence(notice: Notice, reviews: Reviews) -> str:
    entries = _names(reviews.entries, notice.entries)
    judges = _names(reviews.judges, notice.judges)
    return {
        "pieces": f"the review graph falls into {notice.count} pieces; between them the scale rests on the assumption "
        f"that judges and entries are alike on average. Not joined to the largest piece: {entries}",
        "judges_with_one_review": f"judges with one review, whose habit cannot be seen: {judges}",
        "entries_with_one_review": f"entries with one review: {entries}",
        "noise_unseen": "too few reviews to tell noise from quality; half of the variance is taken as noise",
    }[notice.code]


def _names(names: tuple[str, ...], indices: tuple[int, ...]) -> str:
    shown = ", ".join(names[index] for index in indices[:NAMED])
    return f"{shown} and {len(indices) - NAMED} more" if len(indices) > NAMED else shown
