"""What somebody else began belongs to nobody until its applicant takes it over."""

import pytest

from tests.factories.city import SYSTEM, answers, make_actor, make_board, make_board_actor, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.notices.models import Notice
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, Channel
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import (
    Entry,
    claim_application,
    claimed_by,
    import_many,
    make_claim_link,
    refer_application,
    send_claims,
    submit_application,
)
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import give_consent


@pytest.fixture
def board(city: Jurisdiction) -> Board:
    return make_board(city, 1, "energy")


@pytest.fixture
def call(city: Jurisdiction, board: Board) -> Call:
    return make_call(city)


@pytest.fixture
def officer(board: Board) -> Actor:
    return make_board_actor(board)


GIVEN = {"title": "低温电池", "name": "沈砚秋", "email": "shen@firm.example", "group": "energy"}


def _ticket(path: str) -> str:
    return path.rsplit("/", 1)[1]


def test_a_recommended_project_is_a_draft_that_its_applicant_submits(
    call: Call, board: Board, officer: Actor, city: Jurisdiction
) -> None:
    application = refer_application(actor=officer, board=board, call=call, answers=GIVEN)
    assert (application.state, application.channel, application.owner_id) == (
        ApplicationState.DRAFT,
        Channel.BOARD,
        None,
    )
    letter = Notice.objects.get()
    assert (letter.email, letter.is_private) == ("shen@firm.example", True)
    from yunhui.pipeline.applications.services.referring import _link

    ticket = _ticket(_link(application))
    applicant = make_actor("shen")
    assert claimed_by(ticket).pk == application.pk
    claim_application(actor=applicant, ticket=ticket)
    claim_application(actor=applicant, ticket=ticket)
    with pytest.raises(InvalidError):
        submit_application(actor=applicant, application_id=application.pk, answers=answers(1))
    for purpose in (Purpose.EXPERTS, Purpose.BOARDS):
        give_consent(actor=applicant, application_id=application.pk, purpose=purpose)
    submit_application(actor=applicant, application_id=application.pk, answers=answers(1))
    application.refresh_from_db()
    assert (application.state, application.referred_by_id) == (ApplicationState.IN_PROGRESS, board.pk)
    with pytest.raises(DomainError) as refusal:
        claim_application(actor=make_actor("thief"), ticket=ticket)
    assert refusal.value.code == "claimed"


@pytest.mark.parametrize("changed", [{"email": "nonsense"}, {"email": ""}, {"title": " "}, {"name": ""}])
def test_it_needs_title_name_and_address(call: Call, board: Board, officer: Actor, changed: dict[str, str]) -> None:
    with pytest.raises(InvalidError) as refusal:
        refer_application(actor=officer, board=board, call=call, answers={**GIVEN, **changed})
    assert [problem.field for problem in refusal.value.problems] == list(changed)
    assert not Application.objects.exists()


def test_the_same_person_is_recommended_once(call: Call, board: Board, officer: Actor) -> None:
    refer_application(actor=officer, board=board, call=call, answers=GIVEN)
    with pytest.raises(InvalidError) as refusal:
        refer_application(actor=officer, board=board, call=call, answers={**GIVEN, "email": "SHEN@firm.example"})
    assert refusal.value.problems[0].code == "referred"


def test_only_the_host_areas_own_officers_and_only_while_it_is_open(
    call: Call, board: Board, city: Jurisdiction, officer: Actor
) -> None:
    other = make_board_actor(make_board(city, 2, "ict"))
    for actor in (other, make_actor("office", Role.OFFICE)):
        with pytest.raises(RefusedError):
            refer_application(actor=actor, board=board, call=call, answers=GIVEN)
    Call.objects.filter(pk=call.pk).update(allows_recommendation=False)
    call.refresh_from_db()
    with pytest.raises(RefusedError):
        refer_application(actor=officer, board=board, call=call, answers=GIVEN)


@pytest.mark.parametrize("ticket", ["x", "a.b", "", "e30.AAAA", "字"])
def test_a_link_that_is_not_ours_is_nothing(call: Call, ticket: str) -> None:
    with pytest.raises(NotFoundError):
        claimed_by(ticket)


def test_imported_applications_are_taken_over_by_letter_or_by_a_link_from_the_office(call: Call) -> None:
    office = make_actor("office", Role.OFFICE)
    entries = [Entry(answers(1)), Entry({**answers(2), "email": ""})]
    first, second = import_many(actor=SYSTEM, call=call, entries=entries)
    assert send_claims(actor=office, application_ids=[first.pk, second.pk]) == 1
    assert Notice.objects.get().email == answers(1)["email"]
    ticket = _ticket(make_claim_link(actor=office, application_id=second.pk))
    assert claim_application(actor=make_actor("late"), ticket=ticket).number == second.number
    for actor in (make_actor("x", Role.EXPERT), make_actor("y")):
        with pytest.raises(NotFoundError):
            make_claim_link(actor=actor, application_id=first.pk)
        with pytest.raises(RefusedError):
            send_claims(actor=actor, application_ids=[first.pk])


def test_the_pages_of_a_host_area(call: Call, board: Board) -> None:
    page = visit_as(make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk)))
    assert "Cloud roadshow" in text_of(page.get("/w/recommended/"))
    bad = page.post("/w/recommended/roadshow", {**GIVEN, "email": "<b>x", "summary": "kept <i>"})
    assert bad.status_code == 422
    assert "This is not an e-mail address" in text_of(bad)
    assert "kept &lt;i&gt;" in text_of(bad)
    assert page.post("/w/recommended/roadshow", GIVEN).status_code == 302
    text = text_of(page.get("/w/recommended/?done=sent"))
    assert "Waits for the applicant to confirm" in text
    row = Application.objects.get()
    assert page.post(f"/w/recommended/{row.pk}/resend").status_code == 302
    assert Notice.objects.count() == 2
    assert page.get("/w/recommended/no-such-call").status_code == 404


def test_the_page_of_the_applicant(call: Call, board: Board, officer: Actor) -> None:
    from yunhui.pipeline.applications.services.referring import _link

    where = _link(refer_application(actor=officer, board=board, call=call, answers=GIVEN))
    assert visit_as(None).get(where).status_code == 302
    page = visit_as(make_user("shen"))
    text = text_of(page.get(where))
    assert "District 1 recommends this project" in text
    assert page.post(where).status_code == 302
    assert page.get(where).status_code == 302
    other = visit_as(make_user("other"))
    assert "has been taken over already" in text_of(other.get(where))
    assert other.post(where).status_code == 409
    assert other.get("/my/claims/nonsense").status_code == 404


def test_the_office_hands_out_a_link(call: Call) -> None:
    (row,) = import_many(actor=SYSTEM, call=call, entries=[Entry(answers(1))])
    page = visit_as(make_user("desk", Role.OFFICE))
    text = text_of(page.post(f"/w/applications/{row.pk}/claim-link"))
    assert "/my/claims/" in text
    assert visit_as(make_user("chair", Role.CHAIR)).post(f"/w/applications/{row.pk}/claim-link").status_code == 403
