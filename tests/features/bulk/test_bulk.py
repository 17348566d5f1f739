"""Actions on many applications: what is shown is what is done, once; what changed meanwhile is refused."""

from typing import Any

import pytest
from django.utils import translation

from tests.factories.city import SYSTEM, make_actor, make_application, make_board, make_call, make_user
from tests.factories.many import many_applications
from tests.factories.standing import false_standings
from yunhui.features.bulk import services
from yunhui.features.bulk.enums import Result, RunState
from yunhui.features.bulk.errors import StaleError
from yunhui.features.bulk.models import BulkRun
from yunhui.features.bulk.selectors import progress_of, run_for
from yunhui.features.bulk.services import ACTIONS, plan_of, start_run, work_on
from yunhui.features.bulk.services.readers import readers_of
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application, Collaborator, StagePass
from yunhui.pipeline.applications.services import move_to_group, withdraw_application
from yunhui.pipeline.calls.models import Call


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    for number in (1, 2, 3, 4):
        make_board(city, number, "energy", "ict")
    return make_call(city)


@pytest.fixture
def office(db: None) -> Actor:
    return make_actor("office", Role.OFFICE)


def ask(office: Actor, call: Call, action: str, **given: str) -> dict[str, Any]:
    ids = list(Application.objects.filter(call=call).values_list("pk", flat=True))
    return {"actor": office, "call": call, "action": action, "given": given, "ids": ids}


def confirm(asked: dict[str, Any]) -> BulkRun:
    return start_run(**asked, digest=plan_of(**asked).digest)


def test_the_form_check_of_many_passes_once(office: Actor, call: Call) -> None:
    open_ones = [make_application(call, number, screened=False) for number in (1, 2)]
    make_application(call, 3)
    asked = ask(office, call, "pass_check")
    plan = plan_of(**asked)
    assert [(line.number, line.does) for line in plan.lines] == [(1, True), (2, True), (3, False)]
    assert "Host-area match, Expert review" in plan.lines[0].says or "板块对接" in plan.lines[0].says
    run = start_run(**asked, digest=plan.digest)
    assert run.state == RunState.DONE
    states = StagePass.objects.filter(application__in=open_ones, stage__kind="screening").values_list(
        "state", flat=True
    )
    assert set(states) == {"passed"}
    progress = progress_of(run)
    assert (progress.done, progress.skipped, progress.failed) == (2, 1, 0)
    assert start_run(**asked, digest=plan.digest).pk == run.pk  # a second press finds the same run
    assert AuditEntry.objects.filter(action__in=["bulk.confirmed", "bulk.done"]).count() == 2
    assert false_standings() == []


def test_a_stale_preview_is_refused_and_nothing_is_done(office: Actor, call: Call) -> None:
    first = make_application(call, 1, screened=False)
    make_application(call, 2, screened=False)
    asked = ask(office, call, "pass_check")
    digest = plan_of(**asked).digest
    withdraw_application(actor=SYSTEM, application_id=first.pk)
    with pytest.raises(StaleError):
        start_run(**asked, digest=digest)
    assert not BulkRun.objects.exists()
    assert StagePass.objects.filter(stage__kind="screening", state="open").count() == 1


def test_groups_channels_wild_cards_and_keepers(office: Actor, call: Call) -> None:
    for number in (1, 2, 5):
        make_application(call, number, screened=False)  # groups: energy, ict, energy
    run = confirm(ask(office, call, "move_group", group="ict"))
    assert progress_of(run).done == 2
    assert set(Application.objects.values_list("group__key", flat=True)) == {"ict"}
    call.groups.filter(key="ict").update(wild_cards=2)
    plan = plan_of(**ask(office, call, "set_channel", channel="partner", wild="1"))
    assert [line.does for line in plan.lines] == [True, True, False]
    confirm(ask(office, call, "set_channel", channel="partner", wild="1"))
    assert Application.objects.filter(channel="partner", is_wild_card=True).count() == 2
    confirm(ask(office, call, "give_keeper", keeper=str(office.user_id)))
    assert set(Application.objects.values_list("keeper_id", flat=True)) == {office.user_id}


def test_host_areas_get_more_time_and_more_projects(office: Actor, call: Call) -> None:
    row = make_application(call, 1)
    had = set(Offer.objects.filter(application=row).values_list("board_id", flat=True))
    before = Offer.objects.filter(application=row).order_by("pk").first()
    assert before is not None
    assert progress_of(confirm(ask(office, call, "extend_answers", days="15", reason="Holidays"))).done == 1
    before_due = before.due_at
    before.refresh_from_db()
    assert before.due_at > before_due
    board = Board.objects.exclude(pk__in=had).first()
    assert board is not None
    plan = plan_of(**ask(office, call, "offer_board", board=str(board.pk), reason=""))
    assert [line.does for line in plan.lines] == [len(had) < call.max_boards]
    assert false_standings() == []


def test_what_is_typed_wrong_is_named(office: Actor, call: Call) -> None:
    make_application(call, 1)
    for action, given in (
        ("move_group", {"group": "nowhere"}),
        ("set_channel", {}),
        ("give_keeper", {"keeper": "x"}),
        ("extend_answers", {"days": "０", "reason": ""}),
        ("offer_board", {"board": "x"}),
    ):
        with pytest.raises(InvalidError):
            plan_of(**ask(office, call, action, **given))
    with pytest.raises(NotFoundError):
        plan_of(**ask(office, call, "delete_all"))


def test_others_do_nothing_to_many(call: Call) -> None:
    make_application(call, 1, screened=False)
    for role in (Role.CHAIR, Role.APPROVER, Role.EXPERT, Role.BOARD):
        with pytest.raises(RefusedError):
            plan_of(**ask(make_actor(f"one-{role}", role), call, "pass_check"))


def test_a_large_run_goes_on_in_pieces_and_can_be_taken_up_again(
    office: Actor, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_applications(call, 60)
    monkeypatch.setattr(services.running, "SMALL", 5)
    monkeypatch.setattr(services.running, "PIECE", 7)
    run = confirm(ask(office, call, "give_keeper", keeper=str(office.user_id)))
    assert run.state == RunState.WORKING and run.position == 0
    done = ACTIONS["give_keeper"].act
    calls = []

    def falls_over(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 10:
            raise ConnectionError("killed")
        done(*args)

    monkeypatch.setattr(ACTIONS["give_keeper"], "act", falls_over)
    with pytest.raises(ConnectionError):
        work_on(run.pk)
    run.refresh_from_db()
    assert run.position == 7  # the first piece stands, the second was undone as a whole
    finished = work_on(run.pk)
    assert finished.state == RunState.DONE
    assert run.outcomes.filter(result=Result.DONE).count() == len(run.todo)
    assert work_on(run.pk).state == RunState.DONE  # twice is once
    with pytest.raises(NotFoundError):
        run_for(make_actor("expert", Role.EXPERT), run.pk)


def test_one_that_refuses_stops_no_other(office: Actor, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make_application(call, number, screened=False) for number in (1, 2, 3)]
    done = ACTIONS["pass_check"].act

    def refuses_one(actor: Actor, application_id: Any, params: Any) -> None:
        if application_id == rows[1].pk:
            raise DomainError("busy", "Somebody works on it.")
        done(actor, application_id, params)

    monkeypatch.setattr(ACTIONS["pass_check"], "act", refuses_one)
    run = confirm(ask(office, call, "pass_check"))
    progress = progress_of(run)
    assert (progress.done, progress.failed) == (2, 1)
    assert run.outcomes.get(result=Result.FAILED).says == "Somebody works on it."


WORDS = {"subject_zh": "路演", "text_zh": "时间有调整。", "subject_en": "Pitch", "text_en": "The time has changed."}


def _addressed(row: Application, email: str, **more: Any) -> None:
    Application.objects.filter(pk=row.pk).update(answers={**row.answers, "email": email}, **more)


def test_applicants_get_a_letter_that_waits_for_release(office: Actor, call: Call) -> None:
    owner = make_actor("owner")
    _addressed(make_application(call, 1, owner=owner, screened=False), "Owner@City.example")
    _addressed(make_application(call, 2, screened=False), "")
    with pytest.raises(InvalidError):
        plan_of(**ask(office, call, "write_letter", **{**WORDS, "text_en": " "}))
    plan = plan_of(**ask(office, call, "write_letter", **WORDS))
    assert [line.does for line in plan.lines] == [True, False]
    assert progress_of(confirm(ask(office, call, "write_letter", **WORDS))).done == 1
    letter = Notice.objects.get(letter="bulk.message")
    assert (letter.user_id, letter.state) == (owner.user_id, "held")
    assert "时间有调整" in letter.body


def test_co_applicants_and_contacts_are_written_to_and_named_before(
    office: Actor, call: Call, django_assert_num_queries: Any
) -> None:
    """Each reader once; not who has left, has only been invited, or is closed, nor an address that a host area gave."""
    names = ("owner", "partner", "gone", "closed")
    people = {name: make_user(name) for name in names}
    User.objects.filter(pk=people["closed"].pk).update(is_active=False)
    own = make_application(call, 1, owner=actor_of(people["owner"]), screened=False)
    _addressed(own, "Lab@Firm.example", speaker="Ada Lovelace", zone="Europe/Amsterdam")
    for name, ended in (("partner", None), ("gone", clock.now()), ("closed", None)):
        Collaborator.objects.create(
            application=own, user=people[name], email=people[name].email, secret=name,
            accepted_at=clock.now(), ended_at=ended,
        )  # fmt: skip
    Collaborator.objects.create(application=own, email="invited@firm.example", secret="x")
    by_mail = make_application(call, 2, screened=False)
    _addressed(by_mail, "PARTNER@city.example", speaker="李雷")
    referred = make_application(call, 3, screened=False)
    _addressed(referred, "somebody@else.example", referred_by=Board.objects.order_by("pk").first())
    with translation.override("en"):
        lines = plan_of(**ask(office, call, "write_letter", **WORDS)).lines
    assert [(line.does, line.says) for line in lines] == [
        (True, "3 letters, to owner, partner, Ada Lovelace <lab@firm.example>, wait in the outbox to be released"),
        (True, "A letter to partner <partner@city.example> waits in the outbox to be released"),
        (False, "It has no account or address of its own that a letter could reach."),
    ]
    with django_assert_num_queries(4):
        readers_of([own.pk])
    with django_assert_num_queries(4):
        readers_of([own.pk, by_mail.pk, referred.pk])
    asked = ask(office, call, "write_letter", **WORDS)
    first = confirm(asked)
    assert progress_of(first).done == 2
    rows = Notice.objects.filter(letter="bulk.message")
    assert {(one.user_id, one.email, one.language[:2], bool(one.link), one.state) for one in rows} == {
        (people["owner"].pk, "", "zh", True, "held"),
        (people["partner"].pk, "", "zh", True, "held"),
        (None, "lab@firm.example", "en", False, "held"),
        (None, "partner@city.example", "zh", False, "held"),
    }
    assert confirm(asked).pk == first.pk and rows.count() == 4, "confirmed twice is once"


def test_readers_that_changed_since_the_preview_are_shown_again(office: Actor, call: Call) -> None:
    own = make_application(call, 1, owner=make_actor("owner"), screened=False)
    asked = ask(office, call, "write_letter", **WORDS)
    digest = plan_of(**asked).digest
    partner = make_user("partner")
    Collaborator.objects.create(application=own, user=partner, email=partner.email, secret="x", accepted_at=clock.now())
    with pytest.raises(StaleError):
        start_run(**asked, digest=digest)
    assert not Notice.objects.filter(letter="bulk.message").exists()


def test_what_would_happen_otherwise_than_shown_is_refused(office: Actor, call: Call) -> None:
    row = make_application(call, 1)
    groups = [group.key for group in call.groups.exclude(pk=row.group_id)[:2]]
    asked = ask(office, call, "move_group", group=groups[0])
    digest = plan_of(**asked).digest
    move_to_group(actor=office, application_id=row.pk, group_key=groups[1])  # it would move, but from elsewhere
    with pytest.raises(StaleError):
        start_run(**asked, digest=digest)
