"""Experts and scores from files."""

import csv
import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from yunhui.decide.files import WrongInput
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.recipes.walk import spread_points

EXPERT_COLUMNS = ("name", "email", "organisation", "industries", "profile")
SCORE_COLUMNS = ("entry", "judge", "score")


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert of a file; `industries` and `profile` may hold several, parted by semicolons."""

    name: str
    email: str
    organisation: str
    industries: tuple[str, ...]
    profile: tuple[str, ...]


def read_experts(path: Path, industries: frozenset[str]) -> list[ExpertRow]:
    """Experts of a CSV `name,email,organisation,industries,profile`.

    Raises:
        WrongInput: names the row and the column.
    """
    found: list[ExpertRow] = []
    seen: set[str] = set()
    for number, row in _rows(path, EXPERT_COLUMNS):
        for name in ("name", "email", "profile"):
            if not row[name]:
                raise WrongInput(f"{path}: row {number}, column {name} is empty")
        fields = _several(row["industries"])
        if unknown := [one for one in fields if one not in industries]:
            raise WrongInput(
                f"{path}: row {number}, column industries: {unknown[0]} is none of {', '.join(sorted(industries))}"
            )
        if row["email"].casefold() in seen:
            raise WrongInput(f"{path}: row {number}, column email: {row['email']} stands twice")
        seen.add(row["email"].casefold())
        found.append(ExpertRow(row["name"], row["email"], row["organisation"], fields, _several(row["profile"])))
    if not found:
        raise WrongInput(f"{path}: no experts in it")
    return found


class FileScores:
    """Scores of a CSV `entry,judge,score[,criterion]`: entry is an application's number or company id, judge an
    expert's address. Without a criterion a total is spread over the rubric.

    Raises:
        WrongInput: names the row and the column.
    """

    def __init__(self, path: Path, keys: dict[int, str]) -> None:
        self.path = path
        self._keys = keys
        self._scores: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
        for number, row in _rows(path, SCORE_COLUMNS):
            try:
                value = Decimal(row["score"])
            except InvalidOperation:
                raise WrongInput(f"{path}: row {number}, column score is no number: {row['score']}") from None
            if not math.isfinite(value):
                raise WrongInput(f"{path}: row {number}, column score is no number: {row['score']}")
            pair, criterion = (row["entry"], row["judge"].casefold()), row.get("criterion") or ""
            if criterion in self._scores[pair]:
                raise WrongInput(f"{path}: row {number}: this judge has scored this entry already")
            self._scores[pair][criterion] = value

    def judges(self) -> list[str]:
        """Every judge's address, sorted."""
        return sorted({judge for _entry, judge in self._scores})

    def judges_of(self, number: int) -> set[str]:
        """The addresses of those who scored an application."""
        names = {str(number), f"{number:04d}", self._keys.get(number, "")}
        return {judge for entry, judge in self._scores if entry in names}

    def points(self, task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
        """The points of an assignment.

        Raises:
            WrongInput: the file has no score of this judge for this application.
        """
        number, email = task.application.number or 0, task.expert.person.email.casefold()
        names = (str(number), f"{number:04d}", self._keys.get(number, ""))
        found = next((self._scores[name, email] for name in names if (name, email) in self._scores), None)
        if found is None:
            raise WrongInput(f"{self.path}: no score of {email} for application {number:04d}")
        return spread_points(float(found[""]), config.criteria) if "" in found else dict(found)


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if lacking := [name for name in columns if name not in (reader.fieldnames or ())]:
                raise WrongInput(f"{path}: row 1 has no column {', '.join(lacking)}")
            return [
                (
                    number,
                    {str(key): (value or "").strip() for key, value in row.items() if isinstance(value, str | None)},
                )
                for number, row in enumerate(reader, 2)
            ]
    except FileNotFoundError:
        raise WrongInput(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
