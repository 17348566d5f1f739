"""Objections: by anybody with a name; each stops one entry; examined again, then decided with reasons."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.chosen import code_of, hear, make_released_call
from tests.factories.city import SYSTEM, make_actor, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.models import Promotion
from yunhui.pipeline.decisions.services import end_due_notices
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.selectors import objection_for, objections_in, recheck_until
from yunhui.pipeline.objections.services import (
    begin_objection,
    confirm_objection,
    decide_objection,
    examine_objection,
    file_objection,
    remind_of_objections,
    send_another_code,
    sweep_unproved,
)

pytestmark = pytest.mark.django_db

WHY = "The team pitched the same project in another city last year; see its public list."
WHO = {"name": "Cheng Zhiyuan", "email": "cheng@neighbour.example"}


@pytest.fixture
def made(city: Jurisdiction) -> dict[str, Application]:
    return make_released_call(city)[1]


@pytest.fixture
def office(made: dict[str, Application]) -> Actor:
    return make_actor("office", Role.OFFICE)


def file(application: Application, **more: str) -> Objection:
    return file_objection(actor=SYSTEM, application_id=application.pk, **{**WHO, "text": WHY, **more})


def notice(application: Application) -> StagePass:
    return StagePass.objects.get(application=application, stage__kind="notice")


def begin(application: Application, **more: str) -> Objection:
    said = {**WHO, "text": WHY, **more}
    return begin_objection(actor=VISITOR, application_id=application.pk, address="192.0.2.1", **said)


def test_an_objection_stops_its_entry_alone(made: dict[str, Application], office: Actor) -> None:
    objection = file(made["alpha"])
    assert file(made["alpha"]).pk == objection.pk, "pressed twice is once"
    due = notice(made["beta"]).due_at
    assert notice(made["alpha"]).stopped_at is not None and notice(made["beta"]).stopped_at is None
    assert due is not None
    with clock.travel(due + timedelta(days=1)):
        assert end_due_notices() == 1
        assert notice(made["beta"]).state == PassState.PASSED
        assert notice(made["alpha"]).state == PassState.OPEN
        with pytest.raises(RefusedError, match="notice_over"):
            file(made["beta"])
        file(made["alpha"], email="second@neighbour.example")
        examine_objection(actor=office, objection_id=objection.pk, finding="looked at both lists")
        decide_objection(actor=office, objection_id=objection.pk, uphold=False, answer_en="Another team.")
        assert notice(made["alpha"]).stopped_at is not None, "another objection waits"
        second = Objection.objects.get(number=2)
        examine_objection(actor=office, objection_id=second.pk, finding="the same")
        decide_objection(actor=office, objection_id=second.pk, uphold=False, answer_zh="另一团队。")
        row = notice(made["alpha"])
        assert row.stopped_at is None and row.due_at is not None and row.due_at > clock.now()
    with clock.travel(row.due_at):
        assert end_due_notices() == 1
    assert Application.objects.get(pk=made["alpha"].pk).state == ApplicationState.SELECTED


def test_it_counts_once_its_address_is_proved(made: dict[str, Application], office: Actor) -> None:
    with pytest.raises(RefusedError, match="not_proved"):
        file_objection(actor=VISITOR, application_id=made["alpha"].pk, **WHO, text=WHY)
    waiting = begin(made["alpha"])
    assert begin(made["alpha"]).pk == waiting.pk, "pressed twice is once"
    assert notice(made["alpha"]).stopped_at is None and waiting.number is None
    assert not objections_in(office, waiting.call).exists()
    with pytest.raises(NotFoundError):
        objection_for(office, waiting.pk)
    with pytest.raises(CodeError):
        confirm_objection(actor=VISITOR, objection_id=waiting.pk, typed="00000000", address=None)
    old = code_of(waiting)
    again = send_another_code(actor=VISITOR, objection_id=waiting.pk, address=None)
    with pytest.raises(CodeError):
        confirm_objection(actor=VISITOR, objection_id=waiting.pk, typed=old, address=None)
    code = code_of(again)
    for _press in range(2):
        found = confirm_objection(actor=VISITOR, objection_id=waiting.pk, typed=code, address=None)
        assert (found.number, found.state) == (1, ObjectionState.OPEN)
    assert notice(made["alpha"]).stopped_at is not None
    assert objections_in(office, waiting.call).get() == waiting


def test_what_nobody_proves_is_removed_and_too_late_is_said(made: dict[str, Application]) -> None:
    waiting = begin(made["alpha"])
    due = notice(made["alpha"]).due_at
    assert due is not None
    with clock.travel(due):
        with pytest.raises(RefusedError, match="notice_over"):
            confirm_objection(actor=VISITOR, objection_id=waiting.pk, typed="12345678", address=None)
        assert (sweep_unproved(), sweep_unproved()) == (1, 0)
    with pytest.raises(NotFoundError):
        confirm_objection(actor=VISITOR, objection_id=waiting.pk, typed="1", address=None)


def test_an_address_of_ones_own_account_needs_no_code(made: dict[str, Application]) -> None:
    neighbour = make_user("neighbour")
    address = f"/en/notice/roadshow/{made['alpha'].number}/object"
    page = visit_as(neighbour)
    assert f'value="{neighbour.email}"' in text_of(page.get(address))
    answer = page.post(address, {"name": "N", "email": neighbour.email, "text": WHY})
    assert answer["Location"] == f"{address}?done=1"
    assert Objection.objects.get().user == neighbour
    other = page.post(address, {"name": "N", "email": "else@where.example", "text": WHY})["Location"]
    shown = text_of(page.get(other))
    assert "else@where.example" in shown and "Send another code" in shown
    assert page.post(other, {"do": "confirm", "code": "1"}).status_code == 422
    assert page.post(other, {"do": "again"})["Location"] == f"{other}?sent=1"
    assert WHY in text_of(page.get(f"{address}?again={other.rsplit('/', 1)[1]}"))
    assert page.get(other.replace("roadshow", "none")).status_code == 404


def test_codes_are_few(made: dict[str, Application]) -> None:
    waiting = begin(made["alpha"])
    page, address = Client(), f"/en/notice/roadshow/{made['alpha'].number}/object/{waiting.pk}"
    answers = [page.post(address, {"do": "again"}).status_code for _press in range(6)]
    assert answers[0] == 302 and answers[-1] == 429
    assert Objection.objects.get().state == ObjectionState.UNPROVED


def test_who_was_not_selected_asks_for_a_re_check(made: dict[str, Application], office: Actor) -> None:
    ada = make_user("poor")
    made["poor"].owner = ada
    made["poor"].save(update_fields=["owner"])
    page, address = visit_as(ada), f"/my/applications/{made['poor'].pk}/recheck"
    assert "You may ask until" in text_of(page.get(address))
    assert page.post(address, {"text": "short"}).status_code == 422
    assert page.post(address, {"text": WHY}).status_code == 302
    assert page.post(address, {"text": WHY + " Again."}).status_code == 302, "once"
    found = Objection.objects.get()
    assert (found.kind, found.number, found.user) == ("recheck", 1, ada)
    assert not StagePass.objects.filter(stopped_at__isnull=False).exists()
    hear("ObjectionFiled")
    desk = visit_as(User.objects.get(pk=office.account))
    shown = text_of(desk.get(f"/w/objections/{found.pk}/"))
    assert "Re-check 1" in shown and "Asked by the applicant of" in shown
    examine_objection(actor=office, objection_id=found.pk, finding="went through the log")
    decide_objection(actor=office, objection_id=found.pk, uphold=True, answer_en="A version was not read.")
    hear("ObjectionAnswered")
    assert Application.objects.get(pk=made["poor"].pk).state == ApplicationState.DECLINED
    assert not Promotion.objects.exists()
    answered = text_of(page.get(address))
    assert "Upheld" in answered and "A version was not read." in answered
    told = set(Notice.objects.filter(letter__startswith="objections.").values_list("letter", flat=True))
    assert told == {"objections.recheck_received", "objections.recheck_to_answer", "objections.recheck_upheld"}


def test_a_re_check_is_for_those_who_were_not_selected_and_in_time(made: dict[str, Application]) -> None:
    ada = visit_as(User.objects.get(email="ada@city.example"))
    assert ada.get(f"/my/applications/{made['alpha'].pk}/recheck").status_code == 404
    assert visit_as(make_user("other")).get(f"/my/applications/{made['poor'].pk}/recheck").status_code == 404
    late = make_user("late")
    made["poor"].owner = late
    made["poor"].save(update_fields=["owner"])
    until = recheck_until(made["poor"].call)
    assert until is not None
    address = f"/my/applications/{made['poor'].pk}/recheck"
    with clock.travel(until):
        page = visit_as(late)
        shown = text_of(page.get(address))
        assert "The public notice is over" in shown and "Ask the office about this" in shown
        assert page.post(address, {"text": WHY}).status_code == 403
    assert not Objection.objects.exists()


def test_upheld_the_place_goes_to_the_next(made: dict[str, Application], office: Actor) -> None:
    objection = file(made["alpha"])
    hear("ObjectionFiled")
    with pytest.raises(RefusedError, match="not_examined"):
        decide_objection(actor=office, objection_id=objection.pk, uphold=True, answer_en="x")
    examine_objection(actor=office, objection_id=objection.pk, finding="the list names the same applicant")
    with pytest.raises(InvalidError):
        decide_objection(actor=office, objection_id=objection.pk, uphold=True)
    for _press in range(2):
        decide_objection(actor=office, objection_id=objection.pk, uphold=True, answer_en="The same applicant.")
    with pytest.raises(RefusedError, match="decided"):
        decide_objection(actor=office, objection_id=objection.pk, uphold=False, answer_en="No.")
    assert Application.objects.get(pk=made["alpha"].pk).state == ApplicationState.LAPSED
    promotion = Promotion.objects.get()
    assert (promotion.promoted_id, promotion.cause) == (made["gamma"].pk, "objection")
    hear("ObjectionAnswered", "PassConcluded")
    assert Promotion.objects.count() == 1
    told = {one.letter: one for one in Notice.objects.filter(letter__startswith="objections.")}
    assert set(told) == {"objections.received", "objections.stopped", "objections.to_answer", "objections.upheld",
                         "objections.lost"}  # fmt: skip
    for letter in ("objections.stopped", "objections.lost"):
        said = told[letter].subject + told[letter].body
        assert "Cheng" not in said and "neighbour" not in said and WHY not in said


def test_only_the_office_of_the_call_decides(made: dict[str, Application]) -> None:
    objection = file(made["alpha"])
    for role in (Role.CHAIR, Role.APPROVER, Role.EXPERT, Role.BOARD, Role.AUDIT_ADMIN):
        # Who reads the objection is told why they do not decide it; for others there is none.
        with pytest.raises(RefusedError if role in (Role.CHAIR, Role.APPROVER) else NotFoundError):
            examine_objection(actor=make_actor(f"a-{role}", role), objection_id=objection.pk, finding="x")
    assert Objection.objects.get().state == ObjectionState.OPEN


def test_what_cannot_be_checked_is_not_taken(made: dict[str, Application]) -> None:
    for changed in ({"name": " "}, {"email": "no"}, {"text": "too short"}, {"text": "x" * 4001}):
        with pytest.raises(InvalidError):
            file(made["alpha"], **changed)
    with pytest.raises(NotFoundError):
        file(made["gamma"])
    assert not Objection.objects.exists()


def test_the_office_is_reminded_once(made: dict[str, Application]) -> None:
    due = file(made["alpha"]).due_at
    with clock.travel(due - timedelta(hours=20)):
        assert (remind_of_objections(), remind_of_objections()) == (1, 0)


def test_from_the_public_page_to_the_answer(made: dict[str, Application]) -> None:
    page = Client()
    address = f"/en/notice/roadshow/{made['alpha'].number}/object"
    shown = text_of(page.get("/en/notice/roadshow/"))
    assert "alpha" in shown and address in shown
    assert "95.00" not in shown and "person1@" not in shown and "gamma" not in shown
    wrong = page.post(address, {"name": "Cheng", "email": "x", "text": WHY})
    assert wrong.status_code == 422 and WHY in text_of(wrong)
    begun = page.post(address, {**WHO, "text": WHY})["Location"]
    assert "An objection is being examined" not in text_of(page.get("/en/notice/roadshow/"))
    assert page.post(begun, {"do": "confirm", "code": code_of(Objection.objects.get())}).status_code == 302
    assert "Your objection has arrived: No. 1." in text_of(page.get(begun))
    assert "An objection is being examined" in text_of(page.get("/en/notice/roadshow/"))
    officer = visit_as(make_user("officer", Role.OFFICE))
    assert "alpha" in text_of(officer.get("/w/calls/roadshow/objections/"))
    objection = Objection.objects.get()
    desk = f"/w/objections/{objection.pk}/"
    assert "Cheng Zhiyuan" in text_of(officer.get(desk))
    assert officer.post(desk, {"do": "examine", "finding": ""}).status_code == 422
    officer.post(desk, {"do": "examine", "finding": "looked again"})
    assert officer.post(desk, {"do": "dismiss"}).status_code == 422
    assert officer.post(desk, {"do": "dismiss", "answer_en": "Another team."}).status_code == 302
    assert visit_as(make_user("expert", Role.EXPERT)).get(desk).status_code == 403
    assert page.get("/en/notice/none/").status_code == 404
    assert page.get("/en/notice/roadshow/999/object").status_code == 404
