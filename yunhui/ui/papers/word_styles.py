"""The named styles of an official Word document: an office changes one and the whole paper follows."""

from dataclasses import dataclass

from docx.document import Document as Pages
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from yunhui.ui.papers.document import Paper

LATIN, TITLE, BODY, HEAD, KAI, FOOT = "Times New Roman", "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
# 225 mm of text in 22 lines.
LINE = 28.95
# 28 characters of 16 pt are 448 pt, the line is 442.
TIGHTER = -5
_CENTER, _RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class _Shape:
    """A style: its face, size and line in points, where it stands, the indent of its first line in characters."""

    face: str
    size: float
    line: float
    align: WD_ALIGN_PARAGRAPH | None = None
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keeps: bool = False


def define_styles(pages: Pages, paper: Paper) -> None:
    """Make the styles that the blocks use; the text's size is the paper's `letter`."""
    letter = paper.letter
    line = LINE if paper.lang == "zh" else letter * 1.5
    indent = 2.0 if paper.lang == "zh" else 0.0
    both = _BOTH if paper.lang == "zh" else None
    shapes = {
        "公文标题": _Shape(TITLE, 22, 36, _CENTER, keeps=True),
        "副标题": _Shape(KAI, letter, line, _CENTER, keeps=True),
        "一级标题": _Shape(HEAD, letter, line, None, indent, keeps=True),
        "二级标题": _Shape(KAI, letter, line, None, indent, keeps=True),
        "公文正文": _Shape(BODY, letter, line, both, indent, after=0 if paper.lang == "zh" else 6),
        "公文顶格": _Shape(BODY, letter, line, both),
        "公文居中": _Shape(BODY, letter, line, _CENTER),
        "公文说明": _Shape(BODY, 10.5, 16, keeps=True),
        "公文签名": _Shape(BODY, letter, line, before=6, after=4),
        "公文落款": _Shape(BODY, letter, line, _RIGHT),
        "附件说明": _Shape(BODY, letter, line, None, indent),
        "附件序号": _Shape(HEAD, letter, line),
        "公文间隔": _Shape(BODY, 5, 6, keeps=True),
        "公文表格": _Shape(BODY, 12, 0),
        "公文表头": _Shape(HEAD, 12, 0, _CENTER),
        "页眉": _Shape(FOOT, 9, 0, _CENTER),
        "页码": _Shape(FOOT, 14, 0),
        "页脚": _Shape(FOOT, 7.5, 0, _CENTER),
    }
    normal = pages.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_face(normal, BODY, letter)
    _set_language(normal, paper.lang)
    for name, shape in shapes.items():
        style = pages.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style, style.quick_style = normal, True
        _set_face(style, shape.face, shape.size)
        _set_shape(style, shape)
        if name in ("公文正文", "公文顶格") and paper.lang == "zh" and letter == SIZE_3.pt:
            _tighten(style)


def _set_face(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.size, style.font.name = Pt(size), FOOT if face == FOOT else LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:cs"), LATIN)


def _set_shape(style: ParagraphStyle, shape: _Shape) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(shape.before), Pt(shape.after)
    if shape.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(shape.line)
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.alignment = shape.align
    form.first_line_indent = Pt(shape.size * shape.indent)
    form.keep_with_next = shape.keeps or None
    form.widow_control = False


def _set_language(style: ParagraphStyle, lang: str) -> None:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), "en-US" if lang == "zh" else "en-GB")
    mark.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(mark)


def _tighten(style: ParagraphStyle) -> None:
    mark = OxmlElement("w:spacing")
    mark.set(qn("w:val"), str(TIGHTER))
    size = style.element.get_or_add_rPr().find(qn("w:sz"))
    size.addprevious(mark)
