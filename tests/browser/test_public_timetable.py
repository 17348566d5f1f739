"""The public timetable in Chromium: another clock, a choice without an account, a phone, and no script at all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_city
from tests.features.timetable.staging import make_event, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
PAGE = "/en/timetable/stage/"


@pytest.fixture
def site(live_server: Any) -> None:
    """An event on stage."""
    city = make_city()
    make_site(city)
    make_event(city)


def test_a_visitor_changes_the_clock_stars_and_carries_it_away(site: None, open_as: Open) -> None:
    page = open_as(None, PAGE, zone="America/New_York")
    talk = page.locator(".talk", has_text="Project 1")
    expect(talk.get_by_text("03:00 for you")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("Your clock").select_option("Pacific/Honolulu")
    expect(talk.get_by_text("Wed 21:00 for you")).to_be_visible()
    assert page.url.endswith(PAGE), "nothing was asked of the server"
    page.reload()
    expect(talk.get_by_text("Wed 21:00 for you")).to_be_visible()
    star = talk.get_by_role("button", name="My programme: Project 1")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="My programme").first.click()
    page.get_by_role("heading", name="My programme").wait_for()
    expect(page.locator(".talk:visible")).to_have_count(1)
    assert serious(page) == []
    share = page.get_by_role("link", name="Share")
    expect(share).to_have_attribute("href", re.compile("pick="))
    shared = share.get_attribute("href")
    with page.expect_response("**/stage.ics?pick=*") as answered:
        page.evaluate("href => fetch(href)", page.get_by_role("link", name="Calendar (ICS)").get_attribute("href"))
    assert answered.value.text().count("BEGIN:VEVENT") == 1
    friend = open_as(None, shared)
    friend.get_by_role("heading", name="A shared programme").wait_for()
    expect(friend.locator(".talk")).to_have_count(1)
    friend.get_by_role("button", name="Add them to my programme").click()
    friend.get_by_role("link", name="My programme").first.click()
    expect(friend.locator(".talk:visible")).to_have_count(1)
    page.locator(".talk:visible").get_by_role("button").click()
    page.get_by_text("Nothing is starred yet").wait_for()


def test_a_phone_reads_by_hall_and_a_session(site: None, open_as: Open) -> None:
    page = open_as(None, "/zh/timetable/stage/", language="zh-hans", zone="Asia/Shanghai", width=390)
    page.get_by_role("navigation", name="查看方式").get_by_role("link", name="按会场").click()
    page.get_by_role("heading", name="2厅").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
    page.locator(".room__h a").first.click()
    page.get_by_role("link", name="日历（ICS）").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []


def test_without_scripts_every_view_is_a_link(site: None, open_as: Open) -> None:
    page = open_as(None, PAGE, java_script_enabled=False)
    page.get_by_label("Your clock").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("16:00 for you").first.wait_for()
    page.get_by_role("link", name="By group").click()
    page.get_by_text("16:00 for you").first.wait_for()
    expect(page.locator(".talk")).to_have_count(4)
    expect(page.locator(".star:visible")).to_have_count(0)
    page.get_by_role("link", name="My programme").click()
    page.get_by_text("Starring needs JavaScript").wait_for()
