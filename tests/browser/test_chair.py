"""The panel leader and the office director in Chromium: a tie decided, two signatures, one release."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_city, make_expert, make_user
from tests.factories.deciding import Project, make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
PAGE = "/w/calls/roadshow/ranking/?group=energy"


def test_from_the_ranking_to_the_release(live_server: Any, open_as: Open) -> None:
    rows = [project("Alpha", 90), project("Beta", 80), project("Gamma", 80), project("Delta", 70, wanted=False)]
    _call, made = make_reviewed_call(make_city(), rows, seats=2, reserves=1)
    leader, director = make_user("leader", Role.CHAIR), make_user("director", Role.APPROVER)

    page = open_as(leader, PAGE)
    page.get_by_role("button", name="Propose").click()
    page.get_by_text("The proposal is computed.").wait_for()
    page.get_by_role("link", name="Delta").click()
    page.locator("#panel").get_by_text("Host-area match not passed").wait_for()
    expect(page.get_by_role("link", name="Alpha")).to_be_visible()
    page.get_by_label("Back to the batch").click()
    page.locator("#panel").get_by_role("link", name="Deliberate on this tie").click()
    page.get_by_role("heading", name="Deliberation on 2 projects").wait_for()
    page.get_by_role("button", name="Record the deliberation").click()
    page.get_by_text("A deliberation needs at least two people.").first.wait_for()
    assert serious(page) == []
    page.get_by_label("director").check()
    page.locator("article", has_text="Beta").get_by_label("Place among equals").select_option("2")
    page.locator("article", has_text="Gamma").get_by_label("Place among equals").select_option("1")
    page.get_by_label("Reasons").fill("Closer to a first line")
    page.get_by_role("button", name="Record the deliberation").click()
    page.get_by_text("The deliberation is recorded, and a new proposal follows it.").wait_for()
    page.goto(f"{live_server.url}{PAGE}")
    page.get_by_text("No tie is open").wait_for()
    assert page.locator("tr", has_text="Gamma").locator(".c-d").inner_text() == "Selected"
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_role("button", name="Sign: Panel leader").click()
    page.get_by_text("You have signed.").wait_for()
    page.goto(f"{live_server.url}{PAGE}")
    page.get_by_text("Waits for the signature: Office director.").wait_for()

    phone = open_as(director, PAGE, width=390, java_script_enabled=False)
    phone.get_by_role("link", name="To the proposal").click()
    phone.get_by_role("link", name="Read and sign").click()
    phone.get_by_role("button", name="Sign: Office director").click()
    phone.get_by_text("2/2").first.wait_for()
    phone.get_by_role("button", name="Release").dblclick()
    phone.get_by_text("The batch is released.").wait_for()
    batch = Batch.objects.get(number=2)
    assert batch.state == BatchState.RELEASED
    states = {name: type(one).objects.get(pk=one.pk).state for name, one in made.items()}
    assert states == {
        "Alpha": ApplicationState.SELECTED,
        "Gamma": ApplicationState.SELECTED,
        "Beta": ApplicationState.RESERVE,
        "Delta": ApplicationState.DECLINED,
    }
    page.reload()
    assert page.locator("#panel").get_by_role("button").count() == 0
    assert serious(page) == []


def test_progress_and_a_re_review_on_a_phone(live_server: Any, open_as: Open) -> None:
    rows = [Project("Alpha", (95, 60, 62)), project("Beta", 80)]
    _call, made = make_reviewed_call(make_city(), rows, seats=1, reserves=1)
    leader = make_user("leader", Role.CHAIR)
    make_expert(4)

    phone = open_as(leader, "/w/calls/roadshow/progress/", width=390, language="zh-hans")
    phone.get_by_role("heading", name="进度与提醒").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(phone) == []
    phone.goto(f"{live_server.url}/w/calls/roadshow/scores/")
    phone.get_by_role("link", name="Alpha").click()
    phone.get_by_text("最高分与最低分相差35分").wait_for()
    phone.get_by_label("复评理由").fill("两份评语相反")
    phone.get_by_role("button", name="另请一位专家").click()
    phone.get_by_text("已另请一位专家复评").wait_for()
    assert serious(phone) == []
    task = made["Alpha"].assignments.get(state="open")
    assert task.why["again"] == "两份评语相反" and task.expert.person.name == "专家4"
