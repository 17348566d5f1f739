"""The pool: masked, within the rule of three host areas, and silent about who answered what."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_application, make_user
from tests.factories.docking import GIVEN, Fair, make_fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import OfferState, Origin
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import excerpt, masked
from yunhui.features.docking.selectors import in_pool
from yunhui.features.docking.services import (
    answer_interested,
    answer_not_interested,
    pick_project,
    register_first_contact,
)
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, RefusedError
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import revoke_consent


@pytest.fixture
def wide(city: Jurisdiction) -> Fair:
    """Five host areas, three of them asked."""
    return make_fair(city, boards=5)


def free(fair: Fair) -> tuple[Board, Actor]:
    """A host area that was not asked, and its officer."""
    asked = set(Offer.objects.filter(application=fair.application).values_list("board_id", flat=True))
    index = next(n for n, board in enumerate(fair.boards) if board.pk not in asked)
    return fair.boards[index], fair.officer(index)


def say_no(fair: Fair, index: int) -> None:
    answer_not_interested(actor=fair.officer(index), offer_id=fair.offer(index).pk)


def test_a_project_comes_when_a_place_is_free_and_goes_when_it_is_taken(wide: Fair) -> None:
    board, officer = free(wide)
    assert not in_pool(officer, board).exists(), "three host areas are at work on it"
    say_no(wide, 0)
    assert in_pool(officer, board).exists()
    assert not in_pool(wide.officer(0), wide.boards[0]).exists(), "who said no does not find it again"
    offer = pick_project(actor=officer, application_id=wide.application.pk)
    assert (offer.state, offer.origin, offer.why["same"]) == (OfferState.PENDING, Origin.PICKED, True)
    assert pick_project(actor=officer, application_id=wide.application.pk) == offer, "a button pressed twice"
    assert Offer.objects.filter(state__in=["pending", "interested"]).count() == 3


def test_never_more_than_the_rule_allows(wide: Fair) -> None:
    say_no(wide, 0)
    _board, officer = free(wide)
    pick_project(actor=officer, application_id=wide.application.pk)
    _other, second = free(wide)
    with pytest.raises(NotFoundError):
        pick_project(actor=second, application_id=wide.application.pk)


def test_a_few_picks_may_wait_and_no_more(wide: Fair) -> None:
    board, officer = free(wide)
    for number in range(5, 30, 4):
        application = make_application(wide.call, number)
        for offer in Offer.objects.filter(application=application).exclude(board=board):
            offer.state = OfferState.LAPSED
            offer.save()
        Offer.objects.filter(application=application, board=board).delete()
    found = list(in_pool(officer, board)[:6])
    for application in found[:5]:
        pick_project(actor=officer, application_id=application.pk)
    with pytest.raises(RefusedError) as caught:
        pick_project(actor=officer, application_id=found[5].pk)
    assert caught.value.code == "many_picks"


def test_who_lets_only_some_read_is_not_in_the_pool(wide: Fair) -> None:
    say_no(wide, 0)
    board, officer = free(wide)
    founder = actor_of(wide.founder)
    revoke_consent(actor=founder, application_id=wide.application.pk, purpose=Purpose.BOARDS, board=board)
    assert not in_pool(officer, board).exists()
    with pytest.raises(NotFoundError):
        pick_project(actor=officer, application_id=wide.application.pk)


def test_a_protected_project_is_not_in_the_pool_of_others(wide: Fair) -> None:
    say_no(wide, 0)
    register_first_contact(
        actor=wide.officer(1),
        offer_id=wide.offer(1).pk,
        talked_on=_yesterday(),
        way="visit",
        evidence="Met in Delft",
    )
    board, officer = free(wide)
    assert not in_pool(officer, board).exists()


def test_the_page_covers_who_it_is(wide: Fair) -> None:
    say_no(wide, 0)
    board, _officer = free(wide)
    user = make_user("another", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    text = "申报人1的团队在Firm 1做电池，写信到 person1@firm1.example 或 +31 15 278 9111，见 https://firm1.example"
    version = wide.application.versions.get()
    with connection.cursor() as cursor:  # a version is never changed by a service
        cursor.execute(
            "UPDATE applications_applicationversion SET answers = jsonb_set(answers, '{summary}', to_jsonb(%s::text))"
            " WHERE id = %s",
            [text, version.pk],
        )
    client = visit_as(user)
    page = text_of(client.get("/w/pool/"))
    assert "团队在" in page
    for secret in ("申报人1", "Firm 1", "person1@", "278 9111", "firm1.example", "项目1", "Project 1"):
        assert secret not in page
    done = client.post(f"/w/pool/{wide.application.pk}/pick")
    assert done.status_code == 302
    offer = Offer.objects.get(board=board)
    assert done["Location"] == f"/w/offers/{offer.pk}/?done=picked"
    assert "Your host area picked it from the pool" in text_of(client.get(done["Location"]))
    gone = client.post(f"/w/pool/{'0' * 8}-0000-7000-8000-{'0' * 12}/pick")
    assert gone.status_code == 409
    assert "no longer in the pool" in text_of(gone)


def test_the_pool_says_the_same_whatever_the_others_answered(wide: Fair) -> None:
    """Two interested and one silent, or three of whom one said no: the same page to the letter."""
    board, _officer = free(wide)
    user = make_user("another", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    say_no(wide, 0)
    client = visit_as(user)
    before = client.get("/w/pool/").content
    answer_interested(actor=wide.officer(1), offer_id=wide.offer(1).pk, **GIVEN)
    answer_interested(actor=wide.officer(2), offer_id=wide.offer(2).pk, **GIVEN)
    assert _plain(client.get("/w/pool/").content) == _plain(before)


@given(st.text(max_size=400))
def test_masking_survives_any_text(text: str) -> None:
    assert len(masked(text, ["Ada", "(", "a.b"])) <= 281


@given(st.text(max_size=400), st.floats(1, 120))
def test_excerpts_fit(text: str, room: float) -> None:
    assert len(excerpt(text, room)) <= room * 2 + 1


def _plain(page: bytes) -> bytes:
    """A page without tokens and times."""
    return re.sub(rb"[A-Za-z0-9]{64}|\d\d:\d\d(:\d\d)?(\.\d+)?", b"", page)


def _yesterday() -> str:
    return (clock.now() - timedelta(days=1)).astimezone(clock.BEIJING).date().isoformat()
