"""Coming in, in Chromium: an applicant registers on a phone; an invited officer sets up the second factor in Chinese; a
passkey signs in by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import SYSTEM, make_board, make_city, make_user
from tests.foundation.accounts.keys import App, code_in_mailbox
from yunhui.foundation.accounts.enums import Purpose, Role, ScopeKind
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.accounts.selectors import invitation_letter
from yunhui.foundation.accounts.services import grant_role, invite_staff
from yunhui.kernel import clock
from yunhui.kernel.actor import Grant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


def test_an_applicant_registers_on_a_phone(live_server: Any, open_as: Open) -> None:
    page = open_as(None, "/sign-in", width=390, has_touch=True)
    assert serious(page) == []
    page.get_by_role("link", name="Register as an applicant").tap()
    page.get_by_label("Name").fill("Zsófia Nagy")
    page.get_by_label("E-mail").fill("zsofia@firm.example")
    assert page.get_by_label("Your time zone").input_value() == "Europe/Amsterdam"
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Send the code").tap()
    page.get_by_text("One answer needs you.").wait_for()
    assert page.get_by_label("Name").input_value() == "Zsófia Nagy"
    assert serious(page) == []
    page.get_by_label("Password").fill("")
    page.get_by_role("button", name="Send the code").tap()
    page.get_by_text("We wrote to zsofia@firm.example.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Code from the e-mail").fill(code_in_mailbox(Purpose.REGISTER))
    page.get_by_role("button", name="Make the account").tap()
    page.wait_for_url("**/my/")
    assert User.objects.get().language == "en"


def test_an_invited_officer_sets_up_the_second_factor(live_server: Any, open_as: Open) -> None:
    make_city()
    row = invite_staff(actor=SYSTEM, email="li@city.example", name="李明", grants=[Grant(Role.OFFICE)])
    grant_role(actor=SYSTEM, user=row.user, role=Role.OFFICE)
    letter = invitation_letter(row.pk, row.issue)
    assert letter is not None
    page = open_as(None, letter.path, language="zh-hans", java_script_enabled=False)
    page.get_by_label("密码").fill("青澜的春天来得很早呀我喜欢")
    page.get_by_role("button", name="开通账号").click()
    page.get_by_text("您的角色会接触个人信息，须有第二重验证。").wait_for()
    page.get_by_role("link", name="设置验证器应用").click()
    secret = page.locator(".small .strong").inner_text().replace(" ", "")
    page.get_by_label("应用显示的六位数字").fill("000000")
    page.get_by_role("button", name="启用").click()
    page.get_by_text("与应用显示的不符。").first.wait_for()
    assert page.locator(".small .strong").inner_text().replace(" ", "") == secret, "the same picture as before"
    page.get_by_label("应用显示的六位数字").fill(App(secret).code())
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/w/calls/")
    assert page.locator(".watermark").count() == 1


def test_a_passkey_opens_the_door_alone(live_server: Any, open_as: Open) -> None:
    user = make_user("anna")
    page = open_as(user, "/account/second-factor/")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    assert serious(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them").click()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/sign-in?next=/account/")
    page.get_by_role("button", name="With a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert user.factors.get().used_at is not None


def test_standing_in_is_said_on_every_page(live_server: Any, open_as: Open) -> None:
    city = make_city()
    board = make_board(city, 1)
    away = make_user("away", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    helper = make_user("helper", Role.OFFICE)
    page = open_as(away, "/account/colleagues/", width=390)
    page.get_by_label("Role").select_option(str(RoleGrant.objects.get(user=away).pk))
    page.get_by_label("Colleague's e-mail").fill(helper.email)
    today = clock.now().astimezone(clock.BEIJING).date()
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=1)).isoformat())  # midnight may come meanwhile
    page.get_by_label("Why").fill("Leave")
    page.get_by_role("button", name="Lend the role").click()
    page.get_by_text("Who stands in for you").wait_for()
    page = open_as(helper, "/account/colleagues/", language="zh-hans")
    page.get_by_role("button", name="代away办理").click()
    page.get_by_text("您正在代away办理。").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="恢复本人身份").click()
    expect(page.get_by_text("您正在代away办理。")).to_have_count(0)
