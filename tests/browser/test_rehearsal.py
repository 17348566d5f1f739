"""Getting ready for the stage in Chromium: a speaker on a phone in Chinese, the office in English."""

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import SYSTEM, make_city, make_user
from tests.factories.films import make_film
from tests.features.timetable.staging import make_event, make_site
from tests.foundation.files.corpus import pdf
from yunhui.features.rehearsal.enums import MaterialState
from yunhui.features.rehearsal.models import Appearance, Material
from yunhui.features.rehearsal.rules import Window
from yunhui.features.rehearsal.selectors import link_of
from yunhui.features.rehearsal.services import Planned, add_times, check_film, invite_speakers, keep_plan
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def call(live_server: Any) -> Call:
    """An event with four speakers in the Netherlands and a host area; hours of rehearsal the day before."""
    city = make_city()
    make_site(city)
    made = make_event(city)
    today = clock.now().date()
    planned = Planned(due=today + timedelta(days=20), limits={"shortest": 2}, connect_zh="会议号 829 3316")
    keep_plan(actor=SYSTEM, call=made, planned=planned)
    day = min(made.event_days) - timedelta(days=1)
    add_times(actor=SYSTEM, call=made, window=Window(day, time(9), time(18), 60, 1))
    speakers = list(Appearance.objects.filter(call=made).values_list("pk", flat=True))
    invite_speakers(actor=SYSTEM, call=made, appearance_ids=speakers)
    return made


def first(call: Call) -> Appearance:
    return Appearance.objects.get(call=call, application__number=1)


def test_a_speaker_gets_ready_on_a_phone(call: Call, open_as: Open, tmp_path: Path) -> None:
    page = open_as(None, link_of(first(call)), language="zh-hans", width=390, has_touch=True)
    expect(page.get_by_role("heading", name="项目1")).to_be_visible()
    expect(page.get_by_text("北京时间6月10日（周四）15:00")).to_be_visible()
    page.locator("#names summary").tap()
    page.get_by_label("英文姓名和称呼").fill("Dr Max")
    page.get_by_label("姓名读法").fill("马克斯")
    assert serious(page) == []
    page.locator("#names").get_by_role("button", name="保存").tap()
    expect(page.locator("#names summary")).to_contain_text("就绪")
    page.locator("#rehearsal summary >> nth=0").tap()
    page.locator("#rehearsal label").filter(has_text="08:00").first.tap()
    page.get_by_role("button", name="选这个时段").tap()
    expect(page.locator("#rehearsal summary >> nth=0")).to_contain_text("已约")
    page.locator("#film summary").tap()
    page.locator("#file-film").set_input_files(make_film(tmp_path / "pitch.mp4", loud=0.0, size=(640, 360)))
    expect(page.locator("#film li")).to_contain_text("检查中")
    material = Material.objects.get()
    check_film(material.pk)
    page.reload()
    expect(page.locator("#film summary")).to_contain_text("需重做")
    page.locator("#film summary").tap()
    expect(page.locator("#film li")).to_contain_text("视频从头到尾没有声音")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    appearance = first(call)
    assert (appearance.announced_en, appearance.spoken) == ("Dr Max", "马克斯")


def test_without_a_script_slides_are_sent_by_a_plain_form(call: Call, open_as: Open, tmp_path: Path) -> None:
    page = open_as(None, f"{link_of(first(call))}?open=slides", java_script_enabled=False)
    path = tmp_path / "slides.pdf"
    path.write_bytes(pdf())
    page.locator("#file-slides").set_input_files(path)
    page.locator("#slides").get_by_role("button", name="Upload").click()
    page.get_by_text("Your file has arrived.").wait_for()
    assert Material.objects.get().state == MaterialState.HANDED_IN


def test_the_office_looks_judges_and_writes(call: Call, open_as: Open, tmp_path: Path) -> None:
    path = tmp_path / "slides.pdf"
    path.write_bytes(pdf())
    speaker = first(call)
    page = open_as(None, f"{link_of(speaker)}?open=slides", java_script_enabled=False)
    page.locator("#file-slides").set_input_files(path)
    page.locator("#slides").get_by_role("button", name="Upload").click()
    page.get_by_text("Your file has arrived.").wait_for()
    office = open_as(make_user("clerk", Role.OFFICE), f"/w/calls/{call.code}/rehearsal/?show=look")
    expect(office.locator("tbody tr")).to_have_count(1)
    assert serious(office) == []
    office.get_by_role("link", name="Project 1").click()
    office.get_by_role("link", name="slides.pdf").click()
    expect(office.locator(".reader__page img")).to_be_visible()
    office.go_back()
    office.get_by_role("button", name="Accept").click()
    expect(office.locator(".readyline")).to_contain_text("ready")
    assert serious(office) == []
    office.get_by_role("link", name="Who is ready").first.click()
    office.get_by_label("Select the page").check()
    expect(office.get_by_role("region", name="For the selected")).to_contain_text("5 selected")
    office.get_by_role("button", name="Remind them").click()
    expect(office.get_by_role("heading", name="Remind them")).to_be_visible()
    office.get_by_role("button", name="Send the reminders").click()
    expect(office.get_by_text("5 letters were written.")).to_be_visible()
