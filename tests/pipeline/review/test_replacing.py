"""The place of a sheet that was set aside, opened again after the round: one other expert, and nothing else."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.city import SYSTEM, make_actor, make_call, make_expert, make_user
from tests.factories.deciding import Project, make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application, Standing
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.events import SheetAwaited
from yunhui.pipeline.review.models import Assignment, AssignmentMove, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import locked_scores
from yunhui.pipeline.review.services import (
    ask_again,
    close_round,
    decline_tasks,
    lock_sheet,
    remove_expert,
    replace_sheet,
    save_sheet,
    settle_sheets,
)
from yunhui.pipeline.review.services.telling import remind_experts
from yunhui.recipes.walk import spread_points

Torn = tuple[Call, dict[str, Application], Assignment]


def confirm(task: Assignment, state: str = "confirmed") -> None:
    found = declare_conflict(
        actor=SYSTEM, expert=task.expert, application=task.application, source="family", note="a cousin"
    )
    resolve_conflict(actor=SYSTEM, conflict_id=found.pk, state=state, reason="asked both")
    settle_sheets(actor=SYSTEM, application_ids=[task.application_id])
    task.refresh_from_db()


@pytest.fixture
def torn(city: Jurisdiction) -> Torn:
    """A closed round in which a cousin gave 95 to one project, the others 60; the cousin's sheet is set aside."""
    call, rows = make_reviewed_call(city, [Project("torn", (95, 60, 60)), project("calm", 80)])
    close_round(actor=SYSTEM, stage=call.stages.get(kind="review"))
    task = Assignment.objects.get(application=rows["torn"], total=95)
    confirm(task)
    return call, rows, task


@pytest.fixture
def fourth(db: None) -> Actor:
    """An expert of the panel who has judged nothing yet."""
    expert = make_expert(4)
    user = expert.person.user
    assert user is not None
    return actor_of(user)


@pytest.fixture
def leader(db: None) -> User:
    """The panel leader."""
    return make_user("leader", Role.CHAIR)


@pytest.fixture
def director(db: None) -> User:
    """The office director."""
    return make_user("director", Role.APPROVER)


def points(task: Assignment, total: float) -> dict[str, Any]:
    return spread_points(total, ReviewConfig.of(task.stage.config).criteria)


def test_another_expert_scores_in_its_place_and_nothing_else_opens(torn: Torn, fourth: Actor) -> None:
    call, rows, task = torn
    office = make_actor("office", Role.OFFICE)
    asked = replace_sheet(actor=office, assignment_id=task.pk, reason=" the cousin's sheet counts no more ")
    assert (asked.in_place_of_id, asked.state, asked.expert.person.user_id) == (task.pk, "open", fourth.user_id)
    assert asked.why["again"] == "the cousin's sheet counts no more"
    assert asked.why["due"] == add_working_days(clock.now(), 3).isoformat()
    entry = AuditEntry.objects.get(action="review.place_reopened")
    assert entry.after and entry.after["in_place_of"] == str(task.pk) and entry.actor_id == office.user_id
    assert Fact.objects.filter(name__endswith="SheetAwaited").count() == 1
    assert AssignmentMove.objects.filter(application=rows["torn"], reason=asked.why["again"]).count() == 1
    standing = Standing.objects.get(application=rows["torn"])
    assert (standing.sheets_locked, standing.sheets_wanted) == (2, 3)
    save_sheet(actor=fourth, assignment_id=asked.pk, scores=points(asked, 63))
    sheet = lock_sheet(actor=fourth, assignment_id=asked.pk, scores=points(asked, 63))
    asked.refresh_from_db()
    assert asked.state == AssignmentState.LOCKED and sheet.receipt
    totals = sorted(one.total for one in locked_scores(call.pk) if one.application_id == rows["torn"].pk)
    assert totals == [60, 60, 63], "the one set aside stays out"
    other = Assignment.objects.filter(application=rows["calm"]).select_related("expert__person__user").first()
    assert other is not None
    for change in ({"state": "open", "total": None, "locked_at": None, "edition": 2}, {"state": "missed"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Assignment.objects.filter(pk=other.pk).update(**change)
    with pytest.raises(DatabaseError, match="takes no score sheet"), transaction.atomic():
        ScoreSheet.objects.create(assignment=other, revision=9, edition=2)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(scores={})


def test_the_decision_waits_for_it(torn: Torn, fourth: Actor, leader: User, director: User) -> None:
    call, rows, task = torn
    signed = propose_batch(actor=actor_of(leader), call=call)
    sign_batch(actor=actor_of(leader), batch_id=signed.pk)
    asked = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    for act in (sign_batch, release_batch):
        with pytest.raises(DomainError):
            act(actor=actor_of(director), batch_id=signed.pk)
    with pytest.raises(DomainError, match="sheets_open"):
        propose_batch(actor=actor_of(leader), call=call)
    lock_sheet(actor=fourth, assignment_id=asked.pk, scores=points(asked, 63))
    batch = propose_batch(actor=actor_of(leader), call=call)
    assert BatchItem.objects.get(batch=batch, application=rows["torn"]).score == Decimal("61.00")


def test_a_released_batch_never_changes(torn: Torn, fourth: Actor, leader: User, director: User) -> None:
    call, _rows, task = torn
    batch = propose_batch(actor=actor_of(leader), call=call)
    for person in (leader, director):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    release_batch(actor=actor_of(director), batch_id=batch.pk)
    before = list(batch.items.order_by("pk").values())
    with pytest.raises(DomainError, match="application_ended"):
        replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="too late")
    assert list(batch.items.order_by("pk").values()) == before
    assert not Assignment.objects.filter(state=AssignmentState.OPEN).exists()


def test_who_may_open_it_and_when(torn: Torn, city: Jurisdiction) -> None:
    _call, rows, task = torn
    pk = task.pk
    with pytest.raises(DomainError, match="nobody_free"):
        replace_sheet(actor=SYSTEM, assignment_id=pk, reason="x")
    make_expert(4)
    for role in (Role.CHAIR, Role.APPROVER):
        with pytest.raises(RefusedError):
            replace_sheet(actor=make_actor(f"some {role}", role), assignment_id=pk, reason="x")
    elsewhere = (ScopeKind.CALL, make_call(city, "other").pk)
    for stranger in (make_actor("elsewhere", Role.OFFICE, scope=elsewhere), make_actor("expert", Role.EXPERT)):
        with pytest.raises(NotFoundError):
            replace_sheet(actor=stranger, assignment_id=pk, reason="x")
    office = make_actor("office", Role.OFFICE)
    for wrong in ("", "   ", "x" * 401):
        with pytest.raises(InvalidError):
            replace_sheet(actor=office, assignment_id=pk, reason=wrong)
    counting = Assignment.objects.filter(application=rows["torn"], state=AssignmentState.LOCKED)[0]
    with pytest.raises(DomainError, match="not_set_aside"):
        replace_sheet(actor=office, assignment_id=counting.pk, reason="x")
    replace_sheet(actor=office, assignment_id=pk, reason="x")
    make_expert(5)
    with pytest.raises(DomainError, match="replaced_already"):
        replace_sheet(actor=office, assignment_id=pk, reason="twice")
    withdraw_application(actor=SYSTEM, application_id=rows["torn"].pk)
    with pytest.raises(DomainError, match="application_ended"):
        replace_sheet(actor=office, assignment_id=pk, reason="x")


def test_before_the_round_is_closed_a_re_review_does_it(city: Jurisdiction) -> None:
    _call, rows = make_reviewed_call(city, [Project("torn", (95, 60, 60))])
    task = Assignment.objects.get(application=rows["torn"], total=95)
    confirm(task)
    make_expert(4)
    with pytest.raises(DomainError, match="round_open"):
        replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    assert ask_again(actor=SYSTEM, application_id=rows["torn"].pk, reason="x").in_place_of_id is None


def test_its_expert_is_reminded_in_time(torn: Torn, fourth: Actor) -> None:
    _call, _rows, task = torn
    asked = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    due = datetime.fromisoformat(asked.why["due"])
    with clock.travel(due - timedelta(days=3)):
        assert remind_experts() == 0
    with clock.travel(due - timedelta(hours=30)):
        assert (remind_experts(), remind_experts()) == (1, 0)


def test_who_declines_or_is_let_go_frees_the_place(torn: Torn, fourth: Actor) -> None:
    _call, _rows, task = torn
    make_expert(5), make_expert(6)
    asked = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    own = asked.expert.person.user
    assert own is not None
    decline_tasks(actor=actor_of(own), assignment_ids=[asked.pk], reason="no time")
    second = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    assert second.expert_id not in (asked.expert_id, task.expert_id)
    remove_expert(actor=SYSTEM, assignment_id=second.pk, reason="ill")
    third = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    assert third.expert_id not in (asked.expert_id, second.expert_id, task.expert_id)


def test_nobody_is_awaited_where_the_sheet_counts_again(torn: Torn, fourth: Actor) -> None:
    call, rows, task = torn
    asked = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    confirm(task, "dismissed")
    asked.refresh_from_db()
    assert (task.state, asked.state) == (AssignmentState.LOCKED, AssignmentState.TAKEN_BACK)
    assert AuditEntry.objects.filter(action="assignment.taken_back").count() == 1
    assert len([one for one in locked_scores(call.pk) if one.application_id == rows["torn"].pk]) == 3


def test_the_database_opens_no_other_place(torn: Torn, fourth: Actor) -> None:
    _call, rows, task = torn
    expert = make_expert(5)
    fields = {"stage": task.stage, "expert": expert, "fit": 0.5}
    counting = Assignment.objects.filter(application=rows["torn"], state=AssignmentState.LOCKED)[0]
    for wrong in (
        {"application": rows["torn"]},
        {"application": rows["torn"], "in_place_of": counting},
        {"application": rows["calm"], "in_place_of": task},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Assignment.objects.create(**fields, **wrong)
    asked = replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="x")
    for change in ({"in_place_of": None}, {"in_place_of": counting}):
        with pytest.raises(DatabaseError, match="keeps its place"), transaction.atomic():
            Assignment.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.create(application=rows["torn"], in_place_of=task, **fields)


def test_its_fact_names_nobody() -> None:
    assert set(SheetAwaited.__slots__) == {"call_id", "application_id"}
