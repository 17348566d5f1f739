"""The talent office in Chromium: filter, open, check a form beside the list, and find everything by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_user
from yunhui.features.bulk.models import BulkRun
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
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Project 3").click()
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="Project 3").wait_for()
    page.wait_for_url(re.compile("[?]check=open"))
    panel.get_by_text("Not passed", exact=True).click()
    panel.get_by_role("button", name="Record as not passed").click()
    panel.get_by_text("Say why it does not pass").first.wait_for()
    assert serious(page) == []
    panel.get_by_role("button", name="Passed the form check").click()
    page.locator("#toasts").get_by_text("Form check passed.").wait_for()
    page.get_by_role("link", name="Check 1 form").wait_for()
    expect(rows).to_have_count(1)
    expect(page.locator("#funnel .strip b")).to_have_text(["4", "3", "0", "0", "0", "0"])
    passed = StagePass.objects.get(application__number=3, stage__kind="screening")
    assert passed.state == PassState.PASSED


def test_the_list_narrows_in_place_and_the_address_remembers(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    page.locator("#list summary", has_text="Filter").click()
    page.get_by_role("group", name="Form check").get_by_label("To check").check()
    page.get_by_role("group", name="Stage").get_by_label("Form check").check()
    assert serious(page) == []
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("stage=screening.*check=open"))
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 2")
    page.locator("#list").get_by_role("link", name="Project", exact=True).click()  # the head of the column sorts
    page.wait_for_url(re.compile("sort=title"))
    page.reload()
    assert page.locator("#list tbody tr").count() == 2
    page.get_by_role("link", name="Stage: Form check").click()
    page.wait_for_url(lambda url: "stage=" not in url)
    page.get_by_role("link", name="Show all").click()
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 4")


def test_a_view_is_kept_and_columns_are_chosen(office: User, open_as: Open) -> None:
    page = open_as(office, f"{LIST}?check=open&sort=-number")
    page.locator("#list summary", has_text="Columns").click()
    page.get_by_role("button", name="Further back: No.", exact=True).click()  # each button names its column alone
    page.get_by_role("checkbox", name="Channel", exact=True).check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("columnheader", name="Channel").wait_for()
    expect(page.locator("#list thead th").nth(1)).to_have_text("Project")
    expect(page.locator("#list thead th").nth(2)).to_have_text("No.")
    page.locator("#list summary", has_text="Views").click()
    page.get_by_label("Keep how the list looks now as").fill("My forms")
    page.get_by_role("button", name="Keep this view").click()
    page.wait_for_url(re.compile("view="))
    expect(page.locator("#list summary", has_text="My forms")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Channel")).to_be_visible()


def test_the_keyboard_walks_opens_steps_and_closes(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    titles = page.locator("#list tbody tr a.title").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#panel h2").get_by_text(titles[0]).wait_for()
    page.keyboard.press("]")
    page.locator("#panel h2").get_by_text(titles[1]).wait_for()
    page.wait_for_url(re.compile("open="))
    page.reload()
    page.locator("#panel h2").get_by_text(titles[1]).wait_for()  # the address holds the panel too
    page.locator("#panel [data-close-panel]").press("Enter")
    page.wait_for_url(lambda url: "open=" not in url)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


def test_everything_is_found_by_ctrl_k(office: User, open_as: Open) -> None:
    page = open_as(office, LIST, language="zh-hans")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="搜索")
    palette.get_by_role("link", name="各次征集").wait_for()  # before anything is typed: the pages
    page.keyboard.type("项目3")
    palette.get_by_role("link", name=re.compile("项目3")).wait_for()
    assert serious(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="项目3", level=1).wait_for()
    page.keyboard.press("Control+k")
    palette.wait_for()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_many_are_done_at_once_after_they_were_shown(office: User, open_as: Open) -> None:
    page = open_as(office, f"{LIST}?sort=number")
    assert page.locator("[data-bulk]").is_hidden()
    page.get_by_label("Select this page").check()
    page.get_by_role("button", name="Choose what to do").click()
    page.get_by_label("Pass the form check").check()
    page.get_by_role("button", name="Show what it does").click()
    page.get_by_text("2 of 4 will change, 2 stay as they are. Nothing has happened yet.").wait_for()
    assert StagePass.objects.filter(stage__kind="screening", state=PassState.OPEN).count() == 2
    assert serious(page) == []
    page.get_by_role("button", name="Do it to 2 applications").dblclick()
    page.get_by_text("2 applications done.").wait_for()
    assert not StagePass.objects.filter(stage__kind="screening", state=PassState.OPEN).exists()
    assert BulkRun.objects.count() == 1


def test_a_note_is_written_beside_the_list(office: User, open_as: Open) -> None:
    page = open_as(office, LIST)
    page.get_by_role("link", name="Project 1").click()
    panel = page.locator("#panel")
    panel.get_by_label("New note").fill("Rang them on Monday")
    panel.get_by_role("button", name="Write the note").click()
    panel.locator(".lines", has_text="Rang them on Monday").wait_for()
    panel.get_by_role("button", name="Take back").click()
    page.wait_for_function("() => !document.querySelector('#panel').textContent.includes('Rang them')")


def test_a_phone_without_scripts_can_do_it_all(office: User, open_as: Open) -> None:
    page = open_as(office, LIST, language="zh-hans", width=390, has_touch=True, java_script_enabled=False)
    page.locator("summary", has_text="筛选").tap()
    page.locator("details[open]").get_by_role("link", name="筛选").tap()
    page.get_by_role("group", name="形式审查").get_by_label("待审查").check()
    page.get_by_role("button", name="显示", exact=True).tap()
    page.get_by_label("选中项目4").check()
    page.get_by_role("button", name="选择操作").tap()
    page.get_by_label("形式审查通过").check()
    page.get_by_role("button", name="先看影响").tap()
    page.get_by_role("button", name="对1个执行").tap()
    page.get_by_text("1个已完成。").wait_for()
    assert Application.objects.get(number=4).passes.get(stage__kind="screening").state == PassState.PASSED


def test_the_list_is_cards_on_a_phone(office: User, open_as: Open) -> None:
    page = open_as(office, LIST, language="zh-hans", width=390, has_touch=True)
    row = page.locator("#list tbody tr").first
    title, due = row.locator("a.title").bounding_box(), row.locator(".c-due").bounding_box()
    assert title["y"] > due["y"] and title["x"] + title["width"] <= 390
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
    row.locator("a.title").tap()
    page.locator("#panel h2").wait_for()
