"""The office takes a summary of scores as Word, and recognises the sheet on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_city, make_user
from tests.factories.deciding import make_reviewed_call, project
from yunhui.features.papers.models import Print
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.kernel.i18n import CHINESE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def clerk(live_server: Any) -> User:
    """The talent office, with a call whose review is done."""
    make_reviewed_call(make_city(), [project("A", 87.5), project("B", 70)])
    return make_user("clerk", Role.OFFICE)


def test_taking_a_summary_and_recognising_it_on_a_phone(clerk: User, open_as: Open, tmp_path: Path) -> None:
    page = open_as(clerk, "/w/calls/roadshow/")
    page.get_by_role("link", name="Papers").click()
    page.get_by_role("heading", name="Papers", exact=True).wait_for()
    expect(page.get_by_text("No batch has been proposed yet.")).to_be_visible()
    assert serious(page) == []
    with page.expect_download() as taking:
        page.get_by_role("link", name="Summary of scores, New energy, Word").click()
    taking.value.save_as(tmp_path / "summary.docx")
    document = Document(str(tmp_path / "summary.docx"))
    short = Print.objects.get().short
    foot = document.sections[0].footer.paragraphs[-1].text
    assert short in foot.replace(" ", "")
    assert "87.50" in [cell.text for cell in document.tables[0]._cells]

    phone = open_as(clerk, "/w/calls/roadshow/papers/", language=CHINESE, width=390, has_touch=True)
    phone.get_by_label("内容摘要").fill(f"{short[:8]} {short[8:]}")
    phone.get_by_role("button", name="查询").tap()
    phone.get_by_text("与现在的记录一致").wait_for()
    assert serious(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
