"""Objections: by anybody with a name; each stops one entry; examined again, then decided with reasons."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.chosen import hear, make_released_call
from tests.factories.city import make_actor, make_user
from tests.factories.pages import text_of, use_plain_addresses, visit_as
from yunhui.foundation.accounts.enums import Role
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
from yunhui.pipeline.objections.services import (
    decide_objection,
    examine_objection,
    file_objection,
    remind_of_objections,
)

pytestmark = pytest.mark.django_db

WHY = "The team pitched the same project in another city last year; see its public list."
WHO = {"name": "Cheng Zhiyuan", "email": "cheng@neighbour.example"}


@pytest.fixture
def made(city: Jurisdiction, settings: Any) -> dict[str, Application]:
    use_plain_addresses(settings)
    return make_released_call(city)[1]


@pytest.fixture
def office(made: dict[str, Application]) -> Actor:
    return make_actor("office", Role.OFFICE)


def file(application: Application, **more: str) -> Objection:
    return file_objection(actor=VISITOR, application_id=application.pk, **{**WHO, "text": WHY, **more})


def notice(application: Application) -> StagePass:
    return StagePass.objects.get(application=application, stage__kind="notice")


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
        with pytest.raises(NotFoundError):
            examine_objection(actor=make_actor(f"a-{role}", role), objection_id=objection.pk, finding="x")
    assert Objection.objects.get().state == ObjectionState.OPEN


@pytest.mark.parametrize("changed", [{"name": " "}, {"email": "no"}, {"text": "too short"}, {"text": "x" * 4001}])
def test_what_cannot_be_checked_is_not_taken(made: dict[str, Application], changed: dict[str, str]) -> None:
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
    assert page.post(address, {**WHO, "text": WHY}).status_code == 302
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
