"""The expert library in Chromium: a table brought in, found, kept as a view, a phone; titles of a blind review."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_expert, make_user
from tests.features.imports.tables import text
from yunhui.foundation.accounts.enums import Role
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.models import MaskedTitle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADS = ["邮箱", "姓名", "工作单位", "职称", "职称级别", "行业", "研究方向", "语言", "国家"]
ROWS = [
    ["gu@tongwan.example", "顾明远", "桐湾大学", "教授", "正高", "新能源", "动力电池、电解液", "中文、英文", "CN"],
    ["ada@delft.example", "Ada Bergström-Vandenbroucke", "Delft University of Technology", "Professor", "正高",
     "energy", "solid electrolytes; low-temperature cells", "English", "NL"],
    ["nobody", "某某", "", "", "", "新能源", "", "", ""],
]  # fmt: skip


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_library_is_brought_in_and_looked_at(live_server: Any, open_as: Callable[..., Any]) -> None:
    make_city()
    office = make_user("office", Role.OFFICE)
    page = open_as(office, "/w/experts/", language="zh-hans")
    assert serious(page) == []
    page.get_by_role("link", name="导入表格").last.click()
    page.locator("input[name=kind][value=experts]:checked").wait_for()
    table = {"name": "专家库.csv", "mimeType": "text/csv", "buffer": text([HEADS, *ROWS], encoding="gb18030")}
    page.set_input_files("input[name=file]", table)
    page.get_by_role("button", name="检查表格").click()
    page.get_by_text("不是电子邮箱").first.wait_for()
    assert serious(page) == [] and not Expert.objects.exists()
    page.locator("form[action$='/confirm'] button").click()
    page.get_by_text("表格已写入").wait_for()
    assert Expert.objects.count() == 2

    page.goto("/w/experts/")
    page.fill("#find", "桐湾")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)  # before, it was one of two
    expect(page.locator("tbody")).to_contain_text("顾明远")
    page.goto("/w/experts/?region=abroad")
    page.locator("details.drop summary").click()
    page.fill(".keepview input[name=name]", "国外专家")
    page.locator(".keepview button").click()
    page.locator("details.drop summary", has_text="国外专家").wait_for()
    assert serious(page) == []

    phone = open_as(office, "/w/experts/", language="en", width=390, has_touch=True)
    assert fits(phone) and serious(phone) == []
    phone.get_by_role("link", name="Ada Bergström-Vandenbroucke").tap()
    phone.get_by_text("Delft University of Technology").first.wait_for()
    assert fits(phone) and serious(phone) == []


def test_a_title_that_tells_who_applies_is_masked(live_server: Any, open_as: Callable[..., Any]) -> None:
    city = make_city()
    make_board(city, 1, "energy")
    call = make_call(city)
    stage = call.stages.get(kind="review")
    stage.config = {**stage.config, "blind": True}
    stage.save(update_fields=["config"])
    make_expert(1)
    project = make_application(call, 1, title_en="Cells by Ada Berg", name="Ada Berg")
    page = open_as(make_user("office", Role.OFFICE), "/w/calls/roadshow/assignment/")
    assert serious(page) == []
    page.get_by_role("link", name="Look at them before experts are asked").click()
    page.get_by_label("Title for experts (English)").fill("Cells for the cold")
    page.get_by_role("button", name="Keep this title").click()
    page.get_by_text("Write it in both languages").first.wait_for()
    assert page.get_by_label("Title for experts (English)").input_value() == "Cells for the cold"
    page.get_by_label("Title for experts (Chinese)").fill("低温电池")
    page.get_by_role("button", name="Keep this title").click()
    page.get_by_text("Kept. Experts read this title").wait_for()
    assert serious(page) == []
    assert MaskedTitle.objects.get().application_id == project.pk
