"""Score how well reviewers fit papers, by their own papers: shared terms, and embeddings if given.

In: papers {id: {"title": ..., "abstract": ...}} and profiles {reviewer: [ids of own papers]}. Out: JSON
{reviewer: {id: score}} for every reviewer and every paper, from 0 to 1; 0.5 is the average of all pairs.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from yunhui.decide.affinity.combine import affinity_with
from yunhui.decide.affinity.terms import tokens
from yunhui.decide.affinity.vectors import Embedder, Endpoint, StoredVectors, Unavailable
from yunhui.decide.assignment.patience import patiently
from yunhui.decide.files import Progress, WrongInput, read_json, write_json

HELP = "how well reviewers fit papers, from 0 to 1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Hang the arguments of the command on `parser`."""
    parser.add_argument("--papers", type=Path, required=True, metavar="F", help="JSON {id: {title, abstract}}")
    parser.add_argument("--profiles", type=Path, required=True, metavar="F", help="JSON {reviewer: [own ids]}")
    parser.add_argument("--out", type=Path, required=True, metavar="F", help="where the JSON goes")
    parser.add_argument("--set", type=int, metavar="I", help="which set, from 0, when the profiles are a list of sets")
    parser.add_argument("--vectors", type=Path, metavar="P", help="folder of <id>.npy, or .npz with ids and vectors")
    parser.add_argument("--endpoint", metavar="URL", help="OpenAI-compatible service, e.g. http://127.0.0.1:8080/v1")
    parser.add_argument("--model", default="default", help="the model to ask the service for")


def run(arguments: argparse.Namespace) -> int:
    """Read, score, write; warn on standard error of profiles and papers without words.

    Raises:
        WrongInput: a file or an argument cannot be used.
    """
    texts = _texts(arguments.papers)
    profiles = _profiles(arguments.profiles, arguments.set, texts)
    progress = Progress()
    try:
        embedder = _embedder(arguments)
        reviewers, ids, scores = patiently(
            lambda: affinity_with(embedder, profiles, texts),
            progress.say,
            f"{len(profiles)} reviewers, {len(texts)} papers",
        )
    except Unavailable as error:
        raise WrongInput(str(error)) from error
    progress.done()
    _warn(profiles, texts)
    rows = zip(reviewers, scores.round(6).tolist(), strict=True)
    write_json(arguments.out, {name: dict(zip(ids, row, strict=True)) for name, row in rows})
    return 0


def _embedder(arguments: argparse.Namespace) -> Embedder | None:
    if arguments.vectors and arguments.endpoint:
        raise WrongInput("give --vectors or --endpoint, not both")
    if arguments.vectors:
        return StoredVectors(arguments.vectors)
    return Endpoint(arguments.endpoint, arguments.model) if arguments.endpoint else None


def _texts(path: Path) -> dict[str, str]:
    papers = read_json(path)
    if not isinstance(papers, dict) or not papers:
        raise WrongInput(f"{path}: must be an object {{id: {{title, abstract}}}} with at least one paper")
    texts: dict[str, str] = {}
    for name, paper in papers.items():
        if not isinstance(paper, dict):
            raise WrongInput(f"{path}: paper {name}: must be an object with title and abstract")
        parts: list[str] = []
        for field in ("title", "abstract"):
            part = paper.get(field)
            if not isinstance(part, str | None):
                raise WrongInput(f"{path}: paper {name}, {field}: must be text, not {type(part).__name__}")
            parts.append(part or "")
        texts[name] = ". ".join(parts)
    return texts


def _profiles(path: Path, number: int | None, texts: dict[str, str]) -> dict[str, list[str]]:
    profiles: Any = read_json(path)
    if isinstance(profiles, list):
        if number is None or not 0 <= number < len(profiles):
            raise WrongInput(
                f"{path}: a list of {len(profiles)} profile sets; choose one with --set 0 to {len(profiles) - 1}"
            )
        profiles = profiles[number]
    elif number is not None:
        raise WrongInput(f"{path}: a single profile set; leave out --set")
    if not isinstance(profiles, dict) or not profiles:
        raise WrongInput(f"{path}: must be an object {{reviewer: [ids of own papers]}} with at least one reviewer")
    for reviewer, own in profiles.items():
        if not isinstance(own, list) or not all(isinstance(name, str) for name in own):
            raise WrongInput(f"{path}: reviewer {reviewer}: must have a list of ids")
    unknown = [f"{name} (of {reviewer})" for reviewer, own in profiles.items() for name in own if name not in texts]
    if unknown:
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        raise WrongInput(
            f"{path}: no such paper: {', '.join(unknown[:5])}{more}; add them to the papers or take them out"
        )
    return profiles


def _warn(profiles: dict[str, list[str]], texts: dict[str, str]) -> None:
    empty = [reviewer for reviewer, own in profiles.items() if not any(tokens(texts[name]) for name in own)]
    if empty:
        sys.stderr.write(f"no own papers with words, so all scores 0.5: {', '.join(empty)}\n")
    blank = [name for name, text in texts.items() if not tokens(text)]
    if blank:
        sys.stderr.write(f"papers without words, so scored 0.5 unless there are vectors: {', '.join(blank)}\n")
