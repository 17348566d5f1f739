"""An officer of a host area in Chromium: the side panel, and three taps on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_application, make_board, make_call, make_city, make_user
from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.parties.models import Board

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def officer(live_server: Any) -> User:
    """An officer to whose area two projects were offered."""
    city = make_city()
    board: Board = make_board(city, 1, "energy")
    call = make_call(city)
    for number in (1, 5):
        make_application(call, number)
    return make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))


def test_answering_in_the_panel_keeps_the_list(officer: User, open_as: Open) -> None:
    page = open_as(officer, "/w/offers/")
    page.get_by_role("link", name="Project 1").click()
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="Project 1").wait_for()
    assert "/w/offers/" in page.url
    expect(page.get_by_role("link", name="Project 5")).to_be_visible()
    panel.get_by_role("button", name="Interested", exact=True).click()
    panel.get_by_text("3 answers need you.").wait_for()
    for name, value in (("site", "Hall 2"), ("policy", "Clause 6"), ("next_step", "Visit")):
        panel.locator(f"[name={name}]").fill(value)
    assert serious(page) == []
    panel.get_by_role("button", name="Interested", exact=True).click()
    panel.get_by_text("Your answer is recorded.").wait_for()
    expect(page.locator("#offers-waiting")).to_have_text(re.compile("^\\s*One project waits"))
    expect(page.locator("#offer-tabs .n")).to_have_text(["1", "1", "1"])
    offer = Offer.objects.get(state=OfferState.INTERESTED)
    assert offer.contact == "officer"  # who signed in, unless they write another
    expect(page.locator(f"#light-{offer.pk}")).to_have_text(re.compile("^\\s*Interested"))


def test_three_taps_on_a_phone(officer: User, open_as: Open) -> None:
    page = open_as(officer, "/w/offers/", width=390, has_touch=True, java_script_enabled=False)
    page.get_by_role("link", name="Project 1").tap()
    page.get_by_text("Not interested for now").first.tap()
    page.get_by_role("button", name="Not one of our industries").tap()
    page.get_by_text("Your answer is recorded.").wait_for()
    assert Offer.objects.filter(state=OfferState.NOT_INTERESTED).count() == 1
