"""The expert's evening beyond one sheet: two devices, closing a round, opening a sheet again, talk and receipts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.reading.selectors import reading_for
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Comparison, Remark, ScoreSheet
from yunhui.pipeline.review.selectors import locked_scores
from yunhui.pipeline.review.services import (
    assign_experts,
    close_round,
    compare,
    lock_sheet,
    reopen_sheet,
    write_remark,
    write_remark_as_leader,
)

LIST = "/w/reviews/"
FULL = {"innovation": "24.5", "team": "16", "market": "14.5", "plan": "11", "fit": "12"}
SCRIPT = {"Accept": "application/json"}
QUERIES = 8


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def experts(call: Call) -> list[User]:
    users = [make_expert(number).person.user for number in (1, 2, 3)]
    return [user for user in users if user is not None]


@pytest.fixture
def chair(experts: list[User]) -> User:
    return make_user("chair", Role.CHAIR)


def tasks_on(call: Call, experts: list[User], count: int = 1) -> list[list[Assignment]]:
    """For each of new projects its tasks in the order of the experts."""
    for number in range(1, count + 1):
        make_application(call, number)
    assign_experts(actor=SYSTEM, call=call)
    rows = Assignment.objects.select_related("stage__call", "application", "expert__person").order_by(
        "application__number", "expert__person__name"
    )
    return [[row for row in rows if row.application.number == number] for number in range(1, count + 1)]


def me(task: Assignment) -> Actor:
    user = task.expert.person.user
    assert user is not None
    return actor_of(user)


def lock(task: Assignment, **changed: str) -> ScoreSheet:
    return lock_sheet(actor=me(task), assignment_id=task.pk, scores={**FULL, **changed})


def test_two_devices_keep_both_values_until_one_is_chosen(call: Call, experts: list[User]) -> None:
    task = tasks_on(call, experts)[0][0]
    client, url = visit_as(task.expert.person.user), f"{LIST}{task.pk}/"
    page = text_of(client.get(url))
    token = page.split('name="was-team" value="')[1].split('"')[0]
    first = client.post(f"{url}save", {"team": "15", "was-team": token, "tab": "phone", "number": "1"}, headers=SCRIPT)
    assert first.json()["others"] == {}
    late = client.post(f"{url}save", {"team": "12", "was-team": token, "tab": "desk", "number": "1"}, headers=SCRIPT)
    assert "15" in late.json()["others"]["team"] and "team" not in late.json()["was"]
    sheet = ScoreSheet.objects.get(assignment=task)
    assert sheet.scores == {"team": "15"} and [one["text"] for one in sheet.others["team"]] == ["12"]
    refused = client.post(f"{url}lock", FULL | {"team": "15"})
    assert refused.status_code == 422 and "Two values were given here. Choose one." in text_of(refused)
    again = text_of(client.get(url))
    assert "This was scored on two devices." in again and "team|desk|that" in again
    now = again.split('name="was-team" value="')[1].split('"')[0]
    client.post(f"{url}choose", {"choose": "team|desk|that", "team": "15", "was-team": now})
    sheet.refresh_from_db()
    assert sheet.scores["team"] == "12" and sheet.others == {}
    assert client.post(f"{url}lock", FULL | {"team": "12"}).status_code == 302


def test_a_page_may_write_over_what_it_wrote_itself(call: Call, experts: list[User]) -> None:
    task = tasks_on(call, experts)[0][0]
    client, url = visit_as(task.expert.person.user), f"{LIST}{task.pk}/save"
    for number, value in ((1, "10"), (3, "12"), (2, "11")):  # the second arrives last
        client.post(url, {"team": value, "was-team": "0.00000000", "tab": "a", "number": str(number)}, headers=SCRIPT)
    sheet = ScoreSheet.objects.get(assignment=task)
    assert sheet.scores == {"team": "12"} and sheet.others == {}


def test_the_database_keeps_what_is_locked(call: Call, experts: list[User]) -> None:
    task = tasks_on(call, experts)[0][0]
    sheet = lock(task)
    for change in (
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(note_panel="other"),
        lambda: ScoreSheet.objects.filter(pk=sheet.pk).delete(),
        lambda: Assignment.objects.filter(pk=task.pk).update(total=Decimal(99)),
        lambda: Assignment.objects.filter(pk=task.pk).update(state=AssignmentState.OPEN),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert ScoreSheet.objects.get(pk=sheet.pk).note_panel == ""


def test_a_closed_round_takes_no_sheet(call: Call, experts: list[User], chair: User) -> None:
    first, second, third = tasks_on(call, experts)[0]
    lock(first)
    with pytest.raises(RefusedError):
        close_round(actor=me(second), stage=first.stage)
    with pytest.raises(DomainError, match="sheets_open"):
        close_round(actor=actor_of(chair), stage=first.stage)
    closed = close_round(actor=actor_of(chair), stage=first.stage, reason="The window is over")
    assert (closed.sheets, closed.missed) == (1, 2)
    assert close_round(actor=actor_of(chair), stage=first.stage).pk == closed.pk, "closing twice is closing once"
    second.refresh_from_db()
    assert second.state == AssignmentState.MISSED and second.total is None
    assert StagePass.objects.get(application=first.application, stage=first.stage).state == "passed"
    with pytest.raises(RefusedError, match="round_closed"):
        lock(second)
    with pytest.raises(RefusedError, match="round_closed"):
        reopen_sheet(actor=actor_of(chair), assignment_id=first.pk, reason="Too late")
    for change in (
        lambda: ScoreSheet.objects.create(assignment=third, revision=1, scores=FULL),
        lambda: Assignment.objects.filter(pk=third.pk).update(state=AssignmentState.OPEN),
        lambda: type(closed).objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    page = text_of(visit_as(second.expert.person.user).get(f"{LIST}{second.pk}/"))
    assert "The round is closed: it takes no score any more." in page and "<form" not in page
    assert [one.application_id for one in locked_scores(call.pk)] == [first.application_id]


def test_a_locked_sheet_opens_again_as_a_new_edition(call: Call, experts: list[User], chair: User) -> None:
    task = tasks_on(call, experts)[0][0]
    old = lock(task)
    with pytest.raises(RefusedError, match="not_chair"):
        reopen_sheet(actor=actor_of(make_user("office", Role.OFFICE)), assignment_id=task.pk, reason="x")
    with pytest.raises(NotFoundError):
        reopen_sheet(actor=me(task), assignment_id=task.pk, reason="x")
    with pytest.raises(InvalidError):
        reopen_sheet(actor=actor_of(chair), assignment_id=task.pk, reason=" ")
    reopen_sheet(actor=actor_of(chair), assignment_id=task.pk, reason="Page 4 was missed")
    assert locked_scores(call.pk) == [], "until it is locked again it does not count"
    draft = ScoreSheet.objects.get(assignment=task, edition=2)
    assert draft.scores == FULL and not draft.is_locked
    new = lock(task, team="18")
    assert new.receipt != old.receipt and new.revision == old.revision + 1
    assert [one.total for one in locked_scores(call.pk)] == [Decimal("80.00")]
    assert ScoreSheet.objects.get(pk=old.pk).scores["team"] == "16", "what stood stays as it was"
    assert AuditEntry.objects.filter(action="sheet.reopened", subject_id=str(task.pk)).count() == 1


def test_a_receipt_can_be_checked_by_anybody_and_tells_nothing_more(
    call: Call, experts: list[User], chair: User
) -> None:
    task = tasks_on(call, experts)[0][0]
    mark = lock(task).receipt.replace(":", "-")
    page = text_of(visit_as(None).get(f"/receipts/{mark}"))
    assert "was locked, and it stands" in page
    for secret in ("Project 1", "0001", "expert1", str(task.pk), str(task.application_id)):
        assert secret not in page
    assert visit_as(None).get(f"/receipts/{mark[:-1]}").status_code == 404
    reopen_sheet(actor=actor_of(chair), assignment_id=task.pk, reason="Page 4 was missed")
    assert "does not count" in text_of(visit_as(None).get(f"/receipts/{mark}"))
    assert visit_as(task.expert.person.user).get(f"{LIST}{task.pk}/receipt.pdf").status_code == 404
    lock(task)
    paper = visit_as(task.expert.person.user).get(f"{LIST}{task.pk}/receipt.pdf")
    assert paper["Content-Type"] == "application/pdf" and b"%PDF" in paper.content[:8]


def test_experts_talk_by_letters_after_their_own_lock(call: Call, experts: list[User], chair: User) -> None:
    first, second, third = tasks_on(call, experts)[0]
    url = f"{LIST}{second.pk}/discussion"
    lock(first, team="19.5")
    early = text_of(visit_as(second.expert.person.user).get(url))
    assert "Lock your own sheet first" in early and "19.5" not in early
    lock(second)
    waiting = text_of(visit_as(second.expert.person.user).get(url))
    assert "when all experts of this project have locked" in waiting and "Expert A" not in waiting
    with pytest.raises(RefusedError, match="others_first"):
        write_remark(actor=me(second), assignment_id=second.pk, text="Early")
    lock(third)
    for _press in (1, 2):
        write_remark(actor=me(second), assignment_id=second.pk, text="Page 4 says so")
    write_remark_as_leader(
        actor=actor_of(chair), stage=first.stage, application=first.application, text="What of the team?"
    )
    page = text_of(visit_as(first.expert.person.user).get(f"{LIST}{first.pk}/discussion"))
    assert page.count("Page 4 says so") == 1 and "What of the team?" in page and "Panel leader" in page
    for name in ("专家2", "专家3", "expert2", "expert3", "chair"):
        assert name not in page.split("<main")[1].split("</main>")[0]
    inside = text_of(visit_as(chair).get(f"/w/calls/{call.code}/discussions/{first.application.number}/"))
    assert "专家2" in inside and "Page 4 says so" in inside
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.all().update(text="Never said")
    close_round(actor=actor_of(chair), stage=first.stage)
    with pytest.raises(RefusedError, match="round_closed"):
        write_remark(actor=me(first), assignment_id=first.pk, text="Late")


def test_the_stack_side_by_side_and_a_second_look(call: Call, experts: list[User]) -> None:
    (first, *_), (second, *_), (_third, *_) = tasks_on(call, experts, 3)
    lock(first, team="10")
    lock(second, team="18")
    client, url = visit_as(first.expert.person.user), f"{LIST}stages/{first.stage_id}/"
    page = text_of(client.get(f"{url}?sort=-total"))
    assert page.index("Project 2") < page.index("Project 1") < page.index("Project 3")
    assert client.post(f"{url}pairs", {"above": first.pk, "below": second.pk}).status_code == 302
    page = text_of(client.get(url))
    assert "Here your answers and your totals differ" in page and "72 against 80 points" in page
    compare(actor=me(first), above=second.pk, below=first.pk)
    assert Comparison.objects.count() == 1 and "Your answers and your totals agree." in text_of(client.get(url))
    other = Assignment.objects.exclude(expert=first.expert).first()
    assert other is not None
    assert client.post(f"{url}pairs", {"above": first.pk, "below": other.pk}).status_code == 404
    assert client.post(f"{url}pairs", {"above": "x", "below": "y"}).status_code == 404
    assert client.get(f"{LIST}stages/{first.stage_id + 999}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_constant_number_of_times(call: Call, experts: list[User], chair: User, count: int) -> None:
    tasks = tasks_on(call, experts, count)
    for row in tasks:
        for task in row:
            lock(task)
    mine, number = tasks[0][0], tasks[0][0].application.number
    pages = (
        (mine.expert.person.user, f"{LIST}stages/{mine.stage_id}/"),
        (mine.expert.person.user, f"{LIST}{mine.pk}/discussion"),
        (chair, f"/w/calls/{call.code}/round/"),
        (chair, f"/w/calls/{call.code}/discussions/{number}/"),
        (chair, f"/w/calls/{call.code}/names/"),
    )
    for user, path in pages:
        client = visit_as(user)
        client.get(path)
        with connection.execute_wrapper(_count := Counting()):
            assert client.get(path).status_code == 200
        assert _count.number <= QUERIES, (path, _count.number)


class Counting:
    """How many statements were run, whatever they are."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


def test_a_blind_review_shows_nobody(call: Call, experts: list[User]) -> None:
    task = tasks_on(call, experts)[0][0]
    stage = task.stage
    stage.config = {**stage.config, "blind": True}
    stage.save(update_fields=["config"])
    client = visit_as(task.expert.person.user)
    page = text_of(client.get(f"{LIST}{task.pk}/"))
    assert "Blind review" in page and "新的电解液配方" in page
    for secret in ("Firm 1", "申报人1", "person1@firm1.example"):
        assert secret not in page
    reading = reading_for(me(task), task.application_id)
    questions = {one["key"] for one in task.application.form_version.questions}
    assert reading.is_kept_back is not None and {"employer", "deck"} <= questions
