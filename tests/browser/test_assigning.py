"""Assignment in Chromium: the office draws a plan up and lets it stand, an expert declares on a phone, in Chinese."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_expert, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.pipeline.review.models import Assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_plan_to_the_declaration(live_server: Any, open_as: Callable[..., Any]) -> None:
    city = make_city()
    make_board(city, 1, "energy")
    call = make_call(city, declare_first=True)
    experts = [make_expert(number) for number in (1, 2, 3)]
    for number in (1, 2):
        make_application(call, number)

    page = open_as(make_user("office", Role.OFFICE), "/w/calls/roadshow/assignment/")
    assert serious(page) == []
    page.get_by_role("button", name="Draw up a plan").click()
    page.get_by_text("Plan: 2 projects, 3 experts, 6 tasks").wait_for()
    assert not Assignment.objects.exists()
    assert serious(page) == []
    page.get_by_role("button", name="Let it stand: ask the experts").click()
    page.get_by_text("The plan stands: 6 tasks are new.").wait_for()
    assert serious(page) == []
    page.get_by_role("link", name="Project 1").click()
    page.get_by_text("The rest of the panel, best fit first").wait_for()
    assert serious(page) == []

    phone = open_as(experts[0].person.user, "/w/reviews/", language="zh-hans", width=390, has_touch=True)
    phone.locator("a[href='declare/']").tap()
    phone.locator("input[name=conflict]").first.wait_for()
    assert serious(phone) == []
    phone.locator("input[name=conflict]").first.check()
    phone.get_by_role("button", name="提交声明，开始评审").tap()
    phone.locator("[aria-invalid=true]").wait_for()
    phone.locator("#f-note").fill("三年内合作发表论文")
    phone.get_by_role("button", name="提交声明，开始评审").tap()
    phone.get_by_text("声明已提交").wait_for()
    states = (
        Assignment.objects.filter(expert=experts[0]).order_by("application__number").values_list("state", flat=True)
    )
    assert list(states) == ["recused", "open"]
    assert "项目1" not in phone.locator("main").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
