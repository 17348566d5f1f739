"""The one-page brief: one page, in the layout of official papers, with who printed it, and nothing that is closed."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdfium2 import PdfDocument

from tests.factories.city import make_application
from tests.factories.docking import Fair
from tests.factories.pages import visit_as
from yunhui.features.docking.models import Offer
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.reading.models import Opening

LONG = "在零下四十摄氏度保持百分之八十二的容量，这一点由第三方实验室测得。" * 20


def fetch(fair: Fair, form: str, language: str = CHINESE, offer: Offer | None = None) -> Any:
    found = offer or fair.offer(0)
    return visit_as(fair.officers[0], language).get(f"/w/offers/{found.pk}/brief.{form}")


def words_of(pdf: bytes) -> tuple[int, str]:
    document = PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return len(document), text


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_even_long_answers_make_one_page(fair: Fair, language: str) -> None:
    application = make_application(fair.call, 5, summary=LONG, novelty=LONG, team=LONG, landing=LONG)
    offer = Offer.objects.get(application=application, board=fair.boards[0])
    page = fetch(fair, "pdf", language, offer)
    assert (page["Content-Type"], page["Content-Disposition"][:6]) == ("application/pdf", "inline")
    count, text = words_of(page.content)
    assert count == 1
    assert "officer1" in text, "who printed it"


def test_nothing_that_is_closed_is_on_it(fair: Fair) -> None:
    for form in ("pdf", "docx"):
        data = fetch(fair, form).content
        text = words_of(data)[1] if form == "pdf" else _text(data)
        for wanted in ("项目1", "解决电池低温问题"):
            assert wanted in "".join(text.split())
        for secret in ("person1@", "Firm 1", "278 9111"):
            assert secret not in text


def test_what_we_offer_stands_on_it_once_we_are_interested(fair: Fair) -> None:
    assert "Hall 2" not in words_of(fetch(fair, "pdf").content)[1]
    fair.interest(0)
    assert "Hall 2" in words_of(fetch(fair, "pdf").content)[1]


def test_the_document_has_the_layout_of_official_papers(fair: Fair) -> None:
    data = fetch(fair, "docx")
    assert "attachment" in data["Content-Disposition"]
    paper = Document(io.BytesIO(data.content))
    section = paper.sections[0]
    sides = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    title = paper.paragraphs[0]
    assert (title.text, title.style.name, title.style.font.size) == ("项目1", "公文标题", Pt(22))
    body = next(line for line in paper.paragraphs if line.text.startswith("项目简介"))
    assert (body.style.name, body.style.font.size) == ("公文正文", Pt(16))
    assert [_font(run) for run in body.runs] == ["黑体", ""], "the label; what it says has the style's own face"
    assert "officer1" in section.header.paragraphs[0].text
    assert "PAGE" in section.footer._element.xml


def test_each_copy_is_an_opening_that_the_applicant_sees(fair: Fair) -> None:
    for form in ("pdf", "docx"):
        fetch(fair, form)
    visit_as(fair.officers[0]).get(f"/w/offers/{fair.offer(0).pk}/brief")
    forms = AuditEntry.objects.filter(action="brief.printed").values_list("after__form", flat=True)
    assert sorted(forms) == ["docx", "page", "pdf"]
    assert Opening.objects.filter(reader=fair.officers[0], board=fair.boards[0], what="brief").count() == 1


def test_other_host_areas_get_none(fair: Fair) -> None:
    for form in ("pdf", "docx"):
        path = f"/w/offers/{fair.offer(0).pk}/brief.{form}"
        assert visit_as(fair.officers[1]).get(path).status_code == 404


def _font(run: Any) -> str:
    fonts = run._element.find(f".//{qn('w:rFonts')}")
    return "" if fonts is None else str(fonts.get(qn("w:eastAsia")))


def _text(data: bytes) -> str:
    return "\n".join(line.text for line in Document(io.BytesIO(data)).paragraphs)
