"""A form is checked, sent back once, completed on a phone, and passed; a question is asked and answered; a table comes
in."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_user
from tests.features.imports.tables import text
from yunhui.features.enquiries.models import Enquiry
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Organisation
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def people(live_server: Any) -> tuple[User, User, Application]:
    """An officer, an applicant, and the applicant's form that waits."""
    city = make_city()
    make_board(city, 1, "energy")
    office, applicant = make_user("office", Role.OFFICE), make_user("applicant")
    application = make_application(make_call(city), 1, owner=actor_of(applicant), screened=False)
    return office, applicant, application


def _state(application: Application) -> str:
    return StagePass.objects.get(application=application, stage__kind="screening").state


def test_sent_back_once_completed_and_passed(people: tuple[User, User, Application], open_as: Open) -> None:
    office, applicant, application = people
    page = open_as(office, "/w/calls/roadshow/check/", language="zh-hans")
    team = page.locator("#q-team")
    team.get_by_text("此处需补正").click()
    team.get_by_label("常用语").select_option("short")
    team.get_by_label("自行填写（中文）").fill("请写明谁全职。")
    assert serious(page) == []
    page.get_by_role("button", name="要求补正").click()
    page.get_by_text("已要求申报人补正，审查计时停止。").wait_for()
    assert _state(application) == PassState.RETURNED

    phone = open_as(applicant, f"/my/applications/{application.pk}/", width=390, has_touch=True)
    phone.get_by_role("link", name="Complete what is missing").tap()
    phone.get_by_text("This is too short to judge. Please be specific.").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(phone) == []
    phone.get_by_label("Team").fill("Two of three work full time, from May.")
    phone.get_by_text("Saved").wait_for()
    phone.reload()
    assert phone.get_by_label("Team").input_value() == "Two of three work full time, from May."
    phone.get_by_role("button", name="Hand in").tap()
    phone.wait_for_url("**/?done=completed")

    page.goto("/w/calls/roadshow/check/")
    page.get_by_text("Two of three work full time, from May.").wait_for()
    page.get_by_text("补正前：").wait_for()
    page.keyboard.press("p")
    page.get_by_text("已通过形式审查。").wait_for()
    assert _state(application) == PassState.PASSED


def test_a_question_is_asked_answered_and_made_public(people: tuple[User, User, Application], open_as: Open) -> None:
    office, applicant, _application = people
    page = open_as(applicant, "/en/calls/roadshow/ask", width=390)
    page.get_by_label("What it is about").fill("Part time")
    page.get_by_label("Your question").fill("May members of the team work part time?")
    assert serious(page) == []
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("Your question is with the office.").wait_for()

    desk = open_as(office, f"/w/enquiries/{Enquiry.objects.get().pk}/", language="zh-hans")
    desk.get_by_label("答复（英文）").fill("Yes, say so in the form.")
    desk.get_by_role("button", name="发送答复").click()
    desk.get_by_text("答复已发出。").wait_for()
    desk.get_by_role("button", name="转为公开答复").click()
    desk.get_by_label("问题（中文）").fill("可以兼职吗？")
    desk.get_by_label("答复（中文）").fill("可以，请在报名表中写明。")
    assert serious(desk) == []
    desk.get_by_role("button", name="发布", exact=True).click()
    desk.get_by_text("已在征集页面公开。").wait_for()

    page.reload()
    page.get_by_text("Yes, say so in the form.").wait_for()
    visitor = open_as(None, "/zh/calls/roadshow/", language="zh-hans")
    visitor.get_by_text("可以，请在报名表中写明。").wait_for()


def test_a_table_is_looked_at_before_it_is_written(people: tuple[User, User, Application], open_as: Open) -> None:
    page = open_as(people[0], "/w/imports/")
    page.get_by_role("radio", name=re.compile("^Organisations")).check()
    rows = [["单位名称", "单位性质"], ["青澜储能", "企业"], ["云湖精工", "民营"]]
    data = text(rows, encoding="gb18030")
    page.get_by_label("File").set_input_files({"name": "名录.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Check the table").click()
    page.get_by_text("1 new, 0 to change").wait_for()
    page.get_by_text("Write one of: Government").wait_for()
    assert not Organisation.objects.filter(name_zh="青澜储能").exists()
    assert serious(page) == []
    page.get_by_role("button", name="Write 1 row").click()
    page.get_by_text("The table is written.").wait_for()
    assert Organisation.objects.filter(name_zh="青澜储能").count() == 1
