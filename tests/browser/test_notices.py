"""A held letter in Chromium: the office looks at it and lets it go, its reader finds it behind the bell on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import SYSTEM, make_city, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice, Template
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice
from yunhui.parties.models import City

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def people(live_server: Any) -> tuple[User, User]:
    """The office, and an applicant for whom two letters wait."""
    City.objects.create(
        jurisdiction=make_city(), site_zh="云荟", site_en="Yunhui", office_zh="市人才办", office_en="Talent Office",
        latitude=34, longitude=117,
    )  # fmt: skip
    office, ada = make_user("office", Role.OFFICE), make_user("ada")
    letters = (("入围", "Selected", "请确认参加。"), ("列入候补", "You are on the reserve list", "按顺序递补。"))
    for zh, en, text in letters:
        said = {"subject": Both(zh, en), "project": Both("项目", "Project"), "text": Both(text, en)}
        with transaction.atomic():
            write_notice(actor=SYSTEM, letter="bulk.message", to=ada, about=("x", en), context=said, link="/my/")
    return office, ada


def test_a_letter_is_looked_at_released_and_read(people: tuple[User, User], open_as: Open) -> None:
    office, ada = people
    page = open_as(office, "/w/outbox/?show=held")
    assert serious(page) == []
    page.locator("a.title").first.click()
    panel = page.locator("#panel")
    panel.get_by_text("on the reserve list").first.wait_for()
    expect(panel.get_by_text("列入候补").first).to_be_visible()
    assert serious(page) == []
    panel.get_by_role("button", name="Release, and see the next").click()
    page.get_by_role("heading", name="入围").first.wait_for()
    page.locator("summary", has_text="Discard").click()
    page.get_by_role("button", name="Discard", exact=True).click()
    expect(page.get_by_text("Say why, for whoever asks later.").first).to_be_visible()
    page.locator("#f-reason").fill("Written twice")
    page.get_by_role("button", name="Discard", exact=True).click()
    page.get_by_text("One letter discarded.").wait_for()
    assert sorted(Notice.objects.values_list("state", flat=True)) == [NoticeState.DISCARDED, NoticeState.RELEASED]

    phone = open_as(ada, "/my/", language="zh-hans", width=390, has_touch=True)
    bell = phone.locator("#bell")
    assert bell.get_attribute("aria-label") == "1条新通知"
    bell.tap()
    phone.get_by_role("heading", name="通知").wait_for()
    assert serious(phone) == []
    phone.get_by_role("link", name="列入候补").tap()
    phone.get_by_text("按顺序递补").wait_for()
    assert phone.locator("#bell").get_attribute("aria-label") == "通知"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_wording_a_letter_and_choosing_how_to_be_told(people: tuple[User, User], open_as: Open) -> None:
    office, ada = people
    page = open_as(office, "/w/letters/decisions.selected/", language="zh-hans", width=390)
    assert serious(page) == []
    page.locator("[name=subject_en]").fill("Selected: {{ titel }}")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("这封信没有变量 {{ titel }}").first.wait_for()
    page.locator("[name=subject_en]").fill("Selected: {{ title }}")
    page.get_by_role("button", name="预览").click()
    page.get_by_text("Selected: Sodium-ion storage cells").wait_for()
    assert not Template.objects.filter(is_own=True).exists()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("此后写的信使用此文本").wait_for()

    wishes = open_as(ada, "/notices/wishes")
    assert serious(wishes) == []
    wishes.get_by_label("A reminder: E-mail").uncheck()
    wishes.get_by_role("button", name="Keep").click()
    wishes.get_by_text("It holds from the next letter on.").wait_for()
    assert not wishes.get_by_label("A reminder: E-mail").is_checked()
