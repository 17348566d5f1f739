"""The expert's stack and sheet: what is shown and kept, what is refused, and that nobody reads another's."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import SYSTEM, answers, make_application, make_board, make_call, make_expert, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.services import submit_application, withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.services import assign_experts, lock_sheet

LIST = "/w/reviews/"
FULL = {"innovation": "24.5", "team": "16", "market": "14.5", "plan": "11", "fit": "12"}
QUERIES = 8
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def experts(call: Call) -> list[Expert]:
    return [make_expert(number) for number in (1, 2, 3)]


@pytest.fixture
def me(experts: list[Expert]) -> User:
    user = experts[0].person.user
    assert user is not None
    return user


def given_to(me: User, call: Call, count: int = 3) -> list[Assignment]:
    """The expert's sheets on new projects, in the order of their numbers."""
    for number in range(1, count + 1):
        make_application(call, number)
    assign_experts(actor=SYSTEM, call=call)
    tasks = Assignment.objects.filter(expert__person__user=me).select_related("application", "stage")
    return list(tasks.order_by("application__number"))


def lock(me: User, task: Assignment, **changed: str) -> ScoreSheet:
    return lock_sheet(
        actor=actor_of(me), assignment_id=task.pk, scores={**FULL, **changed}, note_panel="", note_applicant=""
    )


def state_of(task: Assignment) -> str:
    task.refresh_from_db()
    return task.state


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_stack_tells_how_far_it_is(me: User, call: Call) -> None:
    first, second, third, fourth, fifth = given_to(me, call, 5)
    lock(me, second)
    client = visit_as(me)
    client.post(f"{LIST}{third.pk}/abstain", {"abstain_reason": "Not my field"})
    client.post(f"{LIST}{fourth.pk}/recuse", {"recuse_reason": "Same laboratory"})
    client.post(f"{LIST}{first.pk}/save", {"innovation": "24.5", "team": "16"})
    withdraw_application(actor=SYSTEM, application_id=fifth.application_id)
    page = plain(text_of(client.get(LIST)))
    assert "1 of 3 scored" in page, "a recused and a withdrawn project are not waited for"
    assert "You abstained from one." in page and "You are recused from one." in page
    assert "One was withdrawn and needs no score." in page
    assert "2 of 5 criteria given, not locked" in page
    assert "78 / 100" in page
    assert "Project 4" not in page and "Project 5" not in page
    assert page.index("Project 1") < page.index("Project 2") < page.index("Project 3")
    assert "Go on with the next sheet" in page


def test_an_empty_stack_says_why(me: User) -> None:
    assert "No score sheet yet" in text_of(visit_as(me).get(LIST))


def test_the_sheet_shows_the_project_and_never_its_address(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    submit_application(
        actor=SYSTEM, application_id=task.application_id, answers=answers(1, landing="A pilot line <b>here</b>")
    )
    page = text_of(visit_as(me).get(f"{LIST}{task.pk}/"))
    for shown in ("新的电解液配方", "三人全职", "Firm 1", "A pilot line &lt;b&gt;here&lt;/b&gt;"):
        assert shown in page
    for hidden in ("person1@firm1.example", "申报人1", "Delft"):  # the form keeps them from experts
        assert hidden not in page
    assert page.count("data-score") == 5 and 'max="30"' in page
    assert "Leading, with granted patents" in page
    assert "sheet 1 of 1" in page
    visit_as(me).get(f"{LIST}{task.pk}/")
    read = AuditEntry.objects.filter(action="application.read", subject_id=str(task.application_id))
    assert [entry.actor_id for entry in read] == [me.pk], "one session of reading, one row"


def test_nobody_reads_or_writes_anothers_sheet(me: User, call: Call, experts: list[Expert]) -> None:
    (mine,) = given_to(me, call, 1)
    other = Assignment.objects.exclude(pk=mine.pk)[0]
    client = visit_as(me)
    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    for step in ("save", "lock", "abstain", "recuse"):
        answer = client.post(f"{LIST}{other.pk}/{step}", {**FULL, "abstain_reason": "x", "recuse_reason": "x"})
        assert answer.status_code == 404, step
    assert state_of(other) == AssignmentState.OPEN
    assert not ScoreSheet.objects.exists()
    for role in (Role.OFFICE, Role.CHAIR, Role.BOARD):
        assert visit_as(make_user(f"a-{role}", role)).get(f"{LIST}{mine.pk}/").status_code == 403
    assert visit_as(None).get(LIST)["Location"].startswith("/sign-in?next=")


def test_it_is_saved_as_it_is_typed(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client, url = visit_as(me), f"{LIST}{task.pk}/save"
    answer = client.post(url, {"innovation": "17,5", "team": "", "note_panel": "Good data"}, headers=SCRIPT)
    assert answer.status_code == 200 and "saved_at" in answer.json()
    sheet = ScoreSheet.objects.get(assignment=task)
    assert (sheet.scores, sheet.note_panel, sheet.is_locked) == ({"innovation": "17.5"}, "Good data", False)
    refused = client.post(url, {"innovation": "31"}, headers=SCRIPT)
    assert refused.status_code == 422
    assert refused.json()["problems"] == {"innovation": "Give 0 to 30 points, in halves."}
    assert client.get(url).status_code == 405
    assert not AuditEntry.objects.filter(subject_id=str(task.pk)).exists(), "a draft leaves no row"


def test_without_scripts_saving_is_a_button(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client, url = visit_as(me), f"{LIST}{task.pk}/"
    answer = client.post(f"{url}save", {"innovation": "20"})
    assert answer["Location"] == f"{url}?done=saved#score"
    assert "Saved. Nothing is locked yet." in text_of(client.get(f"{url}?done=saved"))
    wrong = client.post(f"{url}save", {"innovation": "20.3", "note_applicant": "Kept"})
    page = text_of(wrong)
    assert wrong.status_code == 422
    assert 'value="20.3"' in page and "Kept" in page
    assert page.count("Give 0 to 30 points, in halves.") == 2  # beside the field, and at the top


def test_locking_needs_every_criterion_and_loses_nothing(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client, url = visit_as(me), f"{LIST}{task.pk}/"
    answer = client.post(f"{url}lock", {"innovation": "24.5", "team": "99", "note_panel": "Good data"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "4 answers need you." in page
    assert page.count("Give points, or abstain from the whole project.") == 6
    assert 'href="#f-team"' in page and 'value="99"' in page and "Good data" in page
    assert ScoreSheet.objects.get(assignment=task).scores == {"innovation": "24.5"}, "what fits is kept"
    assert state_of(task) == AssignmentState.OPEN
    assert client.get(f"{url}lock")["Location"] == url


def test_a_locked_sheet_has_a_receipt_and_can_only_be_read(me: User, call: Call) -> None:
    first, second = given_to(me, call, 2)
    client, url = visit_as(me), f"{LIST}{first.pk}/"
    for _press in (1, 2):  # a double click
        answer = client.post(f"{url}lock", {**FULL, "note_panel": "Good data"})
        assert answer["Location"] == f"{url}?done=locked#result"
    assert AuditEntry.objects.filter(action="sheet.locked", subject_id=str(first.pk)).count() == 1
    page = text_of(client.get(url))
    receipt = ScoreSheet.objects.get(assignment=first).receipt
    digest = receipt.partition(":")[2]
    assert f"sha256 {digest[:4]} {digest[4:8]} {digest[8:12]}" in page and receipt in page
    assert "<form" not in page and "data-score" not in page
    assert "Good data" in page and "78" in plain(page)
    assert f'href="{LIST}{second.pk}/"' in page and "Score the next project" in page
    late = client.post(f"{url}lock", {**FULL, "team": "20"})
    assert late["Location"] == f"{url}?done=closed#result"
    assert "This sheet was closed before." in text_of(client.get(f"{url}?done=closed"))
    assert client.post(f"{url}save", FULL, headers=SCRIPT).status_code == 422
    assert ScoreSheet.objects.get(assignment=first).scores == {**FULL}


def test_to_abstain_is_not_a_zero_and_needs_a_reason(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client, url = visit_as(me), f"{LIST}{task.pk}/"
    refused = client.post(f"{url}abstain", {"innovation": "24.5", "abstain_reason": " "})
    page = text_of(refused)
    assert refused.status_code == 422
    assert 'id="f-abstain_reason-e"' in page and 'value="24.5"' in page
    for _press in (1, 2):
        assert client.post(f"{url}abstain", {"abstain_reason": "Not my field"}).status_code == 302
    assert state_of(task) == AssignmentState.ABSTAINED and task.total is None
    page = text_of(client.get(url))
    assert "You abstained." in page and "<form" not in page


def test_who_is_recused_no_longer_sees_the_project(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client, url = visit_as(me), f"{LIST}{task.pk}/"
    assert client.post(f"{url}recuse", {"recuse_reason": ""}).status_code == 422
    for _press in (1, 2):
        assert client.post(f"{url}recuse", {"recuse_reason": "Co-author in 2025"})["Location"] == f"{LIST}?done=recused"
    assert state_of(task) == AssignmentState.RECUSED
    assert Conflict.objects.get(application=task.application, source="declared").note == "Co-author in 2025"
    assert client.get(url).status_code == 404
    page = text_of(client.get(f"{LIST}?done=recused"))
    assert "You are recused." in page and "Project 1" not in page


def test_a_withdrawn_project_is_not_scored(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    withdraw_application(actor=SYSTEM, application_id=task.application_id)
    client, url = visit_as(me), f"{LIST}{task.pk}/"
    page = text_of(client.get(url))
    assert "The application is no longer under review." in page and "<form" not in page
    assert client.post(f"{url}lock", FULL)["Location"] == f"{url}?done=closed#result"
    assert state_of(task) == AssignmentState.OPEN


def test_one_walks_through_the_stack(me: User, call: Call) -> None:
    first, second, third = given_to(me, call, 3)
    client = visit_as(me)
    lock(me, first)
    middle = text_of(client.get(f"{LIST}{second.pk}/"))
    assert re.search(rf'href="{LIST}{first.pk}/" rel="prev"', middle)
    assert re.search(rf'href="{LIST}{third.pk}/" rel="next"', middle)
    assert "sheet 2 of 3" in middle
    lock(me, third)
    after = text_of(client.get(f"{LIST}{third.pk}/"))
    assert f'href="{LIST}{second.pk}/">Score the next project' in after, "what was skipped comes again"
    assert 'rel="next"' not in after


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_a_constant_number_of_times(
    me: User, call: Call, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    tasks = given_to(me, call, count)
    client = visit_as(me)
    with django_assert_num_queries(6):
        client.get(LIST)
    # The opening is logged and noted for the applicant, in a savepoint of the test's transaction.
    with django_assert_num_queries(QUERIES + 5):
        client.get(f"{LIST}{tasks[0].pk}/")


def test_it_speaks_chinese(me: User, call: Call) -> None:
    (task,) = given_to(me, call, 1)
    client = visit_as(me, CHINESE)
    assert "已评0份，共1份" in text_of(client.get(LIST))
    page = text_of(client.get(f"{LIST}{task.pk}/"))
    for word in (
        "评分表",
        "锁定并提交",
        "申请回避",
        "我要弃权",
        "弃权不是0分",
        "给项目负责人的话",
        "领先，核心专利已授权",
    ):
        assert word in page
