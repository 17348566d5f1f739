"""After the release in Chromium: an applicant confirms a place, another reads why not, an auditor takes the proof."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from tests.chromium import serious
from tests.factories.chosen import make_released_call
from tests.factories.city import make_city, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.services import seal
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.review.models import ScoreSheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def decided(live_server: Any, settings: Any, tmp_path: Path) -> dict[str, Application]:
    """A released call: alpha of `ada` is selected, poor of `ben` is not."""
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    _call, made, _batch = make_released_call(make_city())
    made["poor"].owner = make_user("ben")
    made["poor"].save(update_fields=["owner"])
    seal()
    return made


def test_a_place_is_confirmed_on_a_phone(decided: dict[str, Application], open_as: Open) -> None:
    page = open_as(decided["alpha"].owner, "/my/", language="zh-hans", width=390, has_touch=True)
    assert serious(page) == []
    page.get_by_role("link", name="确认名额").tap()
    page.wait_for_url("**/place")
    assert serious(page) == []
    page.get_by_role("button", name="确认参加").tap()
    page.get_by_text("名额已确认").wait_for()
    page.goto(f"/my/applications/{decided['alpha'].pk}/")
    assert "去补正" not in page.locator("main").inner_text()
    assert serious(page) == []


def test_who_is_not_selected_reads_why(decided: dict[str, Application], open_as: Open) -> None:
    page = open_as(decided["poor"].owner, f"/my/applications/{decided['poor'].pk}/", width=390, has_touch=True)
    assert serious(page) == []
    page.get_by_role("link", name="See your decision").tap()
    page.get_by_role("heading", name="Who opened your application").wait_for()
    words = page.locator("main").inner_text()
    assert "Expert review not passed" in words and "专家1" not in words
    assert serious(page) == []


def test_an_auditor_reads_prose_and_takes_it_on_paper(decided: dict[str, Application], open_as: Open) -> None:
    auditor = make_user("auditor", Role.AUDIT_ADMIN)
    path = f"/w/proof/roadshow/1/{decided['alpha'].number}/"
    phone = open_as(auditor, path, language="zh-hans", width=390)
    assert "定稿，认定为：入围" in phone.locator("main").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(phone) == []
    desk = open_as(auditor, path)
    desk.get_by_role("heading", name="In short").wait_for()
    assert serious(desk) == []
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="This page as PDF").click()
    assert taken.value.suggested_filename == "decision-roadshow-1-0001.pdf"
    with PdfDocument(taken.value.path()) as document:
        text = "".join(one.get_textpage().get_text_bounded() for one in document)
    assert "The basis of a decision" in text
    sheets = ScoreSheet.objects.filter(assignment__application=decided["alpha"])
    assert all(sheet.receipt[:19] in text for sheet in sheets)
