"""The public site in Chromium: a text goes out by two people; a visitor reads it by keyboard, on a phone, without
scripts; and the home page is light."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_call, make_city, make_user
from tests.features.site.pictures import saved
from tests.features.site.words import guard_words
from tests.features.timetable.staging import make_event, make_site
from yunhui.foundation.accounts.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
LIGHT = 100_000


@pytest.fixture
def site(live_server: Any) -> None:
    """An event on stage and an open call."""
    city = make_city()
    make_site(city)
    guard_words()
    make_event(city)
    make_call(city, "open")


def test_a_text_goes_out_by_two_people(site: None, open_as: Open) -> None:
    page = open_as(make_user("writer", Role.OFFICE), "/w/site/news/")
    page.get_by_label("Address").fill("autumn-opens")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Title, Chinese").fill("秋季场开始征集")
    page.get_by_label("Title, English").fill("The autumn call is open")
    page.get_by_label("Text, Chinese").fill("面向千人计划专家")
    page.get_by_label("Text, English").fill("## Who\n\nFounders **anywhere**")
    page.locator("#preview").get_by_role("heading", name="Who").wait_for()  # while it is typed
    page.locator("#f-picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": saved("PNG")})
    for name, text in (("What the picture shows", "会场"), ("Source of the picture", "人才办")):
        for language in ("Chinese", "English"):
            page.get_by_label(f"{name}, {language}").fill(text if language == "Chinese" else "The hall")
    page.get_by_role("button", name="Propose for publication").click()
    expect(page.locator("#f-body_zh-e")).to_contain_text("千人计划")  # refused by name, nothing typed is lost
    expect(page.get_by_label("Text, English")).to_have_value("## Who\n\nFounders **anywhere**")
    assert serious(page) == []
    page.get_by_label("Text, Chinese").fill("面向海内外创业者")
    page.get_by_label("The other language needs no change").check()  # the Chinese alone was wrong
    page.get_by_role("button", name="Propose for publication").click()
    page.get_by_text("A second person approves it").wait_for()
    address = page.url.partition("?")[0]

    second = open_as(make_user("reader", Role.APPROVER), address[address.index("/w/") :])
    expect(second.get_by_text("may the office publish it")).to_be_visible()
    second.get_by_role("button", name="Publish", exact=True).click()
    second.get_by_text("It is public now").wait_for()

    visitor = open_as(None, "/zh/", language="zh-hans", zone="Asia/Shanghai", width=390, java_script_enabled=False)
    visitor.get_by_role("link", name="秋季场开始征集").click()
    visitor.get_by_role("heading", name="秋季场开始征集", level=1).wait_for()
    picture = visitor.get_by_role("img", name="会场")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("e => e.naturalWidth > 0 && e.currentSrc.endsWith('-s.jpg')"), "a phone takes the small one"
    visitor.get_by_role("link", name="English").click()
    visitor.get_by_role("heading", name="Who").wait_for()
    expect(visitor.get_by_role("img", name="The hall")).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_visitor_by_keyboard_from_home_to_a_project(site: None, open_as: Open) -> None:
    page = open_as(None, "/en/", zone="America/New_York")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Projects").press("Enter")
    page.get_by_role("heading", name="Projects", level=1).wait_for()
    assert serious(page) == []
    page.locator("main .card a").first.press("Enter")
    page.get_by_text("You, New York").wait_for()  # the browser adds the reader's own clock
    assert serious(page) == []
    for path in ("/en/events/stage/", "/zh/figures/", "/zh/areas/", "/en/how-to-apply/", "/zh/search/?q=1"):
        page.goto(path)
        assert serious(page) == [], path


def test_home_with_its_styles_and_scripts_is_light(site: None, open_as: Open) -> None:
    page = open_as(None, "/zh/", language="zh-hans", zone="Asia/Shanghai")
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.reload()
    page.wait_for_load_state("load")
    kinds = ("document", "stylesheet", "script")
    weighed = {one.url: len(one.body()) for one in answers if one.request.resource_type in kinds}
    assert len(weighed) >= 3
    assert sum(weighed.values()) <= LIGHT, weighed
