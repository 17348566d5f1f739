"""Assign reviewers to papers under conflicts and loads, fairly (the default), for the greatest sum, or by lot.

In: a NumPy archive (similarity and conflict, papers x reviewers; reviews_per_paper; max_load) or a CSV with the columns
paper, reviewer, score and, if wanted, conflict. Out: JSON with the assignment, its sum, the lowest paper score, a bound
that no assignment can surpass (mode fair: the lowest score; sum: the sum; random: the expected sum of any lottery under
the cap), what fairness cost, papers short of reviewers and why, and a reason for each pair.
"""

import argparse
import math
import time
from pathlib import Path

from yunhui.decide.assignment.choose import MODES, Assignment, assign
from yunhui.decide.assignment.problem import Inconsistent
from yunhui.decide.assignment.reading import Named, read
from yunhui.decide.assignment.reasons import PassedOver, Reason, reasons
from yunhui.decide.files import Progress, WrongInput, write_json

HELP = "reviewers to papers: fair, for the sum, or by lot; with reasons"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Hang the arguments of the command on `parser`."""
    parser.add_argument("--in", dest="source", type=Path, required=True, metavar="F", help="problem, .npz or .csv")
    parser.add_argument("--out", type=Path, required=True, metavar="F", help="where the JSON goes")
    parser.add_argument("--mode", choices=MODES, default="fair", help="default: fair")
    parser.add_argument("--seed", type=int, default=0, help="for the mode random; the same seed, the same draw")
    parser.add_argument("--q", type=float, default=0.5, help="mode random: greatest probability of a pair, default 0.5")
    parser.add_argument("--per-paper", type=int, metavar="K", help="reviewers per paper; needed for a CSV")
    parser.add_argument("--max-load", type=int, metavar="U", help="most papers per reviewer; needed for a CSV")


def run(arguments: argparse.Namespace) -> int:
    """Read, assign, write.

    Raises:
        WrongInput: the file or an argument cannot be used.
    """
    if arguments.seed < 0:
        raise WrongInput(f"--seed must be at least 0, not {arguments.seed}")
    named = read(arguments.source, arguments.per_paper, arguments.max_load)
    progress = Progress()
    begin = time.perf_counter()
    try:
        assignment = assign(named.problem, arguments.mode, seed=arguments.seed, cap=arguments.q, tell=progress.say)
    except Inconsistent as error:
        raise WrongInput(str(error)) from error
    seconds = time.perf_counter() - begin
    progress.done()
    write_json(arguments.out, answer(named, assignment, arguments.seed, seconds))
    return 0


def answer(named: Named, assignment: Assignment, seed: int, seconds: float) -> dict[str, object]:
    """The file's content. `seconds` is the time to choose, without reading, reasons and writing."""
    papers, reviewers = named.papers, named.reviewers
    return {
        "mode": assignment.mode,
        "seed": seed,
        "assignment": [[papers[p], reviewers[r]] for p, r in assignment.pairs()],
        "sum": assignment.total,
        "min_paper": None if math.isnan(assignment.lowest) else assignment.lowest,
        "bound": None if math.isnan(assignment.bound) else assignment.bound,
        "sum_bound": assignment.sum_bound,
        "proven": assignment.proven,
        "max_sum": assignment.greatest,
        "price_of_fairness": assignment.price,
        "seconds": round(seconds, 4),
        "unassigned": [
            {"paper": papers[short.paper], "missing": short.wanted - short.got, "why": str(short)}
            for short in assignment.shortages
        ],
        "reasons": [_reason(named, reason) for reason in reasons(assignment)],
    }


def _reason(named: Named, reason: Reason) -> dict[str, object]:
    words = [f"fit {reason.fit:.4g}, place {reason.rank} of {reason.of} for this paper"]
    if reason.pinned:
        words.append("fixed by hand")
    if reason.better:
        words.append(f"{reason.better} better: " + ", ".join(_passed(named, other) for other in reason.passed_over))
    return {
        "paper": named.papers[reason.paper],
        "reviewer": named.reviewers[reason.reviewer],
        "fit": reason.fit,
        "rank": reason.rank,
        "load": f"{reason.load}/{reason.most}",
        "why": "; ".join(words),
    }


def _passed(named: Named, other: PassedOver) -> str:
    text = f"{named.reviewers[other.reviewer]} ({other.fit:.4g}) {_WORDS[other.why]}"
    if other.other is None:
        return text
    if other.why == "floor":
        return f"{text} {named.papers[other.other]}"
    return f"{text}, an exchange with paper {named.papers[other.other]} loses {other.cost:.3g}"


_WORDS = {
    "conflict": "has a conflict",
    "no room": "takes no paper",
    "full": "is full",
    "floor": "holds up the floor of paper",
    "organisation": "shares an organisation with another reviewer of this paper",
    "chance": "was not drawn",
}
