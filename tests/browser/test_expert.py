"""An expert in Chromium: a stack scored on a phone, and the same without scripts."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_city, make_expert
from yunhui.foundation.accounts.models import User
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.services import assign_experts

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
    page.locator("#f-innovation").fill("24.5")
    for _tap in range(3):
        page.get_by_label("Team: half a point more").tap()
    page.locator("[data-saved-words]", has_text="Saved").wait_for()
    assert page.locator("[data-total]").inner_text() == "26"
    assert page.locator(".anchors .is-on").first.inner_text().startswith("24–30")
    assert serious(page) == []
    page.reload()
    assert page.locator("#f-innovation").input_value() == "24.5"
    assert page.locator("#f-team").input_value() == "1.5"

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
