"""The list as a spreadsheet: what is on the screen, with real dates and numbers, and a page that says what it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.chips import chips_of
from yunhui.portal.roster.columns import COLUMNS, Column, Look
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.names import Names
from yunhui.ui import formats

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program would take for a formula when the text is typed or pasted again.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"number": 8, "title": 44, "next": 30, "due": 18, "submitted": 18, "email": 28, "employer": 28}


def written(
    scope: Scope, asked: Asked, columns: Sequence[Column], names: Names, rows: Iterable[dict[str, Any]], look: Look
) -> tuple[bytes, int]:
    """A workbook of the rows, and their number; row by row through files: memory holds the packed result alone."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        styles = _Styles(book)
        sheet = book.add_worksheet(_("Submitted applications")[:31])
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column.key, 16))
            sheet.write_string(0, at, _head(column), styles.head)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                _cell(sheet, styles, count, at, column.value(row, look))
        if count:
            sheet.autofilter(0, 0, count, len(columns) - 1)
        _about(book.add_worksheet(_("About this table")[:31]), styles, scope, asked, columns, names, count)
        book.close()
        file.seek(0)
        return file.read(), count


class _Styles:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.score = book.add_format({"num_format": "0.00"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.plain = book.add_format({})


def _head(column: Column) -> str:
    word = str(column.label)
    return f"{word} ({_('Beijing time')})" if column.key in ("due", "submitted") else word


def _cell(sheet: Any, styles: _Styles, row: int, at: int, value: Any) -> None:
    """A value as what it is: a number, an instant on Beijing's clock, or text that no program takes for a formula."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, value.astimezone(clock.BEIJING).replace(tzinfo=None), styles.moment)
    elif isinstance(value, Decimal):
        sheet.write_number(row, at, float(value), styles.score)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        text = str(value)
        sheet.write_string(row, at, text, styles.quoted if text.startswith(_DANGEROUS) else styles.plain)


def _about(
    sheet: Any, styles: _Styles, scope: Scope, asked: Asked, columns: Sequence[Column], names: Names, count: int
) -> None:
    """What the table is: of which call, which rows, as of when, by whom."""
    actor, call = scope.actor, scope.call
    filters = [chip.word for chip in chips_of(scope, asked, names)]
    groups = [names.word("group", key) for key in asked.values("group")]
    sort = COLUMNS.get(asked.sort.removeprefix("-"), COLUMNS["due"])
    lines = [
        (_("Call"), pick(call, "title", actor.language)),
        (_("Rows"), count),
        (_("As of"), formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
         + f" ({_('Beijing time')}, UTC+8)"),
        (_("Made by"), actor.name),
        (_("Groups"), ", ".join(groups) or _("all")),
        (_("Filters"), "; ".join(filters) or _("none: every submitted application")),
        (_("Sorted by"), f"{sort.label}{' ↓' if asked.sort.startswith('-') else ' ↑'}"),
        (_("Columns"), ", ".join(str(column.label) for column in columns)),
        (_("Score"), _("mean of the locked score sheets, at most 100; empty before the first")),
        (_("Personal data"), _("contained: keep it inside the office") if any(one.personal for one in columns)
         else _("names of speakers only where a column shows them")),
    ]  # fmt: skip
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for at, (word, value) in enumerate(lines):
        sheet.write_string(at, 0, str(word), styles.head)
        _cell(sheet, styles, at, 1, value)
