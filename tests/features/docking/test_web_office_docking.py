"""The office's docking page of a call: who answered how, what is late, more time, another host area, objections."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import make_application, make_user
from tests.factories.docking import Fair, make_fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import ObjectionState, OfferState
from yunhui.features.docking.models import Objection, Offer
from yunhui.features.docking.services import lapse_due_offers, raise_objection, register_first_contact
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction

QUESTIONS = 8


@pytest.fixture
def office(fair: Fair) -> User:
    return make_user("office", Role.OFFICE)


def home(fair: Fair) -> str:
    return f"/w/calls/{fair.call.code}/docking/"


def test_the_matrix_counts_each_answer(fair: Fair, office: User) -> None:
    fair.interest(0)
    page = text_of(visit_as(office).get(home(fair)))
    assert "3 offers · 2 await an answer · 0 without one in time" in page
    assert "District 2" in page
    chinese = text_of(visit_as(office, CHINESE).get(home(fair) + "?show=interested"))
    assert "各板块反馈情况" in chinese
    assert "项目1" in chinese


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    fair: Fair, office: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_application(fair.call, 5 + 4 * number)
    client = visit_as(office)
    client.get(home(fair))
    with django_assert_num_queries(QUESTIONS):
        client.get(home(fair))


def test_more_time_is_shown_first_and_given_with_a_reason(fair: Fair, office: User) -> None:
    offer = fair.offer(0)
    client = visit_as(office)
    with clock.travel(offer.due_at):
        lapse_due_offers()
    assert fair.offer(0).state == OfferState.LAPSED
    preview = text_of(client.get(f"{home(fair)}extend?offer={offer.pk}&offer={fair.offer(1).pk}"))
    assert "Each of these gets until" in preview
    assert preview.count('name="offer"') == 2
    assert fair.offer(0).state == OfferState.LAPSED, "looking changes nothing"
    wrong = client.post(f"{home(fair)}extend", {"offer": [offer.pk], "days": "40", "reason": ""})
    assert wrong.status_code == 422
    assert "Write a number from 1 to 20." in text_of(wrong)
    done = client.post(f"{home(fair)}extend", {"offer": [offer.pk], "days": "3", "reason": "Holiday of the county"})
    assert done["Location"] == f"{home(fair)}?done=extended&n=1"
    again = fair.offer(0)
    assert (again.state, again.extension_reason) == (OfferState.PENDING, "Holiday of the county")
    assert again.due_at > clock.now() + timedelta(days=2)
    page = text_of(visit_as(fair.officers[0]).get(f"/w/offers/{offer.pk}/"))
    assert "Holiday of the county" in page


def test_another_host_area_within_the_rule(city: Jurisdiction) -> None:
    fair = make_fair(city, boards=5)
    client = visit_as(make_user("office", Role.OFFICE))
    asked = set(Offer.objects.values_list("board_id", flat=True))
    free = next(board for board in fair.boards if board.pk not in asked)
    path = f"{home(fair)}offer/{fair.application.pk}/"
    assert free.name_en in text_of(client.get(path))
    full = client.post(path, {"board": str(free.pk), "reason": ""})
    assert full.status_code == 422
    assert "3 host areas have this project." in text_of(full)
    first = Offer.objects.order_by("board__sort").first()
    assert first is not None
    index = fair.boards.index(first.board)
    visit_as(fair.officers[index]).post(f"/w/offers/{first.pk}/not-interested", {"reason_code": "industry"})
    assert client.post(path, {"board": str(free.pk), "reason": "Asked for a hall"}).status_code == 302
    assert "Asked for a hall" in text_of(
        visit_as(fair.officers[fair.boards.index(free)]).get(f"/w/offers/{Offer.objects.get(board=free).pk}/")
    )
    assert client.post(path, {"board": "nonsense"}).status_code == 422


def test_a_reminder_by_hand_says_that_it_left(fair: Fair, office: User) -> None:
    client = visit_as(office)
    done = client.post(f"{home(fair)}{fair.boards[0].pk}/nudge", follow=True)
    assert "Written to 1 officer." in text_of(done)
    again = client.post(f"{home(fair)}{fair.boards[0].pk}/nudge", follow=True)
    assert "That was too often." in text_of(again)


def test_an_objection_is_read_from_both_sides_and_decided(fair: Fair, office: User) -> None:
    day = (clock.now() - timedelta(days=9)).astimezone(clock.BEIJING).date().isoformat()
    given = {"talked_on": day, "way": "visit"}
    register_first_contact(actor=fair.officer(0), offer_id=fair.offer(0).pk, evidence="FIRST SIDE", **given)
    objection = raise_objection(actor=fair.officer(1), offer_id=fair.offer(1).pk, evidence="OTHER SIDE", **given)
    client = visit_as(office)
    assert "An objection to a first contact waits for your decision" in text_of(client.get(home(fair)))
    path = f"{home(fair)}objections/{objection.pk}/"
    page = text_of(client.get(path))
    assert "FIRST SIDE" in page and "OTHER SIDE" in page
    wrong = client.post(f"{path}decide", {"decision": "dismiss", "reason": " "})
    assert wrong.status_code == 422
    client.post(f"{path}decide", {"decision": "dismiss", "reason": "The meeting was later"})
    assert Objection.objects.get().state == ObjectionState.DISMISSED
    assert "The meeting was later" in text_of(client.get(path))
    assert visit_as(fair.officers[0]).get(path).status_code == 403


@pytest.mark.parametrize("path", ["", "extend"])
def test_a_call_of_others_is_not_found(fair: Fair, path: str) -> None:
    from yunhui.foundation.accounts.enums import ScopeKind

    stranger = make_user("stranger", Role.OFFICE, scope=(ScopeKind.CALL, "0" * 32))
    assert visit_as(stranger).get(home(fair) + path).status_code == 404
