"""An applicant in Chromium: writes, is saved, is corrected, submits."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import answers, give_consents, make_call, make_city, make_user
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.recipes.cloud_roadshow.conditions import ELIGIBILITY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


def fill(page: Any, given: dict[str, str]) -> None:
    """Type answers as a person does."""
    for name, value in given.items():
        control = page.locator(f"[name={name}]").first
        if control.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        elif control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def test_from_the_call_to_the_receipt(open_as: Open) -> None:
    call = make_call(make_city())
    page = open_as(make_user("founder"), "/my/", width=390)
    page.get_by_role("link", name=f"Start an application: {call.title_en}").click()
    page.get_by_text("What you send is stored in the mainland of China.").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="I have read this. Start").click()
    page.wait_for_url("**/my/applications/**")
    give_consents(Application.objects.get())
    given = answers(1)
    fill(page, {name: given[name] for name in ("title", "group", "summary")})
    page.locator("[name=summary]").blur()
    page.get_by_text("Saved").wait_for()
    page.get_by_text("2 of 5 sections complete").first.wait_for()  # fetched by itself after a change
    until(page, lambda: Application.objects.get().answers.get("summary") == given["summary"])

    page.reload()
    assert page.locator("[name=title]").input_value() == given["title"]
    fill(page, {**{name: given[name] for name in given if name not in ("email", "title")}, "email": "founder"})
    page.get_by_role("button", name="Submit").click()
    problem = page.get_by_role("link", name="E-mail")
    problem.click()
    page.wait_for_url("**#f-email")
    assert page.locator("[name=landing]").input_value() == given["landing"]
    assert serious(page) == []

    page.locator("[name=email]").fill(given["email"])
    page.get_by_role("button", name="Submit").dblclick()
    page.get_by_text("We have received it as No. 0001.").wait_for()
    assert ApplicationVersion.objects.count() == 1
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("link", name="Change and submit again").click()
    page.locator("[name=landing]").fill(given["landing"] + " and more")
    page.get_by_role("button", name="Submit the changes").click()
    page.get_by_role("link", name="2 versions, and what changed").click()
    assert page.locator("ins").first.inner_text().strip() == "and more"
    assert page.locator("ins").first.evaluate("node => getComputedStyle(node.parentNode).display") == "block"
    assert serious(page) == []


def test_without_scripts_it_is_the_same_form(open_as: Open) -> None:
    call = make_call(make_city())
    page = open_as(make_user("founder"), f"/my/calls/{call.code}/start", java_script_enabled=False)
    page.get_by_role("button", name="I have read this. Start").click()
    page.wait_for_url("**/my/applications/**")
    give_consents(Application.objects.get())
    for name, value in answers(2).items():
        if name == "group":
            page.check(f"[name=group][value={value}]")
        elif name in ("country", "place"):
            page.select_option(f"[name={name}]", value)
        else:
            page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("We have received it as No. 0001.").wait_for()
    page.get_by_role("link", name="Withdraw this application").click()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("heading", name="You withdrew this application").wait_for()
    assert Application.objects.get().state == ApplicationState.WITHDRAWN


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1440)])
def test_the_first_answers_go_with_the_application(open_as: Open, language: str, width: int) -> None:
    call = make_call(make_city())
    call.eligibility = [one.as_stored() for one in ELIGIBILITY]
    call.save()
    lang = language[:2]
    page = open_as(make_user("founder"), f"/{lang}/calls/{call.code}/eligible", language=language, width=width)
    for name, value in {"degree": "doctor", "registered": "no", "supported": "no", "rights": "own"}.items():
        page.check(f"[name={name}][value={value}]")
    page.fill("[name=age]", "41")
    page.locator("main form button").click()
    page.locator("#answer a.btn").wait_for()
    assert serious(page) == []
    page.locator("#answer a.btn").click()
    page.locator(f"a[href='/{lang}/calls/{call.code}/eligible']").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("main form .btn--primary").click()
    page.wait_for_url("**/my/applications/**")
    told = Application.objects.get().told["answers"]
    assert [one["text_en"] for one in told if one["key"] in ("degree", "age")] == ["Doctorate", "41"]
