"""Invitations, lots, replacement, the seal, the sign-in."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.city import SYSTEM, make_actor, make_application, make_call
from tests.pipeline.panels.conftest import World
from yunhui.decide.draw import Stratum
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import RoleGrant
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.services import keep_person
from yunhui.pipeline.conflicts.services import declare_conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.services import admit_expert, suspend_expert
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Draw, Panel, Seat, SignIn
from yunhui.pipeline.panels.rules import is_sealed, pledge_of
from yunhui.pipeline.panels.selectors import panel_of, progress_of, seats_for, sign_in_sheet
from yunhui.pipeline.panels.selectors.links import link_of, seat_behind
from yunhui.pipeline.panels.services import (
    Plan,
    accept_seat,
    cancel_seat,
    decline_seat,
    hold_draw,
    invite_experts,
    keep_panel,
    lapse_due_seats,
    open_panel,
    propose_colleague,
    remind_invited,
    sign_in,
)
from yunhui.pipeline.panels.services.answering import BY_LINK
from yunhui.pipeline.panels.services.drawing import foresee, verified

PRESENT = ({"name": "李明", "as": "监督"}, {"name": "温予安", "as": "人才办"})
ENERGY = Stratum("s1", 2, 1, {"industry": frozenset({"energy"})})


def plan(**changed: object) -> Plan:
    return Plan(**{"strata": [ENERGY], "avoid_conflicts": False, **changed})  # type: ignore[arg-type]


def drawn(world: World, value: str = "7 12 20 31", **changed: object) -> Draw:
    return hold_draw(actor=world.office, call=world.call, plan=plan(), public_value=value, present=PRESENT, **changed)  # type: ignore[arg-type]


def self_of(expert: Expert) -> Actor:
    assert expert.person.user is not None
    return actor_of(expert.person.user)


def test_without_invitations_the_whole_library_judges(world: World) -> None:
    assert set(panel_of(world.call)) == set(world.experts)
    assert not is_sealed(world.call)
    suspend_expert(actor=SYSTEM, expert_id=world.experts[0].pk, reason="请假")
    assert world.experts[0] not in panel_of(world.call)


def test_with_invitations_only_who_accepted(world: World) -> None:
    group = world.call.groups.get(key="energy")
    one, other = invite_experts(
        actor=world.office, call=world.call, expert_ids=[world.experts[0].pk, world.experts[1].pk]
    )
    (narrow,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[2].pk], group=group)
    assert not panel_of(world.call).exists()
    accept_seat(actor=BY_LINK, seat_id=one.pk, most=12)
    accept_seat(actor=self_of(world.experts[2]), seat_id=narrow.pk)
    assert {row.pk for row in panel_of(world.call)} == {one.expert_id, narrow.expert_id}
    assert [row.pk for row in panel_of(world.call, world.call.groups.get(key="ict"))] == [one.expert_id]
    assert Seat.objects.get(pk=one.pk).most == 12
    again = invite_experts(actor=world.office, call=world.call, expert_ids=[other.expert_id])
    assert again == []


def test_who_accepts_by_the_link_gets_an_account_and_the_role_in_this_call(world: World) -> None:
    person = keep_person(actor=SYSTEM, name="Maria Rossi", email="maria@poli.example")
    expert = admit_expert(actor=SYSTEM, person=person, industries=["ict"], languages=["en"])
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[expert.pk])
    found = seat_behind(link_of(Seat.objects.get(pk=seat.pk)).removeprefix("/panel/"))
    accept_seat(actor=BY_LINK, seat_id=found.pk)
    person.refresh_from_db()
    assert person.user is not None and person.user.email == "maria@poli.example" and person.user.language == "en"
    grant = RoleGrant.objects.get(user=person.user)
    assert (grant.role, grant.scope_kind, grant.scope_id) == (Role.EXPERT, ScopeKind.CALL, str(world.call.pk))
    assert Notice.objects.filter(letter="account.invitation").count() == 0  # its fact is delivered by the worker
    with pytest.raises(DomainError, match="over"):
        accept_seat(actor=BY_LINK, seat_id=seat.pk)


def test_only_the_newest_link_opens(world: World) -> None:
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[0].pk])
    seat.refresh_from_db()
    token = link_of(seat).removeprefix("/panel/")
    assert seat_behind(token) == seat
    for wrong in (token[:-1] + ("0" if token[-1] != "0" else "1"), "x", token[:32]):
        with pytest.raises(NotFoundError):
            seat_behind(wrong)
    Seat.objects.filter(pk=seat.pk).update(issue=2)
    with pytest.raises(NotFoundError):
        seat_behind(token)


def test_lots_are_drawn_and_the_next_of_the_stratum_follows(world: World) -> None:
    draw = drawn(world)
    assert verified(draw)
    invited = Seat.objects.filter(draw=draw, state=SeatState.INVITED).order_by("place")
    assert [row.place for row in invited] == [1, 2]
    (reserve,) = Seat.objects.filter(draw=draw, state=SeatState.RESERVE)
    first = invited[0]
    decline_seat(actor=BY_LINK, seat_id=first.pk, reason="time")
    reserve.refresh_from_db()
    assert reserve.state == SeatState.INVITED and reserve.replaces_id == first.pk
    with clock.travel(clock.now() + timedelta(days=30)):
        assert lapse_due_seats() == 2
        assert lapse_due_seats() == 0
    states = set(Seat.objects.filter(draw=draw).values_list("state", flat=True))
    assert states == {SeatState.DECLINED, SeatState.LAPSED}


def test_the_limit_of_an_organisation_holds_for_who_follows(world: World) -> None:
    unit = world.experts[0].person.organisation
    for one in (world.experts[2], world.experts[4]):  # the three of energy are of one university now
        one.person.organisation = unit
        one.person.save()
    with pytest.raises(DomainError, match="infeasible") as caught:
        hold_draw(actor=world.office, call=world.call, plan=plan(per_organisation=1), public_value="x", present=PRESENT)
    (lack,) = caught.value.params["lacks"]
    assert (lack.seats, lack.free, lack.possible) == (2, 3, 1)
    draw = hold_draw(
        actor=world.office, call=world.call, plan=plan(per_organisation=2), public_value="x", present=PRESENT
    )
    first, second = Seat.objects.filter(draw=draw, state=SeatState.INVITED)
    accept_seat(actor=BY_LINK, seat_id=first.pk)
    decline_seat(actor=BY_LINK, seat_id=second.pk, reason="field")
    assert Seat.objects.filter(draw=draw, state=SeatState.INVITED).count() == 1


def test_a_second_draw_says_why_and_both_stay(world: World) -> None:
    first = drawn(world)
    with pytest.raises(InvalidError) as caught:
        drawn(world, "8")
    assert [one.field for one in caught.value.problems] == ["reason"]
    with pytest.raises(DomainError):
        drawn(world, "8", reason="监督员到场太晚")  # who was asked already is not drawn again: two are too few
    for seat in Seat.objects.filter(draw=first, state=SeatState.INVITED):
        cancel_seat(actor=world.office, seat_id=seat.pk)
    assert Draw.objects.count() == 1


def test_a_draw_needs_a_value_two_witnesses_and_the_list_that_was_shown(world: World) -> None:
    outlook = foresee(actor=world.office, call=world.call, plan=plan())
    assert (outlook.candidates, outlook.free, outlook.lacks) == (6, 6, [])
    with pytest.raises(InvalidError) as caught:
        hold_draw(actor=world.office, call=world.call, plan=plan(), public_value=" ", present=PRESENT[:1])
    assert [one.field for one in caught.value.problems] == ["public_value", "present"]
    suspend_expert(actor=SYSTEM, expert_id=world.experts[0].pk, reason="请假")
    with pytest.raises(DomainError, match="list_changed"):
        drawn(world, digest=outlook.digest)
    with pytest.raises(RefusedError):
        hold_draw(actor=world.director, call=world.call, plan=plan(), public_value="x", present=PRESENT)


def test_who_has_a_conflict_or_served_lately_is_left_out(world: World) -> None:
    torn, tired = world.experts[0], world.experts[2]
    application = world.call.applications.get()
    declare_conflict(actor=SYSTEM, expert=torn, application=application, source="declared", note="师生")
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[tired.pk])
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    later = make_call(world.call.jurisdiction, "later")
    make_application(later, 2)
    seen = foresee(actor=world.office, call=world.call, plan=plan(avoid_conflicts=True))
    assert seen.barred == {"conflict": 1, "asked": 1}
    assert foresee(actor=world.office, call=later, plan=plan(rest=1)).barred == {"rests": 1}


def test_nobody_of_the_office_reads_the_list_before_the_sign_in(world: World) -> None:
    drawn(world)
    for seat in Seat.objects.filter(state=SeatState.INVITED):
        accept_seat(actor=BY_LINK, seat_id=seat.pk)
    for actor in (world.office, world.director):
        with pytest.raises(RefusedError, match="sealed"):
            seats_for(actor, world.call)
    (row,) = progress_of(world.office, world.call)
    assert (row.accepted, row.reserve) == (2, 1)
    said = json.dumps(list(AuditEntry.objects.values("action", "subject_id", "before", "after")), default=str)
    for seat in Seat.objects.all():  # the log's words name no expert of the panel
        entries = [one for one in json.loads(said) if one["action"].startswith(("seat.", "panel."))]
        assert entries and str(seat.expert_id) not in json.dumps(entries)
    with pytest.raises(RefusedError):
        open_panel(actor=world.office, call=world.call)
    open_panel(actor=world.director, call=world.call)
    assert seats_for(world.office, world.call).count() == 2
    assert AuditEntry.objects.filter(action="panel.opened").count() == 1


def test_signing_in_under_the_undertaking(world: World) -> None:
    keep_panel(actor=world.office, call=world.call, pledge_zh="我独立评审。", pledge_en="I judge independently.")
    expert = world.experts[0]
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[expert.pk])
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    me, pledge = self_of(expert), pledge_of(Panel.objects.get())
    with pytest.raises(DomainError, match="not_open"):
        sign_in(actor=me, seat_id=seat.pk, name="专家1", version=pledge.version)
    open_panel(actor=world.director, call=world.call)
    with pytest.raises(DomainError, match="text_changed"):
        sign_in(actor=me, seat_id=seat.pk, name="专家1", version="sha256:0")
    with pytest.raises(InvalidError):
        sign_in(actor=me, seat_id=seat.pk, name="别人", version=pledge.version)
    with pytest.raises(RefusedError):
        sign_in(actor=self_of(world.experts[1]), seat_id=seat.pk, name="专家1", version=pledge.version)
    done = sign_in(actor=me, seat_id=seat.pk, name=" 专家 1", version=pledge.version)
    assert sign_in(actor=me, seat_id=seat.pk, name="专家1", version=pledge.version) == done
    assert [(one.name, one.sign_in is not None) for one in sign_in_sheet(world.office, world.call)] == [("专家1", True)]
    with pytest.raises(InvalidError):
        keep_panel(actor=world.office, call=world.call, pledge_zh="另一段", pledge_en="Another")
    with pytest.raises(DomainError, match="signed_in"):
        decline_seat(actor=me, seat_id=seat.pk, reason="time")
    with pytest.raises(DomainError, match="signed_in"):
        cancel_seat(actor=world.office, seat_id=seat.pk)


def test_a_draw_and_a_signed_undertaking_never_change(world: World) -> None:
    """The database refuses it, whoever asks."""
    row = drawn(world)
    seat = Seat.objects.filter(draw=row, state=SeatState.INVITED).first()
    assert seat is not None
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    open_panel(actor=world.director, call=world.call)
    expert = Expert.objects.get(pk=seat.expert_id)
    signed = sign_in(
        actor=self_of(expert), seat_id=seat.pk, name=expert.person.name, version=pledge_of(Panel.objects.get()).version
    )
    for rows, changed in (
        (Draw.objects.filter(pk=row.pk), {"public_value": "1"}),
        (SignIn.objects.filter(pk=signed.pk), {"name": "别人"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changed)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)  # past Django's own protection


def test_a_colleague_is_named_once_and_nobody_learns_who_is_in_the_library(world: World) -> None:
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[0].pk])
    decline_seat(actor=BY_LINK, seat_id=seat.pk, reason="other", text="出国")
    known = propose_colleague(actor=BY_LINK, seat_id=seat.pk, name="x", email="e2@u2.example")
    assert known == world.experts[1]
    fresh = propose_colleague(actor=BY_LINK, seat_id=seat.pk, name="Ada", email="Ada@uni.example ", why="optics")
    assert fresh.state == "proposed" and not fresh.is_active
    with pytest.raises(DomainError, match="named"):
        propose_colleague(actor=BY_LINK, seat_id=seat.pk, name="Bob", email="bob@uni.example")


def test_declining_needs_a_reason_and_the_right_person(world: World) -> None:
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[0].pk])
    for reason, text in (("", ""), ("other", " "), ("time", "x" * 301)):
        with pytest.raises(InvalidError):
            decline_seat(actor=BY_LINK, seat_id=seat.pk, reason=reason, text=text)
    for somebody in (self_of(world.experts[1]), make_actor("stranger"), world.office):
        with pytest.raises(RefusedError):
            decline_seat(actor=somebody, seat_id=seat.pk, reason="time")


def test_letters_are_sealed_and_hide_their_reader(world: World) -> None:
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[0].pk])
    letter = Notice.objects.get(letter="panels.invitation")
    assert letter.is_private and not letter.subject and not letter.body
    seat.refresh_from_db()
    assert seat.reply_by is not None
    with clock.travel(seat.reply_by - timedelta(hours=20)):
        assert remind_invited() == 1
        assert remind_invited() == 0
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    assert not Notice.objects.filter(letter__startswith="panels.", state="released").exists()
