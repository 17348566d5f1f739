"""Tables as workbooks: what is on a page, with real dates and numbers, and a second sheet that says what it is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from yunhui.kernel import clock

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program would take for a formula when the text is typed or pasted again.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

Head = tuple[str, int]
Fact = tuple[Any, Any]


def workbook(
    title: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Any]],
    about: Callable[[int], Sequence[Fact]],
    *,
    caption: str = "",
) -> tuple[bytes, int]:
    """A workbook of the rows, and their number; row by row through files: memory holds the packed result alone.

    Args:
        heads: the words of each column and its width in characters.
        rows: the cells of each row: numbers, instants, texts, or nothing.
        about: what the table is, in (word, value), from the number of rows.
        caption: a line above the heads that is to be printed with the table, such as its rule.
    """
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        styles = _Styles(book)
        sheet = book.add_worksheet(title[:31])
        top = 1 if caption else 0
        if caption:
            sheet.write_string(0, 0, caption, styles.caption)
        sheet.freeze_panes(top + 1, 0)
        for at, (word, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(top, at, word, styles.head)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _cell(sheet, styles, top + count, at, value)
        if count:
            sheet.autofilter(top, 0, top + count, len(heads) - 1)
        facts = book.add_worksheet(_("About this table")[:31])
        facts.set_column(0, 0, 18)
        facts.set_column(1, 1, 90)
        for at, (word, value) in enumerate(about(count)):
            facts.write_string(at, 0, str(word), styles.head)
            _cell(facts, styles, at, 1, value)
        book.close()
        file.seek(0)
        return file.read(), count


class _Styles:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.caption = book.add_format({"bold": True})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.score = book.add_format({"num_format": "#,##0.00"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.plain = book.add_format({})


def _cell(sheet: Any, styles: _Styles, row: int, at: int, value: Any) -> None:
    """A value as what it is: a number, an instant on Beijing's clock, or text that no program takes for a formula."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, value.astimezone(clock.BEIJING).replace(tzinfo=None), styles.moment)
    elif isinstance(value, Decimal | float):
        sheet.write_number(row, at, float(value), styles.score)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        text = str(value)
        sheet.write_string(row, at, text, styles.quoted if text.startswith(_DANGEROUS) else styles.plain)
