"""The form check's pages: one application at a time, one outcome, nothing typed lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, Completion, StagePass
from yunhui.pipeline.applications.services import Missing, ask_to_complete, screen_application
from yunhui.pipeline.calls.models import Call

QUEUE = "/w/calls/roadshow/check/"


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def officer(city: Jurisdiction) -> User:
    return make_user("office", Role.OFFICE)


@pytest.fixture
def page(officer: User) -> Client:
    return visit_as(officer)


def _screening(application: Application) -> StagePass:
    return application.passes.get(stage__kind="screening")


def test_the_first_that_waits_is_shown_with_its_answers_and_hints(call: Call, page: Client) -> None:
    make_application(call, 1, screened=False, summary="无", team="x")
    text = text_of(page.get(QUEUE))
    assert "Project 1" in text
    assert "A filler instead of an answer" in text
    assert "Very short for what is asked" in text
    assert "working day" in text
    assert 'value="pass"' in text


def test_one_press_passes_and_shows_the_next(call: Call, page: Client) -> None:
    first, second = (make_application(call, number, screened=False) for number in (1, 2))
    answer = page.post(f"/w/applications/{first.pk}/check", {"outcome": "pass"}, follow=True)
    assert _screening(first).state == PassState.PASSED
    text = text_of(answer)
    assert "0001 has passed the form check." in text
    assert "Project 2" in text
    again = page.post(f"/w/applications/{first.pk}/check", {"outcome": "pass"}, follow=True)
    assert again.status_code == 200
    assert "was decided before you pressed" in text_of(again)
    assert _screening(second).state == PassState.OPEN


def test_asking_to_complete_takes_ready_words_and_own_ones(call: Call, page: Client) -> None:
    one = make_application(call, 1, screened=False)
    page.post(
        f"/w/applications/{one.pk}/check",
        {"outcome": "complete", "say-team": "short", "zh-team": "谁全职？", "en-summary": "Say what it costs."},
    )
    items = {item.question: item for item in Completion.objects.get().items.all()}
    assert items["team"].text_zh == "写得过于简略，请具体说明。谁全职？"
    assert items["team"].text_en == "This is too short to judge. Please be specific."
    assert (items["summary"].text_zh, items["summary"].text_en) == ("", "Say what it costs.")


def test_nothing_said_is_refused_and_nothing_typed_is_lost(call: Call, page: Client) -> None:
    one = make_application(call, 1, screened=False)
    where = f"/w/applications/{one.pk}/check"
    answer = page.post(where, {"outcome": "complete", "reason": "<b>typed</b>"})
    assert answer.status_code == 422
    assert "Say all that is missing, at once" in text_of(answer)
    assert "&lt;b&gt;typed&lt;/b&gt;" in text_of(answer)
    long = page.post(where, {"outcome": "complete", "zh-team": "字" * 401, "en-team": "kept"})
    assert long.status_code == 422
    assert "1 characters too many" in text_of(long)
    assert "kept" in text_of(long)
    assert page.post(where, {"outcome": "fail"}).status_code == 422
    assert page.post(where, {"outcome": "nonsense"}).status_code == 422
    assert _screening(one).state == PassState.OPEN


def test_while_the_applicant_owes_there_is_more_time_or_a_way_back(call: Call, page: Client) -> None:
    one = make_application(call, 1, screened=False)
    request = ask_to_complete(actor=SYSTEM, pass_id=_screening(one).pk, missing=[Missing("team", "请补充")])
    text = text_of(page.get(f"{QUEUE}?at={one.pk}"))
    assert "Stopped since" in text
    assert "The applicant has" in text
    assert 'value="pass"' not in text
    bad = page.post(f"/w/requests/{request.pk}/extend", {"days": "a lot", "extend_reason": "x"})
    assert bad.status_code == 422
    assert "Write a number from 1 to 60." in text_of(bad)
    page.post(f"/w/requests/{request.pk}/extend", {"days": "2", "extend_reason": "假期"})
    before = request.due_at
    request.refresh_from_db()
    assert request.due_at > before
    assert "Waiting for applicants" in text_of(page.get(f"{QUEUE}owed"))
    page.post(f"/w/requests/{request.pk}/take-back", {"back_reason": "已收到"})
    assert _screening(one).state == PassState.OPEN


def test_an_empty_queue_says_so(call: Call, page: Client) -> None:
    assert "No form waits for you" in text_of(page.get(QUEUE))


def test_chinese(call: Call, officer: User) -> None:
    one = make_application(call, 1, screened=False)
    text = text_of(visit_as(officer, CHINESE).get(QUEUE))
    assert f"{one}" in text
    assert "个工作日" in text


def test_likely_the_same_project_is_named_with_its_reason(call: Call, city: Jurisdiction, page: Client) -> None:
    make_application(call, 1, title="低温钠离子储能电芯", email="one@firm.example")
    make_application(call, 2, screened=False, title="低温钠离子储能电芯产业化", email="one@firm.example")
    text = text_of(page.get(QUEUE))
    assert "the same e-mail address, a project of a like name" in text


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CHAIR, Role.EXPERT])
def test_the_office_alone(call: Call, role: Role) -> None:
    one = make_application(call, 1, screened=False)
    other = visit_as(make_user("other", role))
    assert other.get(QUEUE).status_code == 403
    assert other.post(f"/w/applications/{one.pk}/check", {"outcome": "pass"}).status_code == 403
    assert _screening(one).state == PassState.OPEN


def test_an_office_of_another_call_finds_nothing(call: Call, city: Jurisdiction) -> None:
    other = make_call(city, "other")
    elsewhere = visit_as(make_user("elsewhere", Role.OFFICE, scope=("call", other.pk)))
    one = make_application(call, 1, screened=False)
    assert elsewhere.get(QUEUE).status_code == 404
    assert elsewhere.post(f"/w/applications/{one.pk}/check", {"outcome": "pass"}).status_code == 404
    request = ask_to_complete(actor=SYSTEM, pass_id=_screening(one).pk, missing=[Missing("team", "请补充")])
    assert elsewhere.post(f"/w/requests/{request.pk}/take-back", {"back_reason": "x"}).status_code == 404
    assert page_of_other_call(elsewhere, one).status_code == 404


def page_of_other_call(client: Client, application: Application) -> object:
    return client.get(f"/w/calls/other/check/?at={application.pk}")


@pytest.mark.parametrize("where", [QUEUE, f"{QUEUE}owed"])
def test_the_number_of_queries_does_not_grow(call: Call, page: Client, where: str) -> None:
    counts = []
    for number in (1, 2, 3):
        make_application(call, number, screened=False, title="同一个项目", email="same@firm.example")
        page.get(where)  # the first look of an officer leaves rows of its own
        with CaptureQueriesContext(connection) as queries:
            page.get(where)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 45


def test_decided_ones_are_read_only(call: Call, page: Client) -> None:
    one = make_application(call, 1, screened=False)
    screen_application(actor=SYSTEM, stage_pass=_screening(one), passed=True)
    text = text_of(page.get(f"{QUEUE}?at={one.pk}"))
    assert "The form check is decided" in text
    assert 'value="pass"' not in text
