"""Workbooks for officers: the bad rows of a table with their reasons, and an empty table with its heads.

What would run as a formula in a spreadsheet is written as text there.
"""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from yunhui.features.imports.models import ImportRun
from yunhui.features.imports.rules import Column
from yunhui.features.imports.selectors import rows_of
from yunhui.features.imports.services import shown_cells
from yunhui.features.imports.web.words import problems_of
from yunhui.kernel.i18n import CHINESE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 32_000  # characters that a cell of a workbook holds


def bad_rows(run: ImportRun, columns: Sequence[Column], language: str) -> bytes:
    """The bad rows as they came, before them their row number and why: correct them and bring the file in again. Bank
    and tax data are masked."""
    colon = "：" if language == CHINESE else ": "
    rows = []
    for row in rows_of(run, "bad").iterator(chunk_size=500):
        why = "\n".join(f"{column}{colon}{reason}" for column, _value, reason in problems_of(row, columns, language))
        cells = shown_cells(run.kind, row, columns, run.mapping)
        cells += [""] * (len(run.heads) - len(cells))
        rows.append([str(row.number), why, *cells])
    return _workbook([_("Row"), _("Why it was not read"), *run.heads], rows, wide=(1,))


def template(columns: Sequence[Column], language: str) -> bytes:
    """The heads in the reader's language, with one invented row, and a second sheet that explains them."""
    heads = [one.name(language) for one in columns]
    notes = [
        [
            one.name(language),
            _("yes") if one.required else "",
            one.note_zh if language == CHINESE else one.note_en,
            one.sample,
        ]
        for one in columns
    ]
    stream = io.BytesIO()
    book = _book(stream)
    _write(book, _("Table"), heads, [[one.sample for one in columns]])
    _write(book, _("Notes"), [_("Column"), _("Needed"), _("What stands in it"), _("Example")], notes, wide=(2,))
    book.close()
    return stream.getvalue()


def _workbook(heads: Sequence[str], rows: Iterable[Sequence[str]], wide: Sequence[int] = ()) -> bytes:
    stream = io.BytesIO()
    book = _book(stream)
    _write(book, _("Bad rows"), heads, rows, wide)
    book.close()
    return stream.getvalue()


def _book(stream: io.BytesIO) -> xlsxwriter.Workbook:
    nothing_runs = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(stream, {"in_memory": True, **nothing_runs})


def _write(
    book: xlsxwriter.Workbook,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    wide: Sequence[int] = (),
) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, 48 if place in wide else 18)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, str(cell)[:_MOST], wrapped)
    sheet.freeze_panes(1, 0)
