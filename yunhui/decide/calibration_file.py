"""Reading score sheets from a CSV file: every bad row is named by row and column, none is passed over."""

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from yunhui.decide.calibration import LARGEST
from yunhui.decide.calibration_solver import Floats, Ints
from yunhui.decide.files import WrongInput

REQUIRED = ("entry", "judge", "score")
SHOWN = 5


@dataclass(frozen=True)
class Reviews:
    """entries, judges: names in sorted order; entry, judge: (T,) indices into them; score: (T,) sums over criteria.

    The order of the file's rows leaves no trace, so that a sorted export and a raw one give the same answer.
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    entry: Ints
    judge: Ints
    score: Floats


def read_reviews(path: Path) -> Reviews:
    """Read `entry,judge,score[,criterion]` (any order, further columns ignored; UTF-8 with or without BOM).

    Raises:
        WrongInput: unreadable file; a missing column; an empty name; a score that is not a finite number; the same
            entry, judge and criterion twice; a sheet that lacks a criterion which other sheets have.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    problems: list[str] = []
    sheets: dict[tuple[str, str], dict[str, float]] = {}
    first_row: dict[tuple[str, str, str], int] = {}
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        places = _places(path, header)
        for cells in reader:
            row = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.append(f"row {row}: {len(cells)} columns instead of {len(header)}")
                continue
            values = {name: cells[place].strip() for name, place in places.items()}
            found = _problems(row, values)
            key = (values["entry"], values["judge"], values.get("criterion", ""))
            if not found and key in first_row:
                what = " and this criterion" if "criterion" in places else ""
                found = [f"row {row}, column judge: {key[1]} already scored {key[0]}{what} in row {first_row[key]}"]
            problems += found
            if not found:
                first_row[key] = row
                sheets.setdefault(key[:2], {})[key[2]] = float(values["score"])
    except csv.Error as error:
        raise WrongInput(f"{path}: row {reader.line_num}: not CSV ({error})") from error
    if not problems:
        problems = _incomplete(sheets)
    if problems:
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise WrongInput(f"{path}: {'; '.join(problems[:SHOWN])}{more}")
    if not sheets:
        raise WrongInput(f"{path}: no scores below the header")
    ordered = sorted(sheets)
    entries = tuple(sorted({entry for entry, _ in ordered}))
    judges = tuple(sorted({judge for _, judge in ordered}))
    entry_index = {name: index for index, name in enumerate(entries)}
    judge_index = {name: index for index, name in enumerate(judges)}
    return Reviews(
        entries=entries,
        judges=judges,
        entry=np.array([entry_index[entry] for entry, _ in ordered], dtype=np.int64),
        judge=np.array([judge_index[judge] for _, judge in ordered], dtype=np.int64),
        score=np.array([math.fsum(sheets[key].values()) for key in ordered], dtype=np.float64),
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise WrongInput(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8 (CSV UTF-8 in Excel)") from error
    except OSError as error:
        raise WrongInput(f"{path}: cannot be read ({error.strerror})") from error


def _places(path: Path, header: list[str]) -> dict[str, int]:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise WrongInput(f"{path}: row 1: no column {', '.join(missing)}; the header is entry,judge,score[,criterion]")
    wanted = [name for name in (*REQUIRED, "criterion") if name in header]
    double = [name for name in wanted if header.count(name) > 1]
    if double:
        raise WrongInput(f"{path}: row 1: column {', '.join(double)} stands twice")
    return {name: header.index(name) for name in wanted}


def _problems(row: int, values: dict[str, str]) -> list[str]:
    found = [
        f"row {row}, column {name}: empty"
        for name in ("entry", "judge", "criterion")
        if name in values and not values[name]
    ]
    try:
        # Python would take 1_000 as a number; no spreadsheet does.
        sound = "_" not in values["score"] and abs(float(values["score"])) <= LARGEST
    except ValueError:
        sound = False
    if not sound:
        found.append(f"row {row}, column score: {values['score']!r} is not a finite number of at most {LARGEST:.0f}")
    return found


def _incomplete(sheets: dict[tuple[str, str], dict[str, float]]) -> list[str]:
    every = sorted({criterion for sheet in sheets.values() for criterion in sheet})
    return [
        f"the sheet of judge {judge} for entry {entry} lacks {', '.join(lacking)}"
        for (entry, judge), sheet in sorted(sheets.items())
        if (lacking := [criterion for criterion in every if criterion not in sheet])
    ]
