"""Tables as people send them: text in some encoding, or a workbook."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter


def text(rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as text, every cell in quotes."""
    lines = (separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    return "\r\n".join(lines).encode(encoding)


def workbook(rows: Sequence[Sequence[Any]], **more: Any) -> bytes:
    """A workbook with one sheet; `title` is a merged row above, `formula` {(row, column): (formula, value)}."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("名单")
    first = 0
    if title := more.get("title"):
        sheet.merge_range(0, 0, 0, 5, title)
        first = 2
    for number, row in enumerate(rows, first):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    for (number, place), (formula, value) in more.get("formula", {}).items():
        sheet.write_formula(number, place, formula, None, value)
    book.close()
    return stream.getvalue()
