"""A form under bad conditions in Chromium: the connection is cut, a second tab, a co-applicant, a session that ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import give_consents, make_call, make_city, make_user
from tests.patience import hasty
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.applications.services import save_draft, start_application
from yunhui.pipeline.calls.models import Call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def founder(transactional_db: None) -> User:
    make_call(make_city())
    return make_user("founder")


@pytest.fixture
def draft(founder: User) -> Application:
    draft = start_application(actor=actor_of(founder), call=Call.objects.get())
    give_consents(draft)
    return draft


def typed(page: Any, name: str, text: str) -> None:
    """Type into a field and leave it."""
    page.locator(f"[name={name}]").fill(text)
    page.locator(f"[name={name}]").blur()


def kept_in(page: Any) -> int:
    """How many answers wait in the browser."""
    script = "Object.keys(localStorage).filter(name => name.startsWith('yunhui-draft')).length"
    return int(page.evaluate(script))


@pytest.mark.parametrize(
    ("language", "width", "saved", "unsaved", "submit"),
    [
        (CHINESE, 390, "已保存", "尚未保存：没有网络", "提交"),
        (ENGLISH, 1440, "Saved", "Not saved yet: no connection", "Submit"),
    ],
)
def test_a_cut_connection_loses_nothing(
    open_as: Open,
    founder: User,
    draft: Application,
    language: str,
    width: int,
    saved: str,
    unsaved: str,
    submit: str,
) -> None:
    page = open_as(founder, f"/my/applications/{draft.pk}/", language=language, width=width)
    typed(page, "title", "耐寒电芯")
    page.get_by_text(saved).first.wait_for()
    page.context.set_offline(True)
    typed(page, "summary", "冬天也能用")
    page.get_by_text(unsaved).wait_for()
    page.get_by_role("button", name=submit).click()
    page.get_by_text(unsaved).wait_for()  # and the page, with what was typed, is still there
    assert Application.objects.get().answers == {"title": "耐寒电芯"}
    assert serious(page) == []
    page.context.set_offline(False)
    page.get_by_text(saved).first.wait_for()
    until(page, lambda: "summary" in Application.objects.get().answers)
    assert Application.objects.get().answers["summary"] == "冬天也能用"
    until(page, lambda: kept_in(page) == 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_typed_before_the_script_arrives_is_kept(open_as: Open, founder: User, draft: Application) -> None:
    page = open_as(founder, "/my/")
    waiting: list[Any] = []
    late = {"yet": True}
    page.route("**/*.js", lambda route: waiting.append(route) if late["yet"] else route.continue_())
    page.goto(f"/my/applications/{draft.pk}/", wait_until="commit")
    with hasty():
        page.locator("[name=summary]").fill("They work in winter.")
    until(page, lambda: bool(waiting))
    late["yet"] = False  # those that are asked for from now on come at once
    for route in waiting:
        route.continue_()
    page.get_by_text("Saved").first.wait_for()
    assert page.locator("[name=summary]").input_value() == "They work in winter."
    assert Application.objects.get().answers["summary"] == "They work in winter."


def test_what_could_not_be_sent_comes_back_after_a_reload(open_as: Open, founder: User, draft: Application) -> None:
    page = open_as(founder, f"/my/applications/{draft.pk}/")
    page.route("**/save", lambda route: route.abort())
    typed(page, "summary", "They work in winter.")
    page.get_by_text("Not saved yet: no connection.").wait_for()
    page.unroute("**/save")
    page.reload()
    expect(page.locator("[name=summary]")).to_have_value("They work in winter.")
    until(page, lambda: kept_in(page) == 0)
    assert Application.objects.get().answers["summary"] == "They work in winter."


def test_a_session_that_ends_keeps_the_text_for_the_next(open_as: Open, founder: User, draft: Application) -> None:
    page = open_as(founder, f"/my/applications/{draft.pk}/")
    Session.objects.all().delete()
    typed(page, "summary", "They work in winter.")
    page.get_by_text("you have been signed out").wait_for()
    assert "/sign-in?next=" in page.get_by_role("link", name="Sign in").last.get_attribute("href")
    again = open_as(founder, "/my/")  # the same person, signed in again, in the same browser
    page.context.add_cookies(again.context.cookies())
    page.goto(f"/my/applications/{draft.pk}/")
    page.get_by_text("Saved").first.wait_for()
    until(page, lambda: kept_in(page) == 0)
    assert Application.objects.get().answers["summary"] == "They work in winter."


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Keep what is in the field", "From the second"),
        ("Keep this text", "From the first"),
        ("Keep both", "From the second\n\nFrom the first"),
    ],
)
def test_two_tabs_keep_both_texts_until_one_has_chosen(
    open_as: Open, founder: User, draft: Application, button: str, kept: str
) -> None:
    first = open_as(founder, f"/my/applications/{draft.pk}/")
    second = first.context.new_page()
    second.goto(f"/my/applications/{draft.pk}/")
    typed(first, "summary", "From the first")
    first.get_by_text("Saved").first.wait_for()
    typed(second, "summary", "From the second")
    second.get_by_text("Two texts were written here at the same time. Both are kept.").wait_for()
    assert Application.objects.get().answers["summary"] == "From the first"
    assert second.locator("blockquote").inner_text() == "From the first"
    assert serious(second) == []
    second.get_by_role("button", name=button).click()
    second.locator("blockquote").wait_for(state="detached")
    stored = Application.objects.get()
    assert (stored.answers["summary"], stored.others) == (kept, {})
    assert second.locator("[name=summary]").input_value() == kept
    typed(second, "summary", kept + ", and on")
    until(second, lambda: Application.objects.get().answers["summary"] == kept + ", and on")
    second.reload()
    assert second.locator("[name=summary]").input_value() == kept + ", and on"


def test_without_a_script_both_texts_are_kept_too(open_as: Open, founder: User, draft: Application) -> None:
    page = open_as(founder, f"/my/applications/{draft.pk}/", java_script_enabled=False)
    friend = make_user("friend")
    Collaborator.objects.create(
        application=draft, user=friend, email=friend.email, right=Right.EDIT, accepted_at=draft.saved_at
    )
    save_draft(actor=actor_of(friend), application_id=draft.pk, answers={"summary": "From the friend"})
    page.locator("[name=summary]").fill("From the founder")
    page.locator("[name=title]").fill("Cold cells")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Two texts were written here at the same time. Both are kept.").wait_for()
    assert page.locator("[name=summary]").input_value() == "From the friend"
    assert page.get_by_text("Last written by friend").count() == 1
    page.get_by_role("button", name="Keep both").click()
    page.get_by_text("Two texts were written here").wait_for(state="detached")
    stored = Application.objects.get()
    assert stored.answers == {"summary": "From the friend\n\nFrom the founder", "title": "Cold cells"}
    assert stored.others == {}
