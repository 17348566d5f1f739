"""The talent office in Chromium: filter, open, check a form beside the list, and find everything by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
LIST = "/w/calls/roadshow/"


@pytest.fixture
def office(live_server: Any) -> User:
    """An officer with a call of two checked forms and two to check."""
    city = make_city()
    make_board(city, 1, "energy", "ict")
    call = make_call(city)
    for number in range(1, 5):
        make_application(call, number, screened=number < 3)
    return make_user("officer", Role.OFFICE)


def test_checking_forms_beside_the_list(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    page.get_by_role("link", name="Check 2 forms").click()
    rows = page.locator("#list tbody tr")
    assert rows.count() == 2
    page.get_by_role("link", name="Project 3").click()
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="Project 3").wait_for()
    assert page.url.endswith("?stage=screening")
    panel.get_by_text("Not passed", exact=True).click()
    panel.get_by_role("button", name="Record as not passed").click()
    panel.get_by_text("Say all that is missing").wait_for()
    assert serious(page) == []
    panel.get_by_role("button", name="Passed the form check").click()
    page.locator("#toasts").get_by_text("Form check passed.").wait_for()
    page.get_by_role("link", name="Check 1 form").wait_for()
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 1")
    assert page.locator("#funnel .strip b").all_inner_texts() == ["4", "3", "0", "0", "0", "0"]
    passed = StagePass.objects.get(application__number=3, stage__kind="screening")
    assert passed.state == PassState.PASSED


def test_the_list_narrows_in_place_and_the_address_remembers(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    page.select_option("#f-stage", "screening")
    page.wait_for_url(re.compile("stage=screening"))
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 2")
    page.locator("#list").get_by_role("link", name="Project", exact=True).click()  # the head of the column sorts
    page.wait_for_url(re.compile("sort=title"))
    page.reload()
    assert page.locator("#list tbody tr").count() == 2
    page.get_by_role("link", name="Show all").click()
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 4")


def test_the_keyboard_walks_opens_and_closes(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    first = page.locator("#list tbody tr a.title").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.locator("#panel h2").get_by_text(first).wait_for()
    page.locator("#panel [data-close-panel]").press("Enter")
    assert page.evaluate("() => document.activeElement.textContent") == first
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "find"


def test_a_phone_without_scripts_can_do_it_all(office: User, open_as: Open) -> None:
    page = open_as(office, LIST, width=390, has_touch=True, java_script_enabled=False)
    page.select_option("#f-stage", "screening")
    page.get_by_role("button", name="Apply").tap()
    page.get_by_role("link", name="Project 4").tap()
    page.get_by_role("heading", name="Project 4", level=1).wait_for()
    page.get_by_role("button", name="Passed the form check").tap()
    page.get_by_text("Form check passed.").wait_for()
    assert Application.objects.get(number=4).passes.get(stage__kind="screening").state == PassState.PASSED
