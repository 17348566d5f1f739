"""Assignment problems from files: NumPy archives of full tables, and CSV lists of scored pairs."""

import csv
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from yunhui.decide.assignment.problem import Inconsistent, Problem, from_matrix, from_pairs
from yunhui.decide.files import WrongInput

KEYS = ("similarity", "conflict", "reviews_per_paper", "max_load")


@dataclass(frozen=True, slots=True)
class Named:
    """A problem and the names of its papers and reviewers, in order; numbers for an archive."""

    problem: Problem
    papers: list[int] | list[str]
    reviewers: list[int] | list[str]


def read(path: Path, per_paper: int | None, max_load: int | None) -> Named:
    """Read `.npz` or `.csv`. The two numbers replace those of an archive and are needed for a CSV.

    Raises:
        WrongInput: with file, row and column of what cannot be used.
    """
    if not path.is_file():
        raise WrongInput(f"{path}: no such file")
    for name, number in (("--per-paper", per_paper), ("--max-load", max_load)):
        if number is not None and number < 1:
            raise WrongInput(f"{name} must be at least 1, not {number}")
    if path.suffix == ".npz":
        return _archive(path, per_paper, max_load)
    if path.suffix == ".csv":
        if per_paper is None or max_load is None:
            raise WrongInput(f"{path}: a CSV does not say how many reviews; give --per-paper and --max-load")
        return _table(path, per_paper, max_load)
    raise WrongInput(f"{path}: neither .npz nor .csv")


def _archive(path: Path, per_paper: int | None, max_load: int | None) -> Named:
    try:
        with np.load(path, allow_pickle=False) as archive:
            tables = {key: archive[key] for key in KEYS if key in archive.files}
            names = ", ".join(archive.files)
    except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile) as error:
        raise WrongInput(f"{path}: not a NumPy archive of plain arrays ({error})") from error
    if per_paper is not None:
        tables["reviews_per_paper"] = np.asarray(per_paper)
    if max_load is not None:
        tables["max_load"] = np.asarray(max_load)
    missing = [key for key in KEYS if key not in tables and key != "conflict"]
    if missing:
        raise WrongInput(f"{path}: no key {', '.join(missing)}; it has {names or 'none'}")
    similarity = tables["similarity"]
    if similarity.ndim != 2 or similarity.dtype.kind not in "fiu":
        kind = f"{similarity.dtype} of shape {similarity.shape}"
        raise WrongInput(f"{path}: similarity must be numbers, papers × reviewers, not {kind}")
    conflict = tables.get("conflict", np.zeros(similarity.shape, dtype=np.int8))
    if conflict.shape != similarity.shape:
        raise WrongInput(f"{path}: conflict has the shape {conflict.shape}, similarity {similarity.shape}")
    strange = np.argwhere((conflict != 0) & (conflict != 1))
    if len(strange):
        p, r = strange[0].tolist()
        raise WrongInput(f"{path}: conflict, row {p}, column {r} is {conflict[p, r]}; 1 is a conflict, 0 is none")
    strange = np.argwhere(~np.isfinite(similarity) & (conflict == 0))
    if len(strange):
        p, r = strange[0].tolist()
        raise WrongInput(
            f"{path}: similarity, row {p}, column {r} is {similarity[p, r]}; mark a conflict or give a score"
        )
    try:
        problem = from_matrix(
            similarity, conflict, reviews_per_paper=tables["reviews_per_paper"], max_load=tables["max_load"]
        )
    except Inconsistent as error:
        raise WrongInput(f"{path}: {error}") from error
    return Named(problem, list(range(problem.papers)), list(range(problem.reviewers)))


def _table(path: Path, per_paper: int, max_load: int) -> Named:
    """Columns paper, reviewer, score and, if there, conflict (0 or 1); a pair not listed cannot be chosen."""
    papers: dict[str, int] = {}
    reviewers: dict[str, int] = {}
    seen: dict[tuple[int, int], int] = {}
    fit: list[float] = []
    barred: list[bool] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, restkey="")
            lacking = [name for name in ("paper", "reviewer", "score") if name not in (rows.fieldnames or [])]
            if lacking:
                raise WrongInput(f"{path}: row 1 must name the columns paper, reviewer, score; no {', '.join(lacking)}")
            for row in rows:
                at = f"{path}: row {rows.line_num}"
                if "" in row or None in row.values():
                    raise WrongInput(f"{at} does not have {len(rows.fieldnames or [])} columns")
                for column in ("paper", "reviewer"):
                    if not row[column].strip():
                        raise WrongInput(f"{at}, column {column} is empty")
                pair = (
                    papers.setdefault(row["paper"].strip(), len(papers)),
                    reviewers.setdefault(row["reviewer"].strip(), len(reviewers)),
                )
                if pair in seen:
                    raise WrongInput(
                        f"{at}: paper {row['paper']}, reviewer {row['reviewer']} stands already in row {seen[pair]}"
                    )
                seen[pair] = rows.line_num
                barred.append(_flag(row.get("conflict", "0"), at))
                fit.append(0.0 if barred[-1] and not row["score"].strip() else _number(row["score"], at))
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise WrongInput(f"{path}: not a CSV ({error})") from error
    if not fit:
        raise WrongInput(f"{path}: no pairs below the row of names")
    pairs = np.array(list(seen), dtype=np.int64)
    problem = from_pairs(
        pairs[:, 0],
        pairs[:, 1],
        fit,
        barred,
        papers=len(papers),
        reviewers=len(reviewers),
        reviews_per_paper=per_paper,
        max_load=max_load,
    )
    return Named(problem, list(papers), list(reviewers))


def _number(text: str, at: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise WrongInput(f"{at}, column score: {text!r} is not a number") from None
    if not math.isfinite(value):
        raise WrongInput(f"{at}, column score: {text!r} is not a finite number")
    return value


def _flag(text: str, at: str) -> bool:
    if text.strip() not in ("", "0", "1"):
        raise WrongInput(f"{at}, column conflict: {text!r} is neither 0 nor 1")
    return text.strip() == "1"
