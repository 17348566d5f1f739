"""An expert in Chromium: a stack scored on a phone, and the same without scripts."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_city, make_expert
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.services import assign_experts, lock_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def expert(live_server: Any) -> User:
    """An expert with two sheets."""
    city = make_city()
    make_board(city, 1, "energy")
    call = make_call(city)
    user = make_expert(1).person.user
    assert user is not None
    for number in (1, 2):
        make_application(call, number)
    assign_experts(actor=SYSTEM, call=call)
    return user


def test_a_sheet_on_a_phone(expert: User, open_as: Open) -> None:
    page = open_as(expert, "/w/reviews/", width=390, has_touch=True)
    assert "0 of 2 scored" in page.locator("main").inner_text()
    assert serious(page) == []
    page.get_by_role("link", name="Score the next project").tap()
    page.wait_for_url("**/w/reviews/*-*/")  # its scripts too, or the first points are typed before anybody listens
    page.locator("#f-innovation").fill("24.5")
    for _tap in range(3):
        page.get_by_label("Team: half a point more").tap()
    page.locator("[data-saved-words]", has_text="Saved").wait_for()
    expect(page.locator("[data-total]")).to_have_text("26")
    expect(page.locator(".anchors .is-on").first).to_have_text(re.compile("^\\s*24–30"))
    assert serious(page) == []
    page.reload()
    expect(page.locator("#f-innovation")).to_have_value("24.5")
    expect(page.locator("#f-team")).to_have_value("1.5")

    page.get_by_role("button", name="Lock and submit").tap()
    page.get_by_text("3 answers need you.").wait_for()
    assert page.locator("#f-innovation").input_value() == "24.5"
    for key, points in (("market", "14.5"), ("plan", "11"), ("fit", "12")):
        page.locator(f"#f-{key}").fill(points)
    page.locator("#f-market").press("Enter")  # saves, and must not lock
    page.get_by_text("Saved. Nothing is locked yet.").wait_for()
    assert not ScoreSheet.objects.filter(is_locked=True).exists()
    page.get_by_role("button", name="Lock and submit").tap()
    page.get_by_text("Receipt in full").wait_for()
    assert serious(page) == []
    assert Assignment.objects.get(expert__person__user=expert, state="locked").total == Decimal("63.5")
    page.get_by_role("link", name="Score the next project").tap()
    page.get_by_text("sheet 2 of 2").wait_for()


def test_it_works_without_scripts(expert: User, open_as: Open) -> None:
    page = open_as(expert, "/w/reviews/", width=390, java_script_enabled=False)
    page.get_by_role("link", name="Score the next project").click()
    for key, points in (("innovation", "24"), ("team", "15.5"), ("market", "14"), ("plan", "11"), ("fit", "12")):
        page.locator(f"#f-{key}").fill(points)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved. Nothing is locked yet.").wait_for()
    page.get_by_role("button", name="Lock and submit").click()
    page.get_by_text("Receipt in full").wait_for()
    page.get_by_role("link", name="Score the next project").click()
    page.get_by_text("I abstain").click()
    page.locator("#f-abstain_reason").fill("Not my field")
    page.get_by_role("button", name="Abstain from this project").click()
    page.get_by_text("You abstained.").wait_for()
    assert sorted(Assignment.objects.filter(expert__person__user=expert).values_list("state", flat=True)) == [
        "abstained",
        "locked",
    ]


def test_two_devices_and_a_cut_connection(expert: User, open_as: Open) -> None:
    phone = open_as(expert, "/w/reviews/", language="zh-hans", width=390, has_touch=True)
    phone.get_by_role("link", name="评下一个项目").tap()
    phone.locator("#f-team").wait_for()
    desk = open_as(expert, phone.url)
    desk.locator("#f-team").fill("12")
    desk.locator("[data-saved-words]", has_text="Saved").wait_for()
    phone.locator("#f-team").fill("15.5")  # this page has not seen what the desk wrote
    phone.get_by_text("这一项在两台设备上打了不同的分").wait_for()
    assert serious(phone) == []
    phone.get_by_role("button", name="保留12").tap()
    phone.get_by_text("这一项在两台设备上打了不同的分").wait_for(state="detached")
    assert phone.locator("#f-team").input_value() == "12"

    phone.context.set_offline(True)
    phone.locator("#f-market").fill("14")
    phone.locator("[data-saved-words]", has_text="尚未保存").wait_for()
    phone.context.set_offline(False)
    phone.locator("[data-saved-words]", has_text="已保存").wait_for()
    until(phone, lambda: ScoreSheet.objects.get().scores == {"team": "12", "market": "14"})


def test_the_stack_and_the_talk_after_the_lock(expert: User, open_as: Open) -> None:
    tasks = list(Assignment.objects.filter(expert__person__user=expert).order_by("application__number"))
    full = {"innovation": "24", "team": "15.5", "market": "14", "plan": "11", "fit": "12"}
    for task, team in zip(tasks, ("15.5", "11"), strict=True):
        lock_sheet(actor=actor_of(expert), assignment_id=task.pk, scores={**full, "team": team})
    page = open_as(expert, "/w/reviews/", width=390, has_touch=True)
    page.get_by_role("link", name="All side by side").first.tap()
    page.get_by_role("heading", name="Side by side").wait_for()
    assert serious(page) == []
    page.locator(".pair__one", has_text="Project 2").get_by_role("button").first.tap()
    page.get_by_text("Here your answers and your totals differ").wait_for()
    page.goto(f"/w/reviews/{tasks[0].pk}/")
    page.get_by_role("link", name="Discussion of this project").tap()
    page.get_by_label("Your words").fill("The market is described from the desk.")
    page.get_by_role("button", name="Send to the panel").tap()
    page.locator(".thread__m", has_text="described from the desk").wait_for()
    assert serious(page) == []
