"""Official papers: named styles and fonts, the measures of GB/T 9704, heads that repeat, the same bytes each time."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from yunhui.ui.papers import (
    Appendix,
    Attached,
    Column,
    Fill,
    Heading,
    Pair,
    Paper,
    Signed,
    Table,
    Text,
    Title,
    as_docx,
    as_pdf,
    fingerprint,
)
from yunhui.ui.papers.document import places_of, width_of

LONG = "面向零下四十摄氏度储能场景的长循环低成本钠离子电芯及其全自动中试产线（第二期）"
ROWS = tuple((str(n), f"{n:04d}", LONG if n % 7 == 0 else f"㛃喆燚镕䶮项目{n}", "87.60") for n in range(1, 187))
COLUMNS = (Column("序号", 10), Column("编号", 12), Column("项目名称", 60, "left"), Column("得分", 18))
EVERYTHING = Paper(
    name="关于“云创荟”的请示",
    blocks=(
        Title("关于报请审定“云创荟”\n入围项目名单的请示", "第一批"),
        Text("市委人才工作领导小组：", "plain"),
        Heading("一、评审情况"),
        Heading("（一）专家评审", 2),
        Text("按公告第六条计分。" * 20),
        Pair("项目编号：", "0042"),
        Table(COLUMNS, ROWS),
        Fill((("监督人员（签名）：", 40), ("日期：", 35))),
        Text("空格为弃权或回避，不计零分。", "note"),
        Attached(("入围名单", "候补名单")),
        Signed("青澜市人才工作办公室", "2026年6月11日"),
        Appendix("附件1", "入围名单"),
        Text("（此处无正文）", "center"),
    ),
    head="仅供内部研究",
    foot="内容摘要 3f2a 91c0",
    author="青澜市人才工作办公室",
)


def words_of(pdf: bytes) -> list[str]:
    """The text of each page, without spaces."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]


def face_of(style: Any) -> str:
    return str(style.element.rPr.rFonts.get(qn("w:eastAsia")))


def test_the_word_document_has_the_measures_and_fonts_of_the_standard() -> None:
    document = Document(io.BytesIO(as_docx(EVERYTHING)))
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    styles = document.styles
    assert (face_of(styles["公文标题"]), styles["公文标题"].font.size) == ("方正小标宋简体", Pt(22))
    assert (face_of(styles["公文正文"]), styles["公文正文"].font.size) == ("仿宋_GB2312", Pt(16))
    assert (face_of(styles["一级标题"]), face_of(styles["二级标题"])) == ("黑体", "楷体_GB2312")
    assert styles["公文正文"].paragraph_format.first_line_indent == Pt(32)
    lines = 225 / 25.4 * 72 / styles["公文正文"].paragraph_format.line_spacing.pt
    assert int(lines) == 22
    assert document.paragraphs[0].style.name == "公文标题"


def test_pages_are_numbered_outside_and_carry_the_fingerprint() -> None:
    document = Document(io.BytesIO(as_docx(EVERYTHING)))
    section = document.sections[0]
    for foot, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        number, words = foot.paragraphs
        assert "PAGE" in number._p.xml
        assert number.text.startswith("— ")
        assert number.alignment.name == side
        assert words.text == "内容摘要 3f2a 91c0"
    assert "even" in document.settings._element.xml


def test_tables_repeat_their_head_and_keep_rows_whole() -> None:
    table = Document(io.BytesIO(as_docx(EVERYTHING))).tables[0]
    rows = table._tbl.tr_lst
    assert len(rows) == 187
    assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)
    pages = words_of(as_pdf(EVERYTHING))
    with_rows = [page for page in pages if re.search(r"01\d\d", page)]
    assert len(with_rows) > 3
    assert all("项目名称" in page for page in with_rows)


def test_the_same_paper_is_the_same_bytes() -> None:
    assert as_docx(EVERYTHING) == as_docx(EVERYTHING)
    assert as_pdf(EVERYTHING) == as_pdf(EVERYTHING)


def test_the_fingerprint_is_of_the_words_alone() -> None:
    later = replace(EVERYTHING, foot="内容摘要 0000", head="另一人")
    assert fingerprint(later) == fingerprint(EVERYTHING)
    changed = replace(EVERYTHING, blocks=(*EVERYTHING.blocks[:-1], Text("（有正文）", "center")))
    assert fingerprint(changed) != fingerprint(EVERYTHING)
    assert fingerprint(EVERYTHING, "sm3").startswith("sm3:")


def test_wide_papers_lie_on_their_side() -> None:
    section = Document(io.BytesIO(as_docx(replace(EVERYTHING, is_wide=True)))).sections[0]
    assert section.page_width > section.page_height
    page = PdfDocument(as_pdf(replace(EVERYTHING, is_wide=True)))[0]
    assert page.get_width() > page.get_height()


@given(who=st.text("青澜市人才工作办公室", min_size=1, max_size=30))
def test_whoever_signs_stays_inside_the_margin_and_the_day_centred(who: str) -> None:
    signed = Signed(who, "2026年6月11日")
    beside, below = places_of(signed)
    assert beside >= 2
    assert abs(beside + width_of(who) / 2 - (below + width_of(signed.day) / 2)) < 0.01


@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=60))
def test_whatever_people_write_makes_a_document_that_opens(text: str) -> None:
    paper = Paper("名称", (Title(text), Text(text), Pair("意见：", text), Table((Column(text, 1),), ((text,),))))
    assert Document(io.BytesIO(as_docx(paper))).tables


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("is_wide", [False, True])
def test_an_office_opens_it(tmp_path: Path, is_wide: bool) -> None:
    """LibreOffice reads the document and lays all of it out: the repeated head, the last row, the appendix."""
    (tmp_path / "paper.docx").write_bytes(as_docx(replace(EVERYTHING, is_wide=is_wide)))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "paper.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = words_of((tmp_path / "paper.pdf").read_bytes())
    assert "市委人才工作领导小组：" in pages[0]
    assert any("0186" in page for page in pages)
    assert "附件1" in pages[-1]
    assert all("项目名称" in page for page in pages if re.search(r"01\d\d㛃", page))
