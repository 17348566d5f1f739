"""The office asks experts for everything that waits for them, with one press."""

from typing import Any

import pytest

from tests.factories.city import make_application, make_board, make_call, make_expert, make_user
from tests.factories.pages import text_of, use_plain_addresses, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.review.models import Assignment


@pytest.fixture(autouse=True)
def _plain(settings: Any) -> None:
    use_plain_addresses(settings)


def test_one_press_assigns_all_that_wait_and_the_button_goes(city: Jurisdiction) -> None:
    make_board(city, 1, "energy")
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city)
    for number in (1, 2):
        make_application(call, number)
    office = visit_as(make_user("office", Role.OFFICE))
    assert "Assign experts to 2 projects" in text_of(office.get("/w/calls/roadshow/"))
    answer = office.post("/w/calls/roadshow/assign")
    assert (answer.status_code, answer["Location"]) == (302, "/w/calls/roadshow/?stage=review")
    assert Assignment.objects.count() == 6
    assert "Assign experts to" not in text_of(office.get("/w/calls/roadshow/"))
    office.post("/w/calls/roadshow/assign")
    assert Assignment.objects.count() == 6


def test_without_a_library_it_says_what_to_do(city: Jurisdiction) -> None:
    make_board(city, 1, "energy")
    make_application(make_call(city), 1)
    answer = visit_as(make_user("office", Role.OFFICE)).post("/w/calls/roadshow/assign")
    assert answer.status_code == 409
    assert "The panel has no experts yet" in text_of(answer)


def test_only_the_office_assigns(city: Jurisdiction) -> None:
    make_board(city, 1, "energy")
    make_application(make_call(city), 1)
    for role in (Role.CHAIR, Role.APPROVER, Role.EXPERT):
        assert visit_as(make_user(f"a-{role}", role)).post("/w/calls/roadshow/assign").status_code == 403
