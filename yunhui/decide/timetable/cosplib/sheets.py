"""Workbooks as rows of cells, and what may stand in a cell of a CoSPLib workbook."""

from datetime import datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from yunhui.decide.files import WrongInput

Row = list[object]
# By name, of which the blanks around it and large letters do not count.
Sheets = dict[str, list[Row]]


def read_sheets(path: Path) -> Sheets:
    """Every sheet with its rows, empty cells as "".

    Raises:
        WrongInput: no such file, or no workbook.
    """
    if not path.is_file():
        raise WrongInput(f"{path}: no such file")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name.strip().lower(): [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        raise WrongInput(f"{path}: not an Excel workbook that can be read ({error})") from error


def text(cell: object) -> str:
    """A name: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def whole(cell: object) -> int | None:
    """A whole number, 0 where the cell is empty; None where something else stands."""
    if isinstance(cell, str):
        cell = cell.strip()
    if cell in ("", None):
        return 0
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    try:
        return int(str(cell))
    except ValueError:
        return None


def minute(cell: object) -> int | None:
    """Minutes after midnight of a time of day, written or as Excel's share of a day; None where none stands."""
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(days=cell)
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return seconds // 60 if 0 <= seconds < 24 * 3600 else None
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    parts = [part.strip() for part in str(cell).split(":")]
    if len(parts) in (2, 3) and all(part.isdecimal() for part in parts) and int(parts[0]) < 24 and int(parts[1]) < 60:
        return int(parts[0]) * 60 + int(parts[1])
    return None
