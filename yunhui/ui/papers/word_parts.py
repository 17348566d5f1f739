"""Parts of a Word document that python-docx has no words for, or is slow at: long tables, fields, blanks."""

from xml.sax.saxutils import escape

from docx.document import Document as Pages
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from yunhui.ui.papers.document import Column, Table, clean

_TWIP = 635
_BORDER = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def add_table(pages: Pages, table: Table, width: Length) -> None:
    """Put a table at the end of the document: fixed columns over `width`, head repeated, rows kept whole.

    The last row keeps with what follows, so that no line to sign stands alone on a page.
    """
    shares = sum(column.share for column in table.columns)
    total = width // _TWIP
    widths = [total * column.share // shares for column in table.columns]
    widths[-1] += total - sum(widths)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row(tuple(column.head for column in table.columns), table, widths, is_head=True)
    last = len(table.rows) - 1
    rows = "".join(_row(row, table, widths, keeps=number == last) for number, row in enumerate(table.rows))
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_BORDER}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )
    body = pages.element.body
    body.insert_element_before(element, "w:sectPr")


def number_field(run: Run) -> None:
    """The page's number as a field that Word and WPS compute."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def underlined(line: Paragraph, width: int, letter: float) -> None:
    """A blank of about `width` mm to write on: underlined spaces, which Word, WPS and LibreOffice all draw."""
    run = line.add_run("\u00a0" * max(1, round(Mm(width).pt / (letter / 4))))
    run.font.underline = True


def _row(cells: tuple[str, ...], table: Table, widths: list[int], *, is_head: bool = False, keeps: bool = False) -> str:
    least = int(Mm(table.height) // _TWIP)
    shape = f'<w:cantSplit/><w:trHeight w:val="{least}" w:hRule="atLeast"/>' + ("<w:tblHeader/>" if is_head else "")
    drawn = zip(table.columns, cells, widths, strict=True)
    inner = "".join(_cell(column, text, width, table.size, is_head, keeps) for column, text, width in drawn)
    return f"<w:tr><w:trPr>{shape}</w:trPr>{inner}</w:tr>"


def _cell(column: Column, text: str, width: int, size: float, is_head: bool, keeps: bool) -> str:
    style, align = ("公文表头", "center") if is_head else ("公文表格", column.align)
    half, keep = int(size * 2), "<w:keepNext/>" if keeps else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in clean(text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{lines}</w:r></w:p></w:tc>'
    )
