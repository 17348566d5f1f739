"""From two signatures to a reserve who moved up, in Chromium: the paper, the notice, an objection, a withdrawal."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.chosen import code_of, hear
from tests.factories.city import make_city, make_user
from tests.factories.deciding import make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.decisions.models import Approval, Promotion
from yunhui.pipeline.decisions.services import propose_batch
from yunhui.pipeline.objections.models import Objection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
WHY = "The team pitched the same project in another city last year; see its public list."


def test_from_two_signatures_to_a_reserve_who_moved_up(live_server: Any, open_as: Open) -> None:
    rows = [project("Alpha", 95), project("Beta", 90), project("Gamma", 85), project("Delta", 80), project("Weak", 50)]
    call, made = make_reviewed_call(make_city(), rows, seats=2, reserves=2)
    leader, director = make_user("leader", Role.CHAIR), make_user("director", Role.APPROVER)
    office, ada = make_user("office", Role.OFFICE), make_user("ada")
    for name in ("Beta", "Weak"):
        made[name].owner = ada
        made[name].save(update_fields=["owner"])
    propose_batch(actor=actor_of(leader), call=call)

    page = open_as(leader, "/w/calls/roadshow/batch/")
    page.get_by_role("link", name="Read the letters one by one").click()
    page.get_by_text("has been selected for").first.wait_for()
    assert serious(page) == []
    page.get_by_role("link", name="Decision batch").first.click()
    page.get_by_text("Attach it").click()
    page.get_by_label("Number of the paper").fill("青委人才〔2026〕12号")
    page.get_by_label("Signed on").fill("2026-06-01")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("The signed paper is attached.").wait_for()
    page.get_by_role("button", name="Sign: Panel leader").click()
    page.get_by_text("You have signed.").wait_for()
    assert serious(page) == []

    phone = open_as(director, "/w/calls/roadshow/batch/", language="zh-hans", width=390, java_script_enabled=False)
    phone.get_by_role("button", name="签字").click()
    phone.get_by_text("2/2").first.wait_for()
    phone.get_by_role("button", name="定稿", exact=True).dblclick()
    phone.get_by_text("所有项目同时得到结果").wait_for(state="detached")
    assert Approval.objects.get().batch.released_at is not None
    hear("BatchReleased")

    applicant = open_as(ada, f"/my/applications/{made['Beta'].pk}/", width=390)
    applicant.get_by_role("link", name="Confirm your place").first.click()
    applicant.get_by_role("button", name="We take part").click()
    applicant.get_by_text("Your place is confirmed.").wait_for()
    assert serious(applicant) == []

    refused = open_as(ada, f"/my/applications/{made['Weak'].pk}/", language="zh-hans", width=390)
    refused.get_by_role("link", name="查看结果与依据").click()
    refused.get_by_role("link", name="申请复核").click()
    refused.get_by_label("哪里有差错").wait_for()
    assert refused.evaluate("document.documentElement.scrollWidth <= innerWidth")
    refused.get_by_label("哪里有差错").fill("评审意见提到的材料版本，不是我们最后提交的版本，请核对提交记录。")
    refused.get_by_role("button", name="申请复核").click()
    refused.get_by_text("已收到您的申请").wait_for()
    assert serious(refused) == []

    public = open_as(None, "/en/notice/roadshow/")
    assert serious(public) == []
    public.get_by_role("link", name=f"Object {made['Alpha'].number:04d}").click()
    public.get_by_label("What is wrong").fill(WHY)
    public.get_by_label("Your name").fill("Cheng Zhiyuan")
    public.get_by_label("E-mail").fill("cheng@neighbour.example")
    public.get_by_role("button", name="Go on to the code").click()
    public.get_by_label("Code from the e-mail").fill("1234")
    public.get_by_role("button", name="Send the objection").click()
    public.get_by_text("This code is not right").first.wait_for()
    assert serious(public) == []
    public.get_by_label("Code from the e-mail").fill(code_of(Objection.objects.get(kind="entry")))
    public.get_by_role("button", name="Send the objection").click()
    public.get_by_text("Your objection has arrived: No. 2.").wait_for()
    assert serious(public) == []
    public.goto("/en/notice/roadshow/")
    public.get_by_text("An objection is being examined").wait_for()

    desk = open_as(office, "/w/calls/roadshow/objections/")
    desk.get_by_role("link", name="Alpha").click()
    desk.get_by_label("What was examined again").fill("Looked at the public list of the other city.")
    desk.get_by_role("button", name="Keep the finding").click()
    desk.get_by_label("Reasons in English").fill("The public list names the same applicant.")
    assert serious(desk) == []
    desk.get_by_role("button", name="Uphold").click()
    desk.get_by_text("It is decided.").wait_for()

    applicant.goto(f"/my/applications/{made['Beta'].pk}/withdraw")
    applicant.get_by_role("button", name="Withdraw").click()
    applicant.wait_for_url("**/my/applications/*/")
    hear("ApplicationWithdrawn")
    desk.goto("/w/calls/roadshow/places/")
    desk.get_by_text("Who moved up").wait_for()
    expect(desk.get_by_text("An objection was upheld")).to_be_visible()
    expect(desk.get_by_text("The project withdrew")).to_be_visible()
    assert serious(desk) == []
    chain = Promotion.objects.select_related("promoted", "vacated").order_by("number")
    assert [(one.promoted.title, one.vacated.title) for one in chain] == [("Gamma", "Alpha"), ("Delta", "Beta")]
    states = {name: Application.objects.get(pk=one.pk).state for name, one in made.items()}
    assert states == {
        "Alpha": ApplicationState.LAPSED,
        "Beta": ApplicationState.WITHDRAWN,
        "Gamma": ApplicationState.SELECTED,
        "Delta": ApplicationState.SELECTED,
        "Weak": ApplicationState.DECLINED,
    }
