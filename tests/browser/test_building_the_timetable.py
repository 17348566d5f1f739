"""The office builds a timetable in Chromium: drag, keys, a clash, a what-if; and a speaker marks hours on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import SYSTEM, make_city, make_user
from tests.features.timetable.staging import make_event, make_site
from tests.patience import settled
from yunhui.features.timetable.models import Participant, Timetable
from yunhui.features.timetable.selectors.tickets import link_of
from yunhui.features.timetable.services import ask_participants, list_participants
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.pipeline.calls.models import Call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
PAGE = "/w/calls/stage/timetable/"


@pytest.fixture
def event(live_server: Any) -> Call:
    city = make_city()
    make_site(city)
    return make_event(city)


@pytest.fixture
def office(event: Call) -> User:
    return make_user("office", Role.OFFICE)


def place(event: Call, day: int, room: str, at: str) -> str:
    return f"{event.event_days[day].isoformat()}|{room}|{at}"


def test_dragging_with_the_reasons_of_every_place(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, PAGE)
    page.set_viewport_size({"width": 1440, "height": 2600})  # all of the day at once: a mouse does not scroll
    first = page.locator("td a.tt-item", has_text="Project 1")
    first.drag_to(page.locator(f'[data-place="{place(event, 0, "hall-2", "14:55")}"]'))
    expect(page.locator("#editor")).to_contain_text("is taken by “Project 2” (15:00–15:15)")
    assert not Timetable.objects.filter(number=2).exists()
    first.drag_to(page.locator(f'[data-place="{place(event, 0, "hall-2", "15:30")}"]'))
    expect(page.locator(".tt-bar")).to_contain_text("one change by hand")
    moved = page.locator("td a.tt-item", has_text="Project 1")
    expect(moved.locator(".tt-at")).to_have_text("15:30")
    assert Timetable.objects.get(number=2).slots.filter(is_pinned=True).count() == 1
    assert serious(page) == []
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("td a.tt-item", has_text="Project 1").locator(".tt-at")).to_have_text("15:00")


def test_the_same_by_keys_in_chinese(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, PAGE, language="zh-hans", zone="Asia/Shanghai")
    item = page.locator("td a.tt-item", has_text="15:00").first
    item.focus()
    page.keyboard.press("Enter")
    says = page.locator("#tt-says")
    expect(says).to_contain_text("已拿起")
    expect(page.locator(".tt-free.is-free, .tt-free.is-dear").first).to_be_attached()
    page.keyboard.press("ArrowUp")
    expect(says).to_contain_text("14:55")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(says).to_have_text("已放开，没有移动。")
    item.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tt-free.is-free, .tt-free.is-dear").first).to_be_attached()
    page.keyboard.press("ArrowRight")  # the other hall is taken at that hour
    for _step in range(4):
        page.keyboard.press("ArrowUp")
    expect(says).to_contain_text("渚厅")
    target = page.locator(".is-target").get_attribute("data-place")
    page.keyboard.press("Enter")
    expect(page.locator(".tt-bar")).to_contain_text("手动改动1次")
    until(
        page, lambda: page.evaluate("document.activeElement.dataset.item") is not None
    )  # the reader is where they were
    slot = Timetable.objects.get(number=2).slots.get(is_pinned=True)
    day, room, at = target.split("|")
    assert (slot.room.key, slot.starts_at.date().isoformat()) == (room, day) and at
    assert serious(page) == []


def test_swapping_by_dropping_one_on_the_other_and_locking_a_hall(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, PAGE, language="zh-hans")
    page.set_viewport_size({"width": 1440, "height": 2600})
    first, second = (page.locator("td a.tt-item", has_text=f"项目{n}") for n in (1, 3))
    expect(first.locator(".tt-at")).to_have_text("15:00")
    expect(second.locator(".tt-at")).to_have_text("15:15")
    first.drag_to(second)
    expect(page.locator(".tt-bar")).to_contain_text("手动改动1次")
    expect(page.locator("td a.tt-item", has_text="项目1").locator(".tt-at")).to_have_text("15:15")
    expect(page.locator("td a.tt-item", has_text="项目3").locator(".tt-at")).to_have_text("15:00")
    # The panel's forms follow what was changed meanwhile.
    page.locator("td a.tt-item", has_text="项目1").click()
    page.locator("#panel").get_by_role("button", name="取消固定").click()
    expect(page.locator("#panel").get_by_role("button", name="固定", exact=True)).to_be_visible()
    page.get_by_role("button", name="锁定6月10日（周四）澜厅的全部项目").click()
    expect(page.get_by_role("button", name="解锁6月10日（周四）澜厅的全部项目")).to_be_visible()
    expect(page.locator("td a.tt-item", has_text="项目1")).to_have_attribute("draggable", "false")
    expect(page.locator("#panel").get_by_role("button", name="解锁", exact=True)).to_be_visible()
    assert serious(page) == []
    assert Timetable.objects.get(number=2).slots.filter(is_locked=True, room__key="hall-1").count() == 3


def test_a_what_if_beside_the_plan(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, PAGE)
    page.get_by_text("What-ifs").click()
    page.get_by_label("What if…").fill("Project 1 on Friday")
    page.get_by_role("button", name="Copy the plan").click()
    expect(page.locator(".tt-bar")).to_contain_text("Project 1 on Friday")
    page.locator("td a.tt-item", has_text="Project 1").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Project 1")).to_be_visible()
    panel.locator(".tt-best button").first.click()
    expect(page.locator(".tt-bar")).to_contain_text("one change by hand")
    page.get_by_role("link", name="Compare").first.click()
    expect(page.get_by_role("heading", name="One item is elsewhere")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Adopt as the plan").click()
    page.get_by_text("The what-if is the plan now.").wait_for()
    assert Timetable.objects.get(number=2).state == "draft"


def test_without_scripts_on_a_phone(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, PAGE, width=390, java_script_enabled=False)
    page.locator("td a.tt-item", has_text="Project 1").click()
    panel = page.locator("#panel")
    panel.get_by_label("Time at the venue").fill("12:00")
    panel.get_by_role("button", name="Move there").click()
    page.get_by_text("is not open long enough then").first.wait_for()
    page.locator("#panel").get_by_label("Time at the venue").fill("16:45")
    page.locator("#panel").get_by_role("button", name="Move there").click()
    expect(page.locator(".tt-bar")).to_contain_text("one change by hand")


def test_marking_hours_with_a_thumb(event: Call, office: User, open_as: Open) -> None:
    list_participants(actor=SYSTEM, call=event)
    ask_participants(actor=SYSTEM, call=event)
    row = Participant.objects.filter(kind="speaker").order_by("pk")[0]
    page = open_as(None, link_of(row), language="zh-hans", width=390)
    expect(page.get_by_role("heading", name="您哪些时间方便？")).to_be_visible()
    cells = page.locator(".when__row")
    settled(page)
    start, end = (cells.nth(n).get_by_text("不行", exact=True).bounding_box() for n in (0, 2))
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 5, steps=10)
    page.mouse.up()
    cells.nth(4).get_by_role("radio", name="尽量不要").check()
    assert serious(page) == []
    page.get_by_role("button", name="保存我的时间").click()
    page.get_by_text("谢谢，已保存您的时间。").wait_for()
    row.refresh_from_db()
    assert [one["mark"] for one in row.hours] == ["cannot", "rather_not"]
    seen = open_as(office, f"{PAGE}people")
    expect(seen.locator("tr", has_text=row.name)).to_contain_text("cannot in 1 stretch")
    assert serious(seen) == []


def test_setting_an_event_up_loses_nothing(event: Call, office: User, open_as: Open) -> None:
    page = open_as(office, f"{PAGE}setup")
    page.locator("[name=session-0-closes]").fill("08:00")
    page.locator("[name=hall-2-name_zh]").fill("湖厅")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("2 things to mend").wait_for()
    expect(page.locator("[name=hall-2-name_zh]")).to_have_value("湖厅")
    assert serious(page) == []
    page.locator("[name=session-0-closes]").fill("11:00")
    page.locator("[name=hall-2-name_en]").fill("Lake Hall")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("The set-up is kept.").wait_for()
