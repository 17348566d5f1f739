"""Reading a table from a file's bytes, whatever it was saved by: XLSX, or text with a separator.

Nothing is executed and no formula is calculated: of a formula the value counts that its spreadsheet stored.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.errors import DomainError

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
MOST_ROWS = 50_000
MOST_CELLS = 20_000_000
MOST_COLUMNS = 200
# Of a cell so many characters are read: more than any answer takes, so that it is refused and not cut unseen.
LONGEST = 200_000
_SEPARATORS = ",;\t"
_LOOK = 30
# What a file of text begins with where its program says how it is written.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 BOM"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
csv.field_size_limit(50 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the spreadsheet counts it, with the text of every cell."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was found in a file: the rows that hold something, and how they were read."""

    rows: tuple[Row, ...]
    encoding: str
    separator: str = ""
    sheet: str = ""


def read_table(data: bytes) -> Table:
    """The table of a file.

    Raises:
        DomainError: `file_empty`, `file_large`, `old_excel`, `not_a_table`, `encoding`, `too_many_rows`: each says what
            to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DomainError("file_empty", _("The file is empty. Choose another one."))
    if len(data) > MOST_BYTES:
        raise DomainError("file_large", _("The file is larger than 30 MB. Part it into several files."))
    if data.startswith(b"PK\x03\x04"):
        return _from_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DomainError(
            "old_excel", _("This is an old or a protected Excel file. Save it as .xlsx without password.")
        )
    if data.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"{\\rtf")):
        raise _not_a_table()
    return _from_text(data)


def _from_workbook(data: bytes) -> Table:
    _look_inside(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        best: tuple[Row, ...] = ()
        chosen = names[0] if names else ""
        for name in names:
            rows = _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            if len(rows) > len(best):
                best, chosen = rows, name
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise _not_a_table() from error
    if not best:
        raise DomainError("file_empty", _("No sheet of the file holds anything. Choose another one."))
    return Table(best, "xlsx", sheet=chosen[:80])


def _look_inside(data: bytes) -> None:
    """Refuse what would unpack to more than memory should hold, before anything is unpacked."""
    too_large = DomainError("file_large", _("Unpacked, the file is too large. Part it into several files."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if not any(one.filename == "xl/workbook.xml" for one in members):
                raise _not_a_table()
            if sum(one.file_size for one in members) > MOST_UNPACKED:
                raise too_large
            for one in members:
                if one.filename.startswith("xl/worksheets/") and _area_of(archive.read(one)) > MOST_CELLS:
                    raise too_large
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _not_a_table() from error


def _area_of(sheet: bytes) -> int:
    """Rows by columns that a sheet spans: one cell in its last corner makes a reader hold all that lies between."""
    rows = max((int(one) for one in re.findall(rb'\br="[A-Z]{0,3}([0-9]{1,7})"', sheet)), default=0)
    letters = max(set(re.findall(rb'\br="([A-Z]{1,3})[0-9]', sheet)), key=lambda one: (len(one), one), default=b"")
    columns = 0
    for letter in letters:
        columns = columns * 26 + letter - 64
    return rows * columns


def _from_text(data: bytes) -> Table:
    text, encoding = _decoded(data)
    separator = _separator_of(text)
    try:
        rows = _rows(list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator)))
    except csv.Error as error:
        raise _not_a_table() from error
    if not rows:
        raise DomainError("file_empty", _("The file is empty. Choose another one."))
    return Table(rows, encoding, separator=separator)


def _decoded(data: bytes) -> tuple[str, str]:
    tries = [(codec, name) for mark, codec, name in _MARKS if data.startswith(mark)]
    for codec, name in tries or [("utf-8", "UTF-8"), ("gb18030", "GB18030")]:
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise DomainError("encoding", _("The text is neither UTF-8 nor GB18030. Save the table as .xlsx and try again."))


def _separator_of(text: str) -> str:
    """The separator that makes the most columns in the first lines; a comma where none makes two."""
    head = io.StringIO("".join(text.splitlines(keepends=True)[:_LOOK]), newline="").read().replace("\x00", "")

    def columns(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if any(row)]
        return sum(width > 1 for width in widths), max(widths, default=0)

    return max(_SEPARATORS, key=columns)


def _rows(raw: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    found = []
    for number, cells in enumerate(raw, 1):
        texts = tuple(text_of(cell) for cell in cells[:MOST_COLUMNS])
        while texts and not texts[-1]:
            texts = texts[:-1]
        if texts:
            found.append(Row(number, texts))
            if len(found) > MOST_ROWS + 20:
                raise DomainError("too_many_rows", _("More than 50,000 rows. Part the table into several files."))
    return tuple(found)


def text_of(cell: object) -> str:
    """The text of a cell: whole numbers without a point, days as 2026-06-11, nothing for errors of a formula."""
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float() | int():
            return repr(cell)
        case datetime() if cell.time() == time(0):
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    text = clean_text(cell)[:LONGEST]
    return "" if text in {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"} else text


def _not_a_table() -> DomainError:
    return DomainError("not_a_table", _("This file is not a table. Save it as .xlsx or .csv and try again."))
