"""A host area's pages: its own offers only, no contact data, and an answer that carries something."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import lapse_due_offers
from yunhui.features.docking.web.countdown import countdown, working_days_left
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import Calendar, add_working_days, calendar_from
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.services import end_applications, withdraw_application
from yunhui.pipeline.calls.models import Call

SUBSTANCE = {"site": "Hall 2", "policy": "Clause 6", "contact": "He Linchuan", "next_step": "Visit by 29 Nov"}


@pytest.fixture
def boards(city: Jurisdiction) -> list[Board]:
    return [make_board(city, number, "energy") for number in (1, 2)]


@pytest.fixture
def call(city: Jurisdiction, boards: list[Board]) -> Call:
    return make_call(city)


def officer(board: Board) -> User:
    return make_user(f"officer{board.sort}", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))


def offer_to(board: Board) -> Offer:
    return Offer.objects.get(board=board)


def test_the_inbox_says_what_why_and_by_when(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    page = text_of(visit_as(officer(boards[0])).get("/w/offers/"))
    for wanted in ("Project 1", "New energy", "Netherlands", "New energy is one of your industries"):
        assert wanted in page
    assert "5 working days left" in page
    assert "the first project of this call for you" in page
    chinese = text_of(visit_as(officer(boards[1]), CHINESE).get("/w/offers/"))
    assert "还剩5个工作日" in chinese
    assert "新能源是贵板块的主导产业" in chinese


def test_an_area_of_other_industries_learns_why_it_was_asked(call: Call, city: Jurisdiction) -> None:
    make_board(city, 3, "health")
    make_application(call, 1)
    third = Offer.objects.get(board__sort=3)
    page = text_of(visit_as(officer(third.board)).get(f"/w/offers/{third.pk}/"))
    assert "Fewer than 3 host areas name New energy" in page


def test_the_brief_has_the_project_and_no_way_to_reach_it(call: Call, boards: list[Board]) -> None:
    make_application(call, 1, employer="Secret Works")
    offer = offer_to(boards[0])
    client = visit_as(officer(boards[0]))
    for headers in ({}, {"HX-Request": "true"}):
        page = text_of(client.get(f"/w/offers/{offer.pk}/", headers=headers))
        for wanted in ("Project 1", "申报人1", "解决电池低温问题", "新的电解液配方", "三人全职", "建一条中试线"):
            assert wanted in page
        assert "Delft, Netherlands" in page
        assert "person1@" not in page
        assert "Secret Works" not in page
        assert ("<html" in page) is (not headers)


def test_the_brief_is_what_was_submitted(call: Call, boards: list[Board]) -> None:
    application = make_application(call, 1)
    application.answers = {**application.answers, "landing": "not sent yet"}
    application.save(update_fields=["answers"])
    page = text_of(visit_as(officer(boards[0])).get(f"/w/offers/{offer_to(boards[0]).pk}/"))
    assert "not sent yet" not in page
    assert "version 1" in page


def test_an_interest_needs_all_four_and_keeps_what_was_typed(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    client = visit_as(officer(boards[0]))
    for name in SUBSTANCE:
        page = client.post(f"/w/offers/{offer.pk}/interested", {**SUBSTANCE, name: "  "})
        text = text_of(page)
        assert page.status_code == 422
        assert f'href="#f-{name}"' in text
        assert "One answer needs you." in text
        assert all(f'value="{value}"' in text for key, value in SUBSTANCE.items() if key != name)
    too_long = client.post(f"/w/offers/{offer.pk}/interested", {**SUBSTANCE, "contact": "x" * 121})
    assert "1 characters too many." in text_of(too_long)
    offer.refresh_from_db()
    assert offer.state == OfferState.PENDING


def test_an_interest_is_shown_with_who_and_what_and_twice_is_once(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    client = visit_as(officer(boards[0]))
    for _twice in range(2):
        done = client.post(f"/w/offers/{offer.pk}/interested", SUBSTANCE)
        assert done["Location"] == f"/w/offers/{offer.pk}/?done=answered"
    page = text_of(client.get(done["Location"]))
    for wanted in ("Your answer is recorded.", "officer1", *SUBSTANCE.values()):
        assert wanted in page
    assert 'name="site"' not in page
    offer.refresh_from_db()
    assert offer.state == OfferState.INTERESTED
    assert "Project 1" in text_of(client.get("/w/offers/?show=answered"))
    assert "Nothing waits for you" in text_of(client.get("/w/offers/"))


def test_not_interested_needs_no_reason_and_keeps_one(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    for board, reason in zip(boards, ("", "No supply chain here"), strict=True):
        offer = offer_to(board)
        client = visit_as(officer(board))
        client.post(f"/w/offers/{offer.pk}/not-interested", {"reason": reason})
        offer.refresh_from_db()
        assert (offer.state, offer.reason) == (OfferState.NOT_INTERESTED, reason)
        page = text_of(client.get(f"/w/offers/{offer.pk}/"))
        assert "Not interested for now" in page
        assert reason in page


def test_in_the_panel_the_answer_renews_row_and_tabs(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    client = visit_as(officer(boards[0]))
    wrong = client.post(f"/w/offers/{offer.pk}/interested", {}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert "<html" not in text_of(wrong)
    part = text_of(client.post(f"/w/offers/{offer.pk}/interested", SUBSTANCE, headers={"HX-Request": "true"}))
    assert "<html" not in part
    for place in (f'id="light-{offer.pk}"', 'id="offer-tabs"', 'id="offers-waiting"'):
        assert f'{place} hx-swap-oob="true"' in part


def test_one_area_sees_nothing_of_anothers(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    theirs = offer_to(boards[1])
    visit_as(officer(boards[1])).post(f"/w/offers/{theirs.pk}/interested", SUBSTANCE)
    client = visit_as(officer(boards[0]))
    assert client.get(f"/w/offers/{theirs.pk}/").status_code == 404
    for verb in ("interested", "not-interested"):
        assert client.post(f"/w/offers/{theirs.pk}/{verb}", SUBSTANCE).status_code == 404
    for path in ("/w/offers/", "/w/offers/?show=answered", f"/w/offers/{offer_to(boards[0]).pk}/"):
        page = text_of(client.get(path))
        assert "Hall 2" not in page
        assert boards[1].name_en not in page


@pytest.mark.parametrize("roles", [(), (Role.EXPERT,), (Role.OFFICE,)])
def test_others_are_refused(call: Call, boards: list[Board], roles: tuple[str, ...]) -> None:
    make_application(call, 1)
    client = visit_as(make_user("other", *roles))
    for path in ("/w/offers/", f"/w/offers/{offer_to(boards[0]).pk}/"):
        assert client.get(path).status_code == 403
    assert visit_as(None).get("/w/offers/")["Location"] == "/sign-in?next=%2Fw%2Foffers%2F"


def test_a_colleagues_answer_stands_and_what_was_typed_is_shown(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    colleague = make_user("colleague", Role.BOARD, scope=(ScopeKind.BOARD, boards[0].pk))
    visit_as(colleague).post(f"/w/offers/{offer.pk}/not-interested")
    page = visit_as(officer(boards[0])).post(f"/w/offers/{offer.pk}/interested", SUBSTANCE)
    text = text_of(page)
    assert page.status_code == 422
    assert "Your host area has answered already." in text
    assert "What you wrote was not recorded:" in text
    assert "Hall 2" in text
    assert "colleague" in text


def test_silence_has_its_own_tab(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    user = officer(boards[0])
    with clock.travel(offer.due_at):
        client = visit_as(user)
        page = client.post(f"/w/offers/{offer.pk}/interested", SUBSTANCE)
        assert "The time to answer has run out." in text_of(page)
        assert "time ran out" in text_of(client.get("/w/offers/"))
        assert lapse_due_offers() == 2
        page = text_of(client.get("/w/offers/?show=late"))
        assert "Project 1" in page
        assert "No answer in time" in text_of(client.get(f"/w/offers/{offer.pk}/"))


def test_a_withdrawn_project_waits_for_nobody(call: Call, boards: list[Board]) -> None:
    founder = make_user("founder")
    application = make_application(call, 1, owner=actor_of(founder))
    withdraw_application(actor=actor_of(founder), application_id=application.pk)
    client = visit_as(officer(boards[0]))
    assert "Nothing waits for you" in text_of(client.get("/w/offers/"))
    offer = offer_to(boards[0])
    page = text_of(client.get(f"/w/offers/{offer.pk}/"))
    assert "The applicant has withdrawn." in page
    assert "<form" not in page.partition('id="answer"')[2].partition("</section>")[0]
    late = client.post(f"/w/offers/{offer.pk}/interested", SUBSTANCE)
    assert late.status_code == 422
    assert "The applicant has withdrawn." in text_of(late)
    with clock.travel(offer.due_at):
        assert lapse_due_offers() == 0, "silence about what is gone is nobody's fault"
    offer.refresh_from_db()
    assert (offer.state, offer.answered_at) == (OfferState.PENDING, None)


def test_what_has_ended_leaves_the_inbox_and_takes_no_answer(call: Call, boards: list[Board]) -> None:
    gone, running = (make_application(call, number) for number in (1, 5))
    end_applications(actor=SYSTEM, application_ids=[gone.pk], state=ApplicationState.DECLINED)
    client = visit_as(officer(boards[0]))
    page = text_of(client.get("/w/offers/"))
    assert "Project 5" in page
    assert "Project 1" not in page
    assert "One project waits for your answer." in page
    offer = Offer.objects.get(board=boards[0], application=gone)
    answer = client.post(f"/w/offers/{offer.pk}/not-interested")
    assert answer.status_code == 422
    assert "This application has ended. No answer is needed." in text_of(answer)
    with clock.travel(offer.due_at):
        assert lapse_due_offers() == 2
    assert set(Offer.objects.filter(application=gone).values_list("state", flat=True)) == {OfferState.PENDING}
    assert set(Offer.objects.filter(application=running).values_list("state", flat=True)) == {OfferState.LAPSED}


def test_each_opening_of_a_brief_leaves_a_row(call: Call, boards: list[Board]) -> None:
    application = make_application(call, 1)
    offer = offer_to(boards[0])
    user = officer(boards[0])
    client = visit_as(user)
    for headers in ({}, {"HX-Request": "true"}):
        client.get(f"/w/offers/{offer.pk}/", headers=headers)
    client.post(f"/w/offers/{offer.pk}/interested", {})
    client.get("/w/offers/")
    visit_as(officer(boards[1])).get(f"/w/offers/{offer.pk}/")
    rows = AuditEntry.objects.filter(action="offer.opened")
    after = {"application": str(application.pk), "board": str(boards[0].pk)}
    assert (
        list(rows.values_list("actor_id", "subject_type", "subject_id", "after"))
        == [(user.pk, "offer", str(offer.pk), after)] * 2
    )
    assert Offer.objects.get(pk=offer.pk).state == OfferState.PENDING


def test_a_reason_that_is_too_long_is_kept_and_not_cut(call: Call, boards: list[Board]) -> None:
    make_application(call, 1)
    offer = offer_to(boards[0])
    reason = "x" * 301
    page = visit_as(officer(boards[0])).post(f"/w/offers/{offer.pk}/not-interested", {"reason": reason})
    assert page.status_code == 422
    assert "1 characters too many. Shorten it; nothing is lost." in text_of(page)
    assert reason in text_of(page)
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == (OfferState.PENDING, "")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_the_same_number_of_questions(
    call: Call, boards: list[Board], rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_application(call, 4 * number + 1)
    client = visit_as(officer(boards[0]))
    with django_assert_num_queries(7):
        client.get("/w/offers/")


def test_working_days_are_counted_as_they_were_given(city: Jurisdiction) -> None:
    """Also over the week of the national holiday, and on both sides of Beijing's midnight."""
    for start in ("2026-09-28T03:00", "2026-11-20T15:59", "2026-11-20T16:00", "2026-11-22T01:00"):
        now = datetime.fromisoformat(start).replace(tzinfo=UTC)
        for days in range(9):
            with clock.travel(now):
                due = add_working_days(now, days)
                assert working_days_left(due, calendar_from(now)) == days, start


def test_a_saturday_that_works_counts() -> None:
    saturday = date(2026, 11, 21)
    with clock.travel(datetime(2026, 11, 20, 1, tzinfo=UTC)):
        due = clock.end_of_day(saturday)
        assert working_days_left(due, Calendar({})) == 0
        assert working_days_left(due, Calendar({saturday: True})) == 1


def test_the_light_warns_two_working_days_ahead() -> None:
    friday = clock.end_of_day(date(2026, 11, 27))
    lights = []
    for day in (24, 25, 26, 27):
        with clock.travel(datetime(2026, 11, day, 1, tzinfo=UTC)):
            lights.append(countdown(friday, Calendar({})).light)
    assert lights == ["g", "y", "y", "y"]
    with clock.travel(friday):
        assert countdown(friday, Calendar({})).light == "r"
