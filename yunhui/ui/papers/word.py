"""Official papers as Word documents that an office edits: named styles, the fonts by their usual names, and nothing
that WPS does not know.

GB/T 9704-2012: A4, margins 37/35/28/26 mm, 22 lines of 28 characters in size 3 (16 pt), titles in size 2 (22 pt),
pages numbered outside in size 4. The fonts are the reader's; where one is missing, Word and WPS take another.
"""

import io
import zipfile
from functools import singledispatch

from docx import Document
from docx.document import Document as Pages
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from yunhui.ui.papers.document import (
    Appendix,
    Attached,
    Block,
    Fill,
    Heading,
    Pair,
    Paper,
    Signed,
    Table,
    Text,
    Title,
    clean,
    places_of,
)
from yunhui.ui.papers.word_parts import add_table, number_field, underlined
from yunhui.ui.papers.word_styles import HEAD, SIZE_4, define_styles

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Word counts its archive's times from here; a fixed one makes the same paper the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_docx(paper: Paper) -> bytes:
    """A paper as .docx; the same bytes for the same paper."""
    pages = Document()
    define_styles(pages, paper)
    _lay_out(pages, paper)
    for block in paper.blocks:
        _draw(block, pages, paper)
    properties = pages.core_properties
    properties.title, properties.author, properties.language = paper.name[:255], paper.author[:255], _language(paper)
    properties.comments = ""
    stream = io.BytesIO()
    pages.save(stream)
    return _without_times(stream.getvalue())


def _language(paper: Paper) -> str:
    return "zh-CN" if paper.lang == "zh" else "en-GB"


def _lay_out(pages: Pages, paper: Paper) -> None:
    section = pages.sections[0]
    long, short = Mm(297), Mm(210)
    if paper.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = long, short
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(30), Mm(25)
    else:
        section.page_width, section.page_height = short, long
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(12 if paper.is_wide else 19)
    pages.settings.odd_and_even_pages_header_footer = True
    for head in (section.header, section.even_page_header):
        line = head.paragraphs[0]
        line.style = pages.styles["页眉"]
        line.add_run(clean(paper.head))
    for foot, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = foot.paragraphs[0]
        line.style = pages.styles["页码"]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = SIZE_4
        if paper.is_paged:
            line.add_run("— ")
            number_field(line.add_run())
            line.add_run(" —")
        foot.add_paragraph(clean(paper.foot), style="页脚")


@singledispatch
def _draw(block: Block, pages: Pages, paper: Paper) -> None:
    raise TypeError(type(block).__name__)


@_draw.register
def _(block: Title, pages: Pages, paper: Paper) -> None:
    _title(pages, block.text).paragraph_format.page_break_before = block.is_fresh or None
    if block.under:
        _line(pages, block.under, "副标题")
    _line(pages, "", "公文正文")


@_draw.register
def _(block: Heading, pages: Pages, paper: Paper) -> None:
    _line(pages, block.text, "一级标题" if block.level == 1 else "二级标题")


@_draw.register
def _(block: Text, pages: Pages, paper: Paper) -> None:
    style = {"body": "公文正文", "plain": "公文顶格", "center": "公文居中", "note": "公文说明"}[block.kind]
    for part in block.text.split("\n"):
        _line(pages, part, style)


@_draw.register
def _(block: Pair, pages: Pages, paper: Paper) -> None:
    line = _line(pages, "", "公文正文" if block.indent else "公文顶格")
    label = line.add_run(clean(block.label) + ("" if paper.lang == "zh" else " "))
    _face(label, HEAD)
    line.add_run(clean(block.text))


@_draw.register
def _(block: Fill, pages: Pages, paper: Paper) -> None:
    line = _line(pages, "", "公文签名")
    for index, (label, width) in enumerate(block.blanks):
        line.add_run(("    " if index else "") + clean(label))
        underlined(line, width, paper.letter)


@_draw.register
def _(block: Table, pages: Pages, paper: Paper) -> None:
    section = pages.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    assert page is not None and left is not None and right is not None
    _line(pages, "", "公文间隔")
    add_table(pages, block, Length(page - left - right))
    _line(pages, "", "公文间隔")


@_draw.register
def _(block: Attached, pages: Pages, paper: Paper) -> None:
    _line(pages, "", "公文正文")
    label = "附件：" if paper.lang == "zh" else "Attached: "
    for number, name in enumerate(block.names, 1):
        own = name if len(block.names) == 1 else f"{number}. {name}"
        line = _line(pages, (label if number == 1 else "") + own, "附件说明")
        if number > 1:
            line.paragraph_format.left_indent = Pt(paper.letter * 5)
            line.paragraph_format.first_line_indent = Pt(0)


@_draw.register
def _(block: Signed, pages: Pages, paper: Paper) -> None:
    _line(pages, "", "公文正文")
    _line(pages, "", "公文正文")
    for text, places in zip((block.who, block.day), places_of(block), strict=True):
        line = _line(pages, text, "公文落款")
        line.paragraph_format.right_indent = Pt(paper.letter * places)
        line.paragraph_format.keep_with_next = text == block.who or None


@_draw.register
def _(block: Appendix, pages: Pages, paper: Paper) -> None:
    line = _line(pages, "", "附件序号")
    line.paragraph_format.page_break_before = True
    line.add_run(clean(block.label))
    _line(pages, "", "公文正文")
    _title(pages, block.title)
    _line(pages, "", "公文正文")


def _title(pages: Pages, text: str) -> Paragraph:
    line = _line(pages, "", "公文标题")
    for number, part in enumerate(text.split("\n")):
        if number:
            line.add_run().add_break()
        line.add_run(clean(part))
    return line


def _line(pages: Pages, text: str, style: str) -> Paragraph:
    return pages.add_paragraph(clean(text), style=style)


def _face(run: Run, face: str) -> None:
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _without_times(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
