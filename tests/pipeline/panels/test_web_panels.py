"""The pages of panels: the office, the link, the expert."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.pipeline.panels.conftest import World
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.enums import DispatchState
from yunhui.foundation.notices.models import Attempt, Dispatch
from yunhui.foundation.notices.services.delivering import note_trouble
from yunhui.pipeline.experts.services import PayeeData, keep_payee
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Draw, Fee, Seat
from yunhui.pipeline.panels.ports import register_sheets
from yunhui.pipeline.panels.rules import pledge_of
from yunhui.pipeline.panels.selectors.links import link_of
from yunhui.pipeline.panels.services import accept_seat, invite_experts, keep_panel, open_panel
from yunhui.pipeline.panels.services.answering import BY_LINK

pytestmark = pytest.mark.django_db
HOME = "/w/calls/roadshow/panel/"
LOTS = {"industry-0": "energy", "seats-0": "2", "reserve-0": "1", "per_organisation": "1", "rest": "0", "avoid": ""}
DECIDE = {"public_value": "7 12 20 31", "present": "李明，监督\nWen, office", "do": "draw"}


def office_of(world: World) -> Client:
    return visit_as(User.objects.get(pk=world.office.user_id))


def director_of(world: World) -> Client:
    return visit_as(User.objects.get(pk=world.director.user_id))


def invited(world: World, number: int = 0) -> Seat:
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[number].pk])
    return Seat.objects.get(pk=seat.pk)


def test_a_call_without_invitations_says_what_that_means(world: World) -> None:
    assert "Nobody has been asked yet" in text_of(office_of(world).get(HOME))
    assert office_of(world).get("/w/calls/none/panel/").status_code == 404


def test_lots_from_the_plan_to_the_sealed_result(world: World) -> None:
    office = office_of(world)
    looked = office.post(f"{HOME}draw", {**LOTS, "do": "look"})
    page = text_of(looked)
    assert looked.status_code == 200 and "The frozen list" in page
    digest = looked.context["outlook"].digest
    wrong = office.post(f"{HOME}draw", {**LOTS, **DECIDE, "public_value": "", "present": "Wen", "digest": digest})
    assert wrong.status_code == 422
    assert "Name two people who are present" in text_of(wrong) and 'value="2"' in text_of(wrong)
    done = office.post(f"{HOME}draw", {**LOTS, **DECIDE, "digest": digest})
    assert done.status_code == 302
    draw = Draw.objects.get()
    for address in (HOME, f"{HOME}draws/{draw.pk}/"):
        said = text_of(office.get(address))
        assert not any(one.person.name in said for one in world.experts)
    assert "the same result" in text_of(office.get(f"{HOME}draws/{draw.pk}/"))
    for seat in Seat.objects.filter(state=SeatState.INVITED):
        accept_seat(actor=BY_LINK, seat_id=seat.pk)
    assert office.post(f"{HOME}open").status_code == 403
    assert director_of(world).post(f"{HOME}open").status_code == 302
    for address in (HOME, f"{HOME}draws/{draw.pk}/"):
        said = text_of(office.get(address))
        assert sum(one.person.name in said for one in world.experts) >= 2


def test_what_cannot_be_drawn_is_said_in_words(world: World) -> None:
    page = text_of(office_of(world).post(f"{HOME}draw", {**LOTS, "seats-0": "9", "do": "look"}))
    assert "9 are needed, the library has 3" in page
    for typed, word in (
        ({"seats-0": "many"}, "Write a whole number"),
        ({"seats-0": "0", "reserve-0": ""}, "Say how many"),
    ):
        answer = office_of(world).post(f"{HOME}draw", {**LOTS, **typed, "do": "look"})
        assert answer.status_code == 422 and word in text_of(answer)


def test_the_link_answers_without_an_account(world: World) -> None:
    keep_panel(actor=world.office, call=world.call, fee_sheet=10_000)
    seat = invited(world)
    guest, link = Client(), link_of(seat)
    guest.cookies["yunhui_language"] = "en"
    answer = guest.get(link)
    assert answer.status_code == 200 and "100 yuan for each score sheet" in text_of(answer)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert guest.post(link, {"do": "decline"}).status_code == 422
    wrong = guest.post(link, {"do": "accept", "most": "lots"})
    assert wrong.status_code == 422 and "Write a whole number" in text_of(wrong)
    assert guest.post(link, {"do": "accept", "most": "8"}).status_code == 302
    assert "you are on the panel" in text_of(guest.get(link))
    assert guest.post(link, {"do": "decline", "reason": "time"}).status_code == 302
    named = guest.post(link, {"do": "colleague", "name": "Ada", "email": "ada@uni.example"})
    assert named.status_code == 302
    assert guest.post(link, {"do": "accept"}).status_code == 409
    assert guest.get(f"{link}0").status_code == 404


def test_an_expert_signs_in_on_their_own_page(world: World) -> None:
    seat = invited(world)
    user = world.experts[0].person.user
    assert user is not None
    me = visit_as(user)
    assert "Answer" in text_of(me.get("/w/panel/"))
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    open_panel(actor=world.director, call=world.call)
    address = f"/w/panel/{seat.pk}/"
    wrong = me.post(address, {"name": "x", "version": pledge_of(None).version})
    assert wrong.status_code == 422 and "Sign with your name" in text_of(wrong)
    assert me.post(address, {"name": "专家1", "version": pledge_of(None).version}).status_code == 302
    assert "Signed by 专家1" in text_of(me.get(address))
    other = world.experts[1].person.user
    assert visit_as(other).get(address).status_code == 404


def test_the_list_asks_a_constant_number_of_times(world: World, django_assert_max_num_queries: Any) -> None:
    counts = []
    for number in (0, 1, 2):
        invited(world, number)
        for seat in Seat.objects.filter(state=SeatState.INVITED):
            accept_seat(actor=BY_LINK, seat_id=seat.pk)
        if not counts:
            open_panel(actor=world.director, call=world.call)
        office = office_of(world)
        office.get(HOME)
        with django_assert_max_num_queries(8) as captured:
            assert isinstance(captured, CaptureQueriesContext)
            office.get(HOME)
        counts.append(len(captured))
    assert len(set(counts)) == 1, counts


def test_fees_from_sheets_to_finance(world: World) -> None:
    keep_panel(actor=world.office, call=world.call, fee_sheet=100_000, fee_day=80_000)
    seat = invited(world)
    expert = world.experts[0]
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    home, office = f"{HOME}fees/", office_of(world)
    assert "sealed" in text_of(office.get(home))
    assert office.post(f"{home}work-out").status_code == 403
    open_panel(actor=world.director, call=world.call)
    from yunhui.pipeline.panels import ports

    before = ports._sheets.copy()
    register_sheets(lambda _call: {expert.pk: 5})
    try:
        assert office.post(f"{home}work-out", {f"days-{expert.pk}": "1"}).status_code == 302
        assert office.post(f"{home}work-out", {f"days-{expert.pk}": "99"}).status_code == 409
    finally:
        ports._sheets[:] = before
    fee = Fee.objects.get()
    assert (fee.sheets, fee.days, fee.gross, fee.tax) == (5, 1, 580_000, 92_800)
    user = expert.person.user
    assert user is not None
    given = PayeeData(
        holder="专家1", bank="云州银行", account="6222021234567890128"[:16], document="11010519491231002X"
    )
    try:
        keep_payee(actor=actor_of(user), given=given)
    except Exception:
        given = PayeeData(holder="专家1", bank="云州银行", account="12345678", document="11010519491231002X")
        keep_payee(actor=actor_of(user), given=given)
    book = CalamineWorkbook.from_filelike(BytesIO(office.get(f"{home}roster.xlsx").content))
    row = book.get_sheet_by_index(0).to_python()[1]
    assert row[4:7] == [5800.0, 928.0, 4872.0] and "11010519491231002X" in row
    stale = visit_as(User.objects.get(pk=world.office.user_id))
    session = stale.session
    session["proved_at"] = 0
    session.save()
    assert "/sign-in/second" in stale.get(f"{home}roster.xlsx").headers["Location"]
    assert office.post(f"{home}mark", {"state": "paid"}).status_code == 409
    assert office.post(f"{home}mark", {"state": "sent"}).status_code == 302
    assert office.post(f"{home}mark", {"state": "paid"}).status_code == 302
    assert "5,800" in text_of(visit_as(user).get("/w/panel/"))


def test_settings_are_refused_beside_their_fields(world: World) -> None:
    office = office_of(world)
    wrong = office.post(f"{HOME}settings", {"reply_days": "0", "fee_sheet": "1.234", "pledge_zh": "我"})
    assert (
        wrong.status_code == 422
        and "Write an amount in yuan" in text_of(wrong)
        and ">我<" in text_of(wrong).replace("\n", "")
    )
    good = {"reply_days": "5", "fee_sheet": "1,200.50", "fee_day": "", "pledge_zh": "", "pledge_en": ""}
    assert office.post(f"{HOME}settings", good).status_code == 302
    assert world.call.panel.fee_sheet == 120_050


def test_it_speaks_chinese(world: World) -> None:
    seat = invited(world)
    guest = Client()
    guest.cookies["yunhui_language"] = "zh-hans"
    assert "我愿意担任" in text_of(guest.get(link_of(seat)))
    zh = visit_as(User.objects.get(pk=world.office.user_id), language="zh-hans")
    assert "评审专家组" in text_of(zh.get(HOME))


def test_outsiders_reach_nothing(world: World) -> None:
    seat = invited(world)
    applicant = visit_as(make_user("applicant"))
    board = visit_as(make_user("expertish", Role.EXPERT))
    for address in (HOME, f"{HOME}draw", f"{HOME}fees/", "/w/experts/", f"/w/experts/{world.experts[0].pk}/"):
        assert applicant.get(address).status_code == 403
        assert board.get(address).status_code == 403
    assert board.get(f"/w/panel/{seat.pk}/").status_code == 404
    assert SYSTEM.is_system


def test_an_address_that_came_back_is_nobodys_before_the_sign_in(world: World) -> None:
    """Neither the list of addresses nor the letter's own page says whom the panel asked."""
    (seat,) = invite_experts(actor=world.office, call=world.call, expert_ids=[world.experts[0].pk])
    email = world.experts[0].person.email
    dispatch = Dispatch.objects.get(notice__letter="panels.invitation", channel="mail")
    dispatch.state, dispatch.address, dispatch.reply = DispatchState.BOUNCED, email, f"550 <{email}> unknown"
    dispatch.save()
    Attempt.objects.create(dispatch=dispatch, outcome="bounced", reply=dispatch.reply)
    note_trouble(email, dispatch.reply)
    note_trouble("nobody@firm.example", "550")
    client = office_of(world)

    def pages() -> str:
        urls = ("/w/outbox/addresses", f"/w/outbox/{dispatch.notice_id}/")
        return "".join(client.get(url).content.decode() for url in urls)

    assert email not in pages()
    assert "nobody@firm.example" in pages()
    accept_seat(actor=BY_LINK, seat_id=seat.pk)
    open_panel(actor=world.director, call=world.call)
    assert email in pages()
