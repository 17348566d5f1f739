"""The office makes a call in Chromium, from the recipe to an amendment; a founder asks on a phone whether to apply."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_call, make_city, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import questions_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


def at(days: int) -> str:
    """A moment in so many days as a date field takes it, in Beijing."""
    return f"{clock.now().astimezone(clock.BEIJING) + timedelta(days=days):%Y-%m-%dT09:00}"


def test_from_the_recipe_to_an_amendment(live_server: Any, open_as: Open) -> None:
    make_city()
    page = open_as(make_user("office", Role.OFFICE), "/w/calls/new")
    assert serious(page) == []
    page.get_by_role("link", name="Cloud roadshow").click()
    page.get_by_label("Name of the call · Chinese").fill("云创荟秋季场")
    page.get_by_label("Name of the call · English").fill("Autumn roadshow")
    page.get_by_label("Address").fill("autumn")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_text("One thing is missing before publication").wait_for()
    assert serious(page) == []
    page.get_by_role("main").get_by_role("link", name="Dates").first.click()
    page.get_by_label("Applications open").fill(at(-1))
    page.get_by_label("Deadline").fill(at(40))
    page.get_by_role("button", name="Add a day").click()
    page.get_by_label("Day of the event").fill(at(90)[:10])
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="Groups and places").wait_for()
    page.get_by_role("button", name="Move down: Equipment and smart manufacturing").focus()
    page.keyboard.press("Enter")
    page.locator(".making__i:first-of-type .making__l").get_by_text("New energy").wait_for()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="Application form").wait_for()
    assert serious(page) == []
    page.get_by_label("Kind").select_option("date")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Question · English").fill("When could you come?")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".field__error").get_by_text("The question is needed in both languages.").wait_for()
    assert page.get_by_label("Question · English").input_value() == "When could you come?"
    assert serious(page) == []
    page.get_by_label("Question · Chinese").fill("何时能来")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("When could you come?").wait_for()
    page.get_by_role("link", name="Look at it and publish").click()
    page.get_by_text("Below is what the public will read.").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Publish the call").click()
    page.get_by_text("Nothing has been changed since publication.").wait_for()
    call = Call.objects.get(code="autumn")
    assert call.state == "published" and questions_now(call)[-1].kind == "date"
    page.get_by_role("navigation", name="Check list").get_by_role("link", name="Dates").click()
    page.get_by_label("Deadline").fill(at(45))
    page.get_by_role("button", name="Show the change").click()
    page.get_by_label("Why · Chinese").fill("应申报人要求")
    page.get_by_label("Why · English").fill("Applicants asked for it")
    assert serious(page) == []
    page.get_by_role("button", name="Announce the change").click()
    page.get_by_text("Applicants asked for it").wait_for()


def test_a_founder_asks_on_a_phone(live_server: Any, open_as: Open) -> None:
    make_call(make_city())
    page = open_as(None, "/zh/calls/roadshow/", language="zh-hans", width=390, java_script_enabled=False)
    page.get_by_role("link", name="我能报名吗？").click()
    page.get_by_label("博士").check()
    page.get_by_label("您的年龄").fill("４２")
    page.get_by_label("已注册十二个月以上").check()
    page.get_by_role("button", name="看看能否报名").click()
    page.get_by_role("heading", name="不在本次征集范围。").wait_for()
    expect(page.get_by_text("公告第3.3条")).to_be_visible()
    page.get_by_label("没有，或还没有公司").check()
    page.get_by_label("没有", exact=True).check()
    page.get_by_label("归本人或团队所有").check()
    page.get_by_role("button", name="重新判断").click()
    page.get_by_text("您可以报名。").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_pass_axe_in_chinese(live_server: Any, open_as: Open, width: int) -> None:
    make_call(make_city(), "next", published=False)
    page = open_as(make_user("office", Role.OFFICE), "/w/calls/next/setup/", language="zh-hans", width=width)
    for path in ("groups/", "review/", "form/", "form/preview/applicant/", "eligibility/age/", "publish"):
        page.goto(f"/w/calls/next/setup/{path}")
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto("/w/calendar/")
    assert serious(page) == []
