"""A panel in Chromium: lots drawn, answered by the link on a phone, one replaced, opened and signed in to."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import make_application, make_call, make_city, make_expert, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.pipeline.panels.models import Seat, SignIn
from yunhui.pipeline.panels.selectors.links import link_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
HOME = "/w/calls/roadshow/panel/"


@pytest.fixture
def office(live_server: Any) -> User:
    """The office of a call with one application and a library of four."""
    call = make_call(make_city())
    make_application(call, 1)
    for number in range(1, 5):
        make_expert(number, "energy")
    return make_user("office", Role.OFFICE)


def test_from_the_draw_to_the_sign_in(office: User, open_as: Open) -> None:
    page = open_as(office, f"{HOME}draw", language="zh-hans")
    for number in range(4):
        page.locator(f"#f-seats-{number}").fill("")
        page.locator(f"#f-reserve-{number}").fill("")
    page.locator("#f-industry-0").select_option("energy")
    page.locator("#f-seats-0").fill("2")
    page.locator("#f-reserve-0").fill("2")
    page.get_by_role("button", name="固定名单并查看").click()
    page.get_by_text("名单摘要值").wait_for()
    assert serious(page) == []
    page.locator("#f-public_value").fill("07 12 20 31")
    page.locator("#f-present").fill("李明，监督\n温予安，人才办")
    page.get_by_role("button", name="抽取 2 人并邀请").click()
    page.get_by_text("已完成抽取").wait_for()
    assert "专家1" not in page.locator("main").inner_text() and serious(page) == []

    first, second = Seat.objects.filter(state="invited").order_by("place")
    phone = open_as(None, link_of(first), width=390, has_touch=True)
    assert serious(phone) == []
    phone.get_by_text("No, not this time").tap()
    phone.get_by_text("No time on these days").tap()
    phone.get_by_role("button", name="Decline").tap()
    phone.get_by_text("You have declined this invitation.").wait_for()
    (follower,) = Seat.objects.filter(state="invited").exclude(pk=second.pk)
    assert follower.replaces_id == first.pk
    for seat in (second, follower):
        phone = open_as(None, link_of(Seat.objects.get(pk=seat.pk)), width=390, has_touch=True)
        phone.get_by_role("button", name="Yes, I will judge").tap()
        phone.get_by_text("you are on the panel").wait_for()
    assert serious(phone) == []

    director = open_as(make_user("director", Role.APPROVER), HOME)
    assert "专家" not in director.locator("main").inner_text()
    director.get_by_role("button", name="Open the sign-in").click()
    director.get_by_text("The sign-in is open.").wait_for()
    assert follower.expert.person.name in director.locator("main").inner_text()
    assert serious(director) == []

    me = follower.expert.person.user
    own = open_as(me, "/w/panel/", width=390, has_touch=True)
    own.locator("main").get_by_role("link", name="To the sign-in").tap()
    own.locator("#f-name").fill(follower.expert.person.name)
    assert serious(own) == []
    own.get_by_role("button", name="I undertake this and sign in").tap()
    own.get_by_text("You are signed in.").wait_for()
    assert SignIn.objects.get().seat_id == follower.pk and serious(own) == []
