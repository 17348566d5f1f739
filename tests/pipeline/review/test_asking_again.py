"""A re-review: one more expert, the best that is free, and never who must not."""

import pytest

from tests.factories.city import SYSTEM, make_actor, make_call, make_expert
from tests.factories.deciding import Project, make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application, Standing
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import declare_conflict
from yunhui.pipeline.decisions.services import propose_batch
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, AssignmentMove
from yunhui.pipeline.review.services import ask_again, close_round

Ready = tuple[Call, dict[str, Application]]


@pytest.fixture
def torn(city: Jurisdiction) -> Ready:
    """A project on which the three experts are far apart, and one on which they agree."""
    return make_reviewed_call(city, [Project("torn", (95, 60, 62)), project("calm", 80)])


def test_the_best_free_expert_is_asked_with_a_time_of_their_own(torn: Ready) -> None:
    call, rows = torn
    fourth = make_expert(4)
    leader = make_actor("leader", Role.CHAIR)
    task = ask_again(actor=leader, application_id=rows["torn"].pk, reason="  the notes contradict each other ")
    assert (task.expert_id, task.state) == (fourth.pk, AssignmentState.OPEN)
    assert task.why["again"] == "the notes contradict each other" and (task.why["rank"], task.why["of"]) == (1, 1)
    assert task.why["due"] == add_working_days(clock.now(), 3).isoformat()
    assert AssignmentMove.objects.filter(application=rows["torn"], reason=task.why["again"]).count() == 1
    entry = AuditEntry.objects.get(action="review.asked_again")
    assert entry.after["expert"] == str(fourth.pk) and entry.actor_id == leader.user_id
    standing = Standing.objects.get(application=rows["torn"])
    assert (standing.sheets_locked, standing.sheets_wanted) == (3, 4)
    with pytest.raises(DomainError, match="sheets_open"):
        propose_batch(actor=leader, call=call)
    with pytest.raises(DomainError, match="asked_already"):
        ask_again(actor=leader, application_id=rows["torn"].pk, reason="once more")


def test_nobody_is_asked_who_must_not_or_cannot(torn: Ready) -> None:
    _call, rows = torn
    with pytest.raises(DomainError, match="nobody_free"):
        ask_again(actor=SYSTEM, application_id=rows["torn"].pk, reason="x")
    torn_by_family, same_unit, free = make_expert(4), make_expert(5), make_expert(6)
    declare_conflict(actor=SYSTEM, expert=torn_by_family, application=rows["torn"], source="family", note="a cousin")
    same_unit.person.organisation = Assignment.objects.filter(application=rows["torn"])[0].expert.person.organisation
    same_unit.person.save(update_fields=["organisation"])
    for barred in (torn_by_family, same_unit):
        with pytest.raises(DomainError, match="nobody_free"):
            ask_again(actor=SYSTEM, application_id=rows["torn"].pk, reason="x", expert_id=barred.pk)
    assert ask_again(actor=SYSTEM, application_id=rows["torn"].pk, reason="x").expert_id == free.pk


def test_who_may_ask_and_for_what(torn: Ready, city: Jurisdiction) -> None:
    call, rows = torn
    make_expert(4)
    pk = rows["torn"].pk
    with pytest.raises(RefusedError):
        ask_again(actor=make_actor("director", Role.APPROVER), application_id=pk, reason="x")
    other = make_call(city, "other")
    for stranger in (
        make_actor("elsewhere", Role.CHAIR, scope=(ScopeKind.CALL, other.pk)),
        make_actor("expert", Role.EXPERT),
        make_actor("board", Role.BOARD, scope=(ScopeKind.BOARD, new_id())),
    ):
        with pytest.raises(NotFoundError):
            ask_again(actor=stranger, application_id=pk, reason="x")
    office = make_actor("office", Role.OFFICE)
    for wrong in ("", "   ", "x" * 401):
        with pytest.raises(InvalidError):
            ask_again(actor=office, application_id=pk, reason=wrong)
    withdraw_application(actor=SYSTEM, application_id=rows["calm"].pk)
    with pytest.raises(DomainError, match="application_ended"):
        ask_again(actor=office, application_id=rows["calm"].pk, reason="x")
    close_round(actor=office, stage=call.stages.get(kind="review"))
    with pytest.raises(DomainError, match="round_closed"):
        ask_again(actor=office, application_id=pk, reason="x")
