"""A visitor in Chromium: from the home page to a pitch, on their own clock, with and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_call, make_city
from tests.features.timetable.staging import make_event, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def site(live_server: Any) -> None:
    """An event on stage and an open call."""
    city = make_city()
    make_site(city)
    make_event(city)
    make_call(city, "open")


def test_from_home_to_a_pitch_and_another_clock(site: None, open_as: Open) -> None:
    page = open_as(None, "/", zone="America/New_York")
    assert page.url.endswith("/en/")
    assert serious(page) == []
    page.get_by_role("link", name="See the timetable").click()
    page.get_by_role("heading", name="Timetable").wait_for()
    page.get_by_text(re.compile("03:00 (for you|your time)")).first.wait_for()  # from the server, or by the script
    assert serious(page) == []
    page.get_by_label("Your clock").select_option("Asia/Tokyo")
    page.get_by_text("16:00 for you").first.wait_for()
    page.get_by_role("navigation", name="Filter by group").get_by_role("link", name="New energy").click()
    page.wait_for_url("**/groups/energy/")
    expect(page.locator(".talk")).to_have_count(1)
    expect(page.get_by_text("16:00 for you").first).to_be_visible()
    page.get_by_role("link", name="中文").click()
    page.get_by_role("heading", name="日程", level=1).wait_for()
    assert "/groups/energy/" in page.url


def test_a_phone_without_scripts_reads_everything(site: None, open_as: Open) -> None:
    page = open_as(None, "/zh/", language="zh-hans", zone="Asia/Shanghai", width=390, java_script_enabled=False)
    headings = {"日程": "日程", "项目": "项目", "怎么报名": "怎么报名", "板块与政策": "板块"}
    for name, heading in headings.items():
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=heading, level=1).wait_for()
        box = page.locator("main").bounding_box()
        assert box is not None and box["width"] <= 390
    page.goto("/zh/calls/open/")
    page.get_by_role("link", name="我已有账号").click()
    page.wait_for_url("**/sign-in?next=/my/calls/open/start")
