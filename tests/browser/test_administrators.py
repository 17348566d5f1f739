"""The three administrators and a new colleague in Chromium: invited by one, granted by another, read by the third."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.chromium import serious
from tests.factories.city import make_board, make_city, make_user
from tests.foundation.accounts.keys import App, give_app
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import Invitation, RoleGrant
from yunhui.foundation.accounts.selectors import invitation_letter
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


def a_while_ago(page: Any) -> None:
    """Let the second factor of an open session have been confirmed too long ago."""
    client = Client()
    name = settings.SESSION_COOKIE_NAME
    client.cookies[name] = next(one["value"] for one in page.context.cookies() if one["name"] == name)
    session = client.session
    session["proved_at"] = (clock.now() - timedelta(minutes=16)).timestamp()
    session.save()


def invite(page: Any, board: str) -> str:
    """The system administrator asks a colleague in, in Chinese; first with a slip. The path of the letter's link."""
    page.get_by_role("button", name="发送邀请").click()
    page.get_by_text("处要改。").wait_for()
    page.get_by_label("姓名").fill("Marta Kovács")
    page.get_by_label("电子邮箱").fill("marta@area.example")
    page.get_by_label("English").check()
    page.get_by_label("角色").select_option("board")
    page.get_by_label("任职范围").select_option(label=board)
    assert serious(page) == []
    page.get_by_role("button", name="发送邀请").click()
    page.get_by_text("等待开通").wait_for()
    row = Invitation.objects.get()
    letter = invitation_letter(row.pk, row.issue)
    assert letter is not None
    return letter.path


def test_from_the_invitation_to_the_first_list(live_server: Any, open_as: Open) -> None:
    board = make_board(make_city(), 1)
    system, security = make_user("system", Role.SYSTEM_ADMIN), make_user("security", Role.SECURITY_ADMIN)
    app, _codes = give_app(security)
    desk = open_as(system, "/w/invitations/", language=CHINESE)
    path = invite(desk, f"板块：{board.name_zh}")
    account = f"/w/accounts/{Invitation.objects.get().user_id}/"
    desk.goto(account)
    assert desk.get_by_role("button", name="授予").count() == 0, "who invites does not grant"

    phone = open_as(None, path, width=390, has_touch=True)
    phone.get_by_label("Password").fill("four walls and a roof")
    phone.get_by_role("button", name="Open the account").tap()
    phone.get_by_text("Your role waits for the security administrator: Host-area officer.").wait_for()
    assert serious(phone) == []
    phone.get_by_role("link", name="Set up your second factor").tap()
    phone.get_by_role("link", name="Set up an authenticator app").tap()
    secret = phone.locator(".small .strong").inner_text().replace(" ", "")
    phone.get_by_label("Six digits that the app shows").fill(App(secret).code())
    phone.get_by_role("button", name="Turn it on").tap()
    phone.locator(".codes li").nth(9).wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.goto("/account/")
    phone.get_by_text("Nothing else is needed of you.").wait_for()
    assert phone.goto("/w/offers/").status == 403

    keeper = open_as(security, account)
    a_while_ago(keeper)
    keeper.reload()
    keeper.get_by_role("link", name="Confirm your second factor").click()
    keeper.get_by_label("Code of your authenticator app").fill(app.code())
    keeper.locator("main button.btn--primary").click()
    keeper.wait_for_url(f"**{account}")
    assert serious(keeper) == []
    keeper.get_by_role("button", name=re.compile("^Grant")).click()
    keeper.get_by_role("button", name=re.compile("^End Host-area officer")).wait_for()
    assert RoleGrant.objects.get(user__email="marta@area.example").scope_id == str(board.pk)

    for fact in Fact.objects.all():
        deliver(fact.pk)
    assert Notice.objects.filter(user__email="marta@area.example", link="/w/").exists()
    phone.goto("/w/offers/")
    phone.get_by_role("heading", name="Host-area match").wait_for()


def test_each_of_the_three_keeps_to_their_own(live_server: Any, open_as: Open) -> None:
    make_city()
    opened = {
        Role.SYSTEM_ADMIN: ("/w/accounts/", "/w/invitations/"),
        Role.SECURITY_ADMIN: ("/w/accounts/", "/w/invitations/", "/w/recertification/", "/w/held/", "/w/security/"),
        Role.AUDIT_ADMIN: ("/w/audit/", "/w/security/"),
    }
    everything = {path for paths in opened.values() for path in paths} | {"/w/calls/", "/w/offers/", "/w/reviews/"}
    for role, paths in opened.items():
        page = open_as(make_user(role, role), paths[0], language=CHINESE, width=390)
        for path in sorted(everything):
            answer = page.goto(path)
            assert (answer.status == 200) == (path in paths), (role, path, answer.status)
            if path in paths:
                assert page.locator(".watermark").count() == 1
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
                assert serious(page) == [], path
