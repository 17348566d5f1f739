"""Who judges what: drawn up before it stands, repaired with few changes, declined, declared, and changed by hand."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.services import delivered_here
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import submit_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.models import Conflict, Declaration
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.review.models import Assignment, AssignmentMove, AssignmentPlan
from yunhui.pipeline.review.services import (
    add_expert,
    assign_experts,
    candidates_for,
    decline_tasks,
    discard_plan,
    draw_up,
    draw_up_repair,
    explain_absence,
    go_on_short,
    let_stand,
    pin_expert,
    remove_expert,
)

QUERIES = 8
HOME = "/w/calls/roadshow/assignment/"


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def experts(call: Call) -> list[Expert]:
    return [make_expert(number) for number in range(1, 6)]


@pytest.fixture
def projects(call: Call) -> list[Application]:
    return [make_application(call, number) for number in (1, 2, 3)]


def user_of(expert: Expert) -> User:
    assert expert.person.user is not None
    return expert.person.user


def pairs() -> set[tuple[Any, Any]]:
    live = Assignment.objects.filter(state__in=("open", "locked"))
    return set(live.values_list("application_id", "expert_id"))


def test_nobody_is_asked_before_the_plan_stands(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    plan = draw_up(actor=SYSTEM, call=call)
    assert (len(plan.pairs), plan.shortages, Assignment.objects.count()) == (9, [], 0)
    rows = let_stand(actor=SYSTEM, plan_id=plan.pk)
    assert {(str(row.application_id), str(row.expert_id)) for row in rows} == {(a, e) for a, e, _f, _w in plan.pairs}
    assert AssignmentMove.objects.filter(kind="asked", plan=plan).count() == 9
    assert len(let_stand(actor=SYSTEM, plan_id=plan.pk)) == 9 and Assignment.objects.count() == 9
    with pytest.raises(DomainError, match="nothing_to_assign"):
        draw_up(actor=SYSTEM, call=call)
    with pytest.raises(DomainError, match="plan_stands"):
        discard_plan(actor=SYSTEM, plan_id=plan.pk)


def test_the_same_seed_draws_the_same(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    first = draw_up(actor=SYSTEM, call=call, mode="random", seed=7)
    again = draw_up(actor=SYSTEM, call=call, mode="random", seed=7)
    assert first.pairs == again.pairs and again.seed == 7
    assert AssignmentPlan.objects.get(pk=first.pk).state == "discarded"


def test_a_plan_on_old_records_cannot_stand(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    plan = draw_up(actor=SYSTEM, call=call)
    application, expert = projects[0], experts[0]
    declare_conflict(actor=SYSTEM, expert=expert, application=application, note="Same laboratory")
    with pytest.raises(DomainError, match="plan_is_old"):
        let_stand(actor=SYSTEM, plan_id=plan.pk)
    assert not Assignment.objects.exists()


def test_pins_hold(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    one, other = experts[0], experts[1]
    pin_expert(actor=SYSTEM, application_id=projects[0].pk, expert_id=one.pk, kind="must", reason="Knows the field")
    pin_expert(actor=SYSTEM, application_id=projects[1].pk, expert_id=other.pk, kind="must_not", reason="Rivals")
    let_stand(actor=SYSTEM, plan_id=draw_up(actor=SYSTEM, call=call).pk)
    assert (projects[0].pk, one.pk) in pairs() and (projects[1].pk, other.pk) not in pairs()


def test_a_repair_moves_no_one_else(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    assign_experts(actor=SYSTEM, call=call)
    before = pairs()
    task = Assignment.objects.order_by("pk")[0]
    with pytest.raises(InvalidError):
        decline_tasks(actor=actor_of(user_of(task.expert)), assignment_ids=[task.pk], reason=" ")
    decline_tasks(actor=actor_of(user_of(task.expert)), assignment_ids=[task.pk], reason="No time this week")
    plan = draw_up_repair(actor=SYSTEM, call=call)
    assert (len(plan.pairs), plan.removed) == (1, [])
    let_stand(actor=SYSTEM, plan_id=plan.pk)
    gone = (task.application_id, task.expert_id)
    assert before - pairs() == {gone} and len(pairs()) == len(before)
    with pytest.raises(DomainError, match="nothing_to_repair"):
        draw_up_repair(actor=SYSTEM, call=call)


def test_who_has_read_does_not_decline(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    assign_experts(actor=SYSTEM, call=call)
    task = Assignment.objects.order_by("pk")[0]
    actor = actor_of(user_of(task.expert))
    Opening.objects.create(
        application=task.application, reader=user_of(task.expert), capacity="expert", what="answers", session="one"
    )
    with pytest.raises(DomainError, match="opened"):
        decline_tasks(actor=actor, assignment_ids=[task.pk], reason="No time")
    other = next(one for one in experts if one.pk != task.expert_id)
    with pytest.raises(NotFoundError):
        decline_tasks(actor=actor_of(user_of(other)), assignment_ids=[task.pk], reason="No time")


def test_a_conflict_that_shows_later_takes_the_task_away(
    call: Call, experts: list[Expert], projects: list[Application]
) -> None:
    assign_experts(actor=SYSTEM, call=call)
    task = Assignment.objects.select_related("expert__person").order_by("pk")[0]
    with delivered_here():
        submit_application(
            actor=SYSTEM, application_id=task.application_id, answers={"employer": str(task.expert.person.organisation)}
        )
    task.refresh_from_db()
    assert task.state == "taken_back"
    conflict = Conflict.objects.get(expert=task.expert, source="organisation")
    assert visit_as(user_of(task.expert)).get(f"/w/reviews/{task.pk}/").status_code == 404
    resolve_conflict(actor=SYSTEM, conflict_id=conflict.pk, state="dismissed", reason="Another firm of that name")
    add_expert(
        actor=SYSTEM, application_id=task.application_id, expert_id=task.expert_id, reason="The conflict is dismissed"
    )
    task.refresh_from_db()
    assert task.state == "open"


def test_by_hand_each_with_a_reason(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    assign_experts(actor=SYSTEM, call=call)
    project = projects[0]
    free = next(one for one in candidates_for(SYSTEM, project) if one.is_free)
    assert explain_absence(SYSTEM, project, free.expert.pk).why in ("price", "free")
    with pytest.raises(InvalidError):
        add_expert(actor=SYSTEM, application_id=project.pk, expert_id=free.expert.pk, reason="")
    row = add_expert(actor=SYSTEM, application_id=project.pk, expert_id=free.expert.pk, reason="A fourth opinion")
    with pytest.raises(DomainError, match="asked_already"):
        add_expert(actor=SYSTEM, application_id=project.pk, expert_id=free.expert.pk, reason="Again")
    remove_expert(actor=SYSTEM, assignment_id=row.pk, reason="Not needed")
    assert [one.kind for one in AssignmentMove.objects.filter(expert=free.expert, application=project).order_by("pk")][
        -2:
    ] == ["by_hand", "taken_back"]
    go_on_short(actor=SYSTEM, application_id=project.pk, reason="Three are enough")
    assert AuditEntry.objects.filter(action="assignment.goes_on_short").exists()


def test_nothing_opens_before_the_declaration(city: Jurisdiction) -> None:
    make_board(city, 1, "energy")
    call = make_call(city, declare_first=True)
    expert = make_expert(1)
    first, second, third = (make_application(call, number) for number in (1, 2, 3))
    assign_experts(actor=SYSTEM, call=call)
    tasks = {one.application_id: one for one in Assignment.objects.all()}
    client = visit_as(user_of(expert))
    page = text_of(client.get("/w/reviews/"))
    assert "Project 1" not in page and "3 more projects wait for you" in page
    assert client.get(f"/w/reviews/{tasks[first.pk].pk}/").status_code == 404
    assert client.post(f"/w/reviews/{tasks[first.pk].pk}/save", {"team": "3"}).status_code == 404
    assert client.get(f"/r/{first.pk}/").status_code == 404
    names = text_of(client.get("/w/reviews/declare/"))
    assert "Project 1" in names and "Firm 1" in names
    assert "新的电解液配方" not in names and "person1@firm1.example" not in names
    shown = [str(one.pk) for one in tasks.values()]
    form = {"task": shown, "conflict": str(tasks[first.pk].pk), "decline": str(tasks[second.pk].pk)}
    answer = client.post("/w/reviews/declare/", form)
    assert answer.status_code == 422 and not Declaration.objects.exists()
    answer = client.post("/w/reviews/declare/", {**form, "note": "We wrote a paper", "why": "Not my field"})
    assert answer.status_code == 302
    states = {pk: Assignment.objects.get(pk=task.pk).state for pk, task in tasks.items()}
    assert states == {first.pk: "recused", second.pk: "declined", third.pk: "open"}
    assert Conflict.objects.get(application=first, source="declared").note == "We wrote a paper"
    assert client.get(f"/w/reviews/{tasks[third.pk].pk}/").status_code == 200
    page = text_of(client.get("/w/reviews/"))
    assert "Project 3" in page and "Project 1" not in page and "Project 2" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_constant_number_of_questions(
    number: int, call: Call, experts: list[Expert], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(1, number + 1):
        make_application(call, one)
    client = visit_as(make_user("office", Role.OFFICE))
    draw_up(actor=SYSTEM, call=call)
    client.get(HOME)
    with django_assert_max_num_queries(QUERIES):
        page = text_of(client.get(HOME))
    assert "does not stand yet" in page
    let_stand(actor=SYSTEM, plan_id=AssignmentPlan.objects.get().pk)
    with django_assert_max_num_queries(QUERIES):
        page = text_of(client.get(HOME))
    assert "Project 1" in page and "专家1" in page


def test_the_office_walks_through_it(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    client = visit_as(make_user("office", Role.OFFICE))
    bad = client.post(f"{HOME}draw", {"mode": "fair", "most": "none"})
    assert bad.status_code == 422 and "Write a number from 1 to" in text_of(bad)
    assert client.post(f"{HOME}draw", {"mode": "fair", "most": "3"}).status_code == 302
    plan = AssignmentPlan.objects.get()
    assert client.post(f"{HOME}plans/{plan.pk}/stand").status_code == 302
    for view in ("projects", "short", "experts", "pins", "history"):
        assert client.get(HOME, {"show": view}).status_code == 200
    url = f"{HOME}project/{projects[0].pk}/"
    page = text_of(client.get(url))
    assert "by fit" in page
    other = next(one for one in candidates_for(SYSTEM, projects[0]) if one.task is None)
    assert "Why not" in text_of(client.get(url, {"why": str(other.expert.pk)}))
    refused = client.post(f"{url}change", {"do": "add", "expert": str(other.expert.pk), "reason": ""})
    assert refused.status_code == 422 and "Say why in a few words" in text_of(refused)
    form = {"do": "must_not", "expert": str(other.expert.pk), "reason": "Rivals"}
    assert client.post(f"{url}change", form).status_code == 302
    assert "Rivals" in text_of(client.get(HOME, {"show": "pins"}))


def test_others_learn_nothing(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    assign_experts(actor=SYSTEM, call=call)
    for role in (Role.EXPERT, Role.BOARD, Role.APPROVER):
        client = visit_as(make_user(f"a-{role}", role))
        for path in (HOME, f"{HOME}project/{projects[0].pk}/", "/w/calls/roadshow/conflicts/"):
            assert client.get(path).status_code == 403
    elsewhere = make_user("chair", Role.CHAIR, scope=("call", "01a20000-0000-7000-8000-000000000000"))
    assert visit_as(elsewhere).get(HOME).status_code == 404


def test_the_ledger(call: Call, experts: list[Expert], projects: list[Application]) -> None:
    assign_experts(actor=SYSTEM, call=call)
    client = visit_as(make_user("office", Role.OFFICE))
    url = "/w/calls/roadshow/conflicts/"
    bad = client.post(f"{url}new", {"number": "99", "expert": "专家1", "note": "Brothers"})
    assert bad.status_code == 422 and "No project of this call has this number" in text_of(bad)
    good = {"number": "1", "expert": "专家1", "source": "family", "note": "Brothers"}
    assert client.post(f"{url}new", good).status_code == 302
    row = Conflict.objects.get(source="family")
    assert "Brothers" in text_of(client.get(url))
    assert client.post(f"{url}{row.pk}/", {"state": "dismissed", "reason": ""}).status_code == 422
    assert client.post(f"{url}{row.pk}/", {"state": "dismissed", "reason": "Not related"}).status_code == 302
    assert "Not related" in text_of(client.get(url, {"state": "dismissed"}))
