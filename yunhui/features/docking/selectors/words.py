"""The brief as a Word document that an office edits: 公文 layout (GB/T 9704), the fonts by their usual names."""

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Pages
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors.briefs import Paper, paper_of
from yunhui.kernel.actor import Actor

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN, TITLE, BODY, HEAD, FOOT = "Times New Roman", "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
LINE, SIZE_2, SIZE_3, SIZE_4 = Pt(28), Pt(22), Pt(16), Pt(14)


def as_docx(actor: Actor, offer: Offer, *, at: datetime) -> bytes:
    """The brief as .docx.

    Raises:
        NotFoundError: as `paper_of`.
    """
    paper = paper_of(actor, offer, at=at)
    pages = Document()
    _page(pages, paper)
    _line(pages, paper.title, TITLE, SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(pages, paper.subtitle, BODY, SIZE_3, align=WD_ALIGN_PARAGRAPH.CENTER)
    for label, value in paper.facts:
        _pair(pages, paper, label, value, indent=False)
    for label, value in paper.parts:
        _pair(pages, paper, label, value, indent=True)
    for text in (paper.signed, paper.day):
        line = _line(pages, text, BODY, SIZE_3, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = SIZE_3 * 2
    stream = io.BytesIO()
    pages.save(stream)
    return stream.getvalue()


def _page(pages: Pages, paper: Paper) -> None:
    section = pages.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = pages.styles["Normal"]
    normal.font.size, normal.font.name = SIZE_3, LATIN
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(head, paper.mark, FOOT, Pt(9))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", FOOT, SIZE_4)
    _number(_run(foot, "", FOOT, SIZE_4))
    _run(foot, " —", FOOT, SIZE_4)
    pages.core_properties.title, pages.core_properties.author = paper.title, paper.signed


def _pair(pages: Pages, paper: Paper, label: str, value: str, *, indent: bool) -> None:
    line = _line(pages, "", BODY, SIZE_3)
    if indent:
        line.paragraph_format.first_line_indent = SIZE_3 * 2
    _run(line, paper.head(label) + ("" if paper.lang == "zh" else " "), HEAD, SIZE_3)
    _run(line, value, BODY, SIZE_3)


def _line(
    pages: Pages, text: str, font: str, size: Pt, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
) -> Paragraph:
    line = pages.add_paragraph()
    line.alignment = align
    shape = line.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.space_before = shape.space_after = Pt(0)
    if text:
        _run(line, text, font, size)
    return line


def _run(line: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = line.add_run(text)
    run.font.size, run.font.name = size, LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _number(run: Run) -> None:
    """The page's number as a field that Word and WPS compute."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if text:
            part = OxmlElement("w:instrText")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)
