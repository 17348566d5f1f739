"""A batch from its proposal to its release, through the services: the rule, the ties, the two people, the refusals."""

from decimal import Decimal

import pytest
from django.utils import translation

from tests.factories.city import SYSTEM, make_actor, make_application, make_call
from tests.factories.deciding import Project, make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.kernel.i18n import ENGLISH
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.selectors import sentences
from yunhui.pipeline.decisions.services import (
    decline_reserves,
    discard_batch,
    promote_reserve,
    propose_batch,
    release_batch,
    sign_batch,
)

Rows = dict[str, Application]


def said(batch: Batch) -> dict[str, str]:
    """Project -> what the batch says of it."""
    return {
        item.application.title: f"{item.outcome}{f' {item.reserve_number}' if item.reserve_number else ''}"
        for item in batch.items.select_related("application")
    }


def codes(batch: Batch, title: str) -> list[str]:
    return [reason["code"] for reason in batch.items.get(application__title=title).reasons]


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state


@pytest.fixture
def chair(leader: User) -> Actor:
    return actor_of(leader)


@pytest.fixture
def approver(director: User) -> Actor:
    return actor_of(director)


def released(call: Call, chair: Actor, approver: Actor) -> Batch:
    batch = propose_batch(actor=chair, call=call)
    sign_batch(actor=chair, batch_id=batch.pk)
    sign_batch(actor=approver, batch_id=batch.pk)
    return release_batch(actor=approver, batch_id=batch.pk)


def test_the_proposal_is_the_rule_with_reasons_and_moves_nothing(five: tuple[Call, Rows], chair: Actor) -> None:
    call, rows = five
    batch = propose_batch(actor=chair, call=call)
    assert said(batch) == {
        "best": "selected",
        "second": "selected",
        "third": "reserve 1",
        "unwanted": "declined",
        "weak": "declined",
    }
    assert codes(batch, "second") == ["gate_score", "gate_interests", "within_quota"]
    assert codes(batch, "unwanted") == ["gate_score", "gate_interests", "too_few_interests"]
    assert codes(batch, "weak") == ["gate_score", "gate_interests", "below_gate"]
    with translation.override(ENGLISH):
        assert sentences(batch.items.get(application__title="weak").reasons) == [
            "Expert review not passed: 55.00, at least 60.00 is needed.",
            "Host-area match passed: 1 interested, at least 1 needed.",
        ]
    item = batch.items.get(application__title="second")
    assert (item.rank, item.score, item.interests) == (3, Decimal("85.00"), 1)  # the unwanted one stands before it
    assert batch.notes["lines"]["energy"] == {"last_inside": "85.00", "first_outside": "80.00"}
    assert batch.rule["rank_by"] == "mean" and batch.rule["clause"] == "12"
    assert {state_of(one) for one in rows.values()} == {ApplicationState.IN_PROGRESS}
    assert AuditEntry.objects.filter(action="batch.proposed", subject_id=str(batch.pk)).count() == 1


def test_the_reference_never_reorders(city: Jurisdiction, chair: Actor) -> None:
    """Strict and lenient experts differ by up to thirty points; the mean decides all the same."""
    rows = [
        Project("first", (95, 80, 66)),
        Project("second", (94, 80, 65.5)),
        Project("third", (70, 80, 84)),
        Project("last", (92, 70, 62)),
    ]
    call, _rows = make_reviewed_call(city, rows, seats=1, reserves=3)
    batch = propose_batch(actor=chair, call=call)
    means = {item.application.title: item.score for item in batch.items.select_related("application")}
    assert sorted(means, key=lambda name: -(means[name] or 0)) == ["first", "second", "third", "last"]
    assert said(batch) == {"first": "selected", "second": "reserve 1", "third": "reserve 2", "last": "reserve 3"}
    assert all(item.reference is not None and item.low < item.reference < item.high for item in batch.items.all())


def test_only_its_panel_leader_and_the_office_propose(five: tuple[Call, Rows], city: Jurisdiction) -> None:
    for role in (Role.APPROVER, Role.EXPERT, Role.BOARD, Role.SYSTEM_ADMIN):
        with pytest.raises(RefusedError, match="not_chair"):
            propose_batch(actor=make_actor(f"a-{role}", role), call=five[0])
    other = make_call(city, "other")
    with pytest.raises(RefusedError):
        propose_batch(actor=make_actor("elsewhere", Role.CHAIR, scope=(ScopeKind.CALL, other.pk)), call=five[0])
    own = make_actor("here", Role.CHAIR, scope=(ScopeKind.CALL, five[0].pk))
    assert propose_batch(actor=own, call=five[0]).number == 1


def test_nothing_is_proposed_while_somebody_still_works(city: Jurisdiction, chair: Actor) -> None:
    call, _rows = make_reviewed_call(city, [project("best", 90)])
    make_application(call, 9, screened=False, group="energy")
    with pytest.raises(DomainError, match="not_ready") as refusal:
        propose_batch(actor=chair, call=call)
    assert refusal.value.params == {"count": 1}
    empty = make_call(city, "empty")
    with pytest.raises(DomainError, match="nothing_to_decide"):
        propose_batch(actor=chair, call=empty)


def test_two_people_release_and_everything_moves_at_once(
    five: tuple[Call, Rows], chair: Actor, approver: Actor
) -> None:
    call, rows = five
    batch = propose_batch(actor=chair, call=call)
    with pytest.raises(RefusedError, match="not_signed"):
        release_batch(actor=approver, batch_id=batch.pk)
    first = sign_batch(actor=chair, batch_id=batch.pk)
    assert sign_batch(actor=chair, batch_id=batch.pk) == first
    with pytest.raises(RefusedError, match="not_signed"):
        release_batch(actor=chair, batch_id=batch.pk)
    sign_batch(actor=approver, batch_id=batch.pk)
    release_batch(actor=approver, batch_id=batch.pk)
    assert {name: state_of(one) for name, one in rows.items()} == {
        "best": ApplicationState.SELECTED,
        "second": ApplicationState.SELECTED,
        "third": ApplicationState.RESERVE,
        "unwanted": ApplicationState.DECLINED,
        "weak": ApplicationState.DECLINED,
    }
    decisions = {name: one.passes.get(stage__kind="decision").state for name, one in rows.items()}
    assert decisions == {
        "best": PassState.PASSED,
        "second": PassState.PASSED,
        "third": PassState.OPEN,
        "unwanted": PassState.FAILED,
        "weak": PassState.FAILED,
    }
    batch.refresh_from_db()
    assert batch.state == BatchState.RELEASED and batch.released_at is not None


def test_releasing_twice_is_releasing_once(five: tuple[Call, Rows], chair: Actor, approver: Actor) -> None:
    call, _rows = five
    batch = released(call, chair, approver)
    again = release_batch(actor=chair, batch_id=batch.pk)
    assert again.released_at == batch.released_at
    assert Fact.objects.filter(name="BatchReleased", payload__batch_id=str(batch.pk)).count() == 1
    assert AuditEntry.objects.filter(action="batch.released").count() == 1
    with pytest.raises(DomainError, match="released"):
        propose_batch(actor=chair, call=call)
    with pytest.raises(DomainError, match="move_not_allowed"):
        discard_batch(actor=chair, batch_id=batch.pk)


def test_two_people_in_two_roles_are_needed(five: tuple[Call, Rows]) -> None:
    both = make_actor("both", Role.CHAIR, Role.APPROVER)
    batch = propose_batch(actor=both, call=five[0])
    signature = sign_batch(actor=both, batch_id=batch.pk)
    assert sign_batch(actor=both, batch_id=batch.pk) == signature, "one person with both roles is one person"
    with pytest.raises(RefusedError, match="not_signed"):
        release_batch(actor=both, batch_id=batch.pk)
    with pytest.raises(RefusedError, match="not_signer"):
        sign_batch(actor=make_actor("second", Role.CHAIR), batch_id=batch.pk)  # that role has signed


def test_nobody_else_signs_or_releases(five: tuple[Call, Rows], chair: Actor) -> None:
    batch = propose_batch(actor=make_actor("office", Role.OFFICE), call=five[0])
    for role in (Role.OFFICE, Role.EXPERT):
        somebody = make_actor(f"a-{role}", role)
        with pytest.raises(RefusedError, match="not_signer"):
            sign_batch(actor=somebody, batch_id=batch.pk)
        with pytest.raises(RefusedError, match="not_signer"):
            release_batch(actor=somebody, batch_id=batch.pk)
    with pytest.raises(NotFoundError):
        sign_batch(actor=chair, batch_id=new_id())


def test_a_proposal_that_no_longer_holds_is_not_signed(five: tuple[Call, Rows], chair: Actor, approver: Actor) -> None:
    call, rows = five
    batch = propose_batch(actor=chair, call=call)
    sign_batch(actor=chair, batch_id=batch.pk)
    sign_batch(actor=approver, batch_id=batch.pk)
    withdraw_application(actor=SYSTEM, application_id=rows["best"].pk)
    with pytest.raises(DomainError, match="stale"):
        release_batch(actor=approver, batch_id=batch.pk)
    again = propose_batch(actor=chair, call=call)
    assert (again.number, said(again)) == (
        2,
        {"second": "selected", "third": "selected", "unwanted": "declined", "weak": "declined"},
    )
    assert again.signatures.count() == 0
    with pytest.raises(RefusedError, match="not_proposed"):
        sign_batch(actor=make_actor("late", Role.CHAIR), batch_id=batch.pk)
    withdraw_application(actor=SYSTEM, application_id=rows["weak"].pk)
    with pytest.raises(DomainError, match="stale"):
        sign_batch(actor=chair, batch_id=again.pk)


def test_people_decide_a_tie_and_say_why(tied: tuple[Call, Rows], chair: Actor, approver: Actor) -> None:
    call, rows = tied
    batch = propose_batch(actor=chair, call=call)
    assert said(batch) == {"best": "selected", "a": "undecided", "b": "undecided", "c": "undecided"}
    sign_batch(actor=chair, batch_id=batch.pk)
    sign_batch(actor=approver, batch_id=batch.pk)
    with pytest.raises(DomainError, match="ties"):
        release_batch(actor=approver, batch_id=batch.pk)
    second = propose_batch(actor=chair, call=call, deliberated={rows["b"].pk: 1, rows["a"].pk: 2}, reason="earlier")
    assert said(second)["b"] == "selected"
    kept = second.notes["deliberations"]
    assert [one["reason"] for one in kept] == ["earlier"]
    entry = AuditEntry.objects.get(action="batch.proposed", subject_id=str(second.pk))
    assert entry.after["reason"] == "earlier"
    assert entry.after["deliberated"] == {str(rows["b"].pk): 1, str(rows["a"].pk): 2}


def test_what_was_decided_stands_in_the_next_tie(tied: tuple[Call, Rows], chair: Actor) -> None:
    """Who lost the first tie meets an equal of another group on the reserve list; that is a tie of its own."""
    call, rows = tied
    propose_batch(actor=chair, call=call)
    second = propose_batch(actor=chair, call=call, deliberated={rows["b"].pk: 1, rows["a"].pk: 2}, reason="one")
    assert said(second) == {"best": "selected", "b": "selected", "a": "undecided", "c": "undecided"}
    third = propose_batch(actor=chair, call=call, deliberated={rows["c"].pk: 1, rows["a"].pk: 2}, reason="two")
    assert said(third) == {"best": "selected", "b": "selected", "c": "reserve 1", "a": "reserve 2"}
    assert third.notes["ties"] == []
    assert [one["reason"] for one in third.notes["deliberations"]] == ["one", "two"]
    assert said(propose_batch(actor=chair, call=call)) == said(third), "a new proposal keeps what people decided"


def test_only_open_ties_can_be_decided(tied: tuple[Call, Rows], chair: Actor) -> None:
    call, rows = tied
    first = propose_batch(actor=chair, call=call, deliberated={rows["b"].pk: 1, rows["a"].pk: 2}, reason="too early")
    assert said(first)["b"] == "undecided" and first.notes["deliberations"] == []
    second = propose_batch(actor=chair, call=call, deliberated={rows["best"].pk: 1}, reason="no tie")
    assert second.notes["deliberations"] == [] and said(second) == said(first)


def test_undo_drops_the_proposal_and_keeps_what_was_decided(tied: tuple[Call, Rows], chair: Actor) -> None:
    call, rows = tied
    propose_batch(actor=chair, call=call)
    batch = propose_batch(actor=chair, call=call, deliberated={rows["b"].pk: 1, rows["a"].pk: 2}, reason="one")
    with pytest.raises(RefusedError):
        discard_batch(actor=make_actor("another", Role.APPROVER), batch_id=batch.pk)
    discard_batch(actor=chair, batch_id=batch.pk)
    assert discard_batch(actor=chair, batch_id=batch.pk).state == BatchState.DISCARDED
    assert AuditEntry.objects.filter(action="batch.discarded").count() == 1
    with pytest.raises(RefusedError, match="not_proposed"):
        sign_batch(actor=chair, batch_id=batch.pk)
    anew = propose_batch(actor=chair, call=call)
    assert anew.number == 3
    assert said(anew)["b"] == "selected", "a deliberation is recorded for good"


def test_the_next_reserve_moves_up(five: tuple[Call, Rows], chair: Actor, approver: Actor) -> None:
    call, rows = five
    released(call, chair, approver)
    withdraw_application(actor=SYSTEM, application_id=rows["second"].pk)
    with pytest.raises(RefusedError):
        promote_reserve(actor=approver, call=call)
    assert promote_reserve(actor=chair, call=call) == rows["third"]
    assert state_of(rows["third"]) == ApplicationState.SELECTED
    assert rows["third"].passes.get(stage__kind="decision").state == PassState.PASSED
    assert promote_reserve(actor=chair, call=call) is None


def test_reserves_not_called_up_end(five: tuple[Call, Rows], chair: Actor, approver: Actor) -> None:
    call, rows = five
    released(call, chair, approver)
    assert decline_reserves(actor=chair, call=call) == 1
    assert state_of(rows["third"]) == ApplicationState.DECLINED
    assert decline_reserves(actor=chair, call=call) == 0


def test_a_sum_of_ranks_orders_and_points_pass_the_gate(city: Jurisdiction, chair: Actor) -> None:
    """Ranks of three experts: first 1+1+2, second 2+2+1, third 3+3+3, poor 4+4+4; the gate asks for 60 points."""
    rows = [
        Project("first", (90, 88, 70)),
        Project("second", (80, 78, 72)),
        Project("third", (66, 65, 64)),
        Project("poor", (60, 59, 58)),
    ]
    call, _rows = make_reviewed_call(city, rows, seats=2, reserves=2, rank_by="rank_sum")
    batch = propose_batch(actor=chair, call=call)
    assert said(batch) == {"first": "selected", "second": "selected", "third": "reserve 1", "poor": "declined"}
    scores = {item.application.title: item.score for item in batch.items.select_related("application")}
    assert scores == {"first": 4, "second": 5, "third": 9, "poor": 12}
    gates = {item.application.title: item.reasons[0]["value"] for item in batch.items.select_related("application")}
    assert gates == {"first": "82.67", "second": "76.67", "third": "65.00", "poor": "59.00"}
    assert codes(batch, "poor")[-1] == "below_gate"
    assert batch.notes["lines"]["energy"] == {"last_inside": "5", "first_outside": "9"}
