"""A conflict that is confirmed after a sheet was locked: the sheet stays in the record and counts no more."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.factories.city import SYSTEM
from tests.factories.deciding import Project, make_reviewed_call
from yunhui.foundation.audit.models import AuditEntry
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application, Standing
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.enums import ConflictState
from yunhui.pipeline.conflicts.events import ConflictResolved
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.events import SheetCountsAgain, SheetSetAside
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.selectors import locked_scores
from yunhui.pipeline.review.selectors.service import sheets_of_experts
from yunhui.pipeline.review.services import close_round, settle_sheets
from yunhui.pipeline.review.subscribers import conflict_resolved

Scored = tuple[Call, Application, Assignment]


@pytest.fixture
def scored(city: Jurisdiction) -> Scored:
    """A project with 90, 60 and 60, and the task of the one who gave 90."""
    call, rows = make_reviewed_call(city, [Project("one", (90, 60, 60)), Project("two", (70, 70, 70))])
    return call, rows["one"], Assignment.objects.get(application=rows["one"], total=90)


def resolved(task: Assignment, state: str) -> None:
    """The office finds out about the task's expert and decides; the fact arrives."""
    found = Conflict.objects.filter(expert=task.expert, application=task.application).first() or declare_conflict(
        actor=SYSTEM, expert=task.expert, application=task.application, source="family", note="a cousin"
    )
    resolve_conflict(actor=SYSTEM, conflict_id=found.pk, state=state, reason="asked both")
    conflict_resolved(ConflictResolved(found.pk, str(task.expert_id), str(task.application_id), state))
    task.refresh_from_db()


def test_a_confirmed_conflict_sets_the_locked_sheet_aside(scored: Scored) -> None:
    call, project, task = scored
    resolved(task, ConflictState.CONFIRMED)
    assert (task.state, task.total) == (AssignmentState.SET_ASIDE, Decimal(90)) and task.set_aside_at
    assert sorted(one.total for one in locked_scores(call.pk)) == [60, 60, 70, 70, 70]
    standing = Standing.objects.get(application=project)
    assert (standing.sheets_locked, standing.sheets_wanted, standing.mean) == (2, 2, 60)
    entry = AuditEntry.objects.get(action="sheet.set_aside")
    assert entry.after == {"application": str(project.pk), "edition": 1, "total": "90.00"}
    assert "cousin" not in str(entry.after)
    assert sheets_of_experts(call.pk)[task.expert_id] == 2, "who gave it has worked for it"


def test_a_dismissed_one_lets_it_count_again(scored: Scored) -> None:
    call, project, task = scored
    resolved(task, ConflictState.CONFIRMED)
    resolved(task, ConflictState.DISMISSED)
    assert (task.state, task.total, task.set_aside_at) == (AssignmentState.LOCKED, Decimal(90), None)
    assert len(locked_scores(call.pk)) == 6 and Standing.objects.get(application=project).mean == 70
    assert AuditEntry.objects.filter(action="sheet.counts_again").count() == 1
    assert settle_sheets(actor=SYSTEM, application_ids=[project.pk]) == [], "twice is once"


def test_one_that_nobody_has_looked_at_changes_nothing(scored: Scored) -> None:
    call, project, task = scored
    declare_conflict(actor=SYSTEM, expert=task.expert, application=project, source="family", note="a cousin")
    assert settle_sheets(actor=SYSTEM, application_ids=[project.pk]) == []
    assert len(locked_scores(call.pk)) == 6


def test_it_is_set_aside_after_the_round_too_and_the_database_keeps_what_it_gave(scored: Scored) -> None:
    call, _project, task = scored
    close_round(actor=SYSTEM, stage=call.stages.get(kind="review"))
    resolved(task, ConflictState.CONFIRMED)
    assert task.state == AssignmentState.SET_ASIDE
    for change in ({"total": 10}, {"state": "open", "set_aside_at": None}, {"edition": 2}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Assignment.objects.filter(pk=task.pk).update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Assignment.objects.filter(total=60).update(state="set_aside", set_aside_at=task.locked_at, total=10)


def test_its_facts_name_nobody() -> None:
    for fact in (SheetSetAside, SheetCountsAgain):
        assert set(fact.__slots__) == {"call_id", "application_id"}
