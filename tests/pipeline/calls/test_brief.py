"""Which answers stand in which box of the brief: set on the page of the review."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.city import make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import questions_of
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.review.rules import ReviewConfig, brief_of

PAGE = "/w/calls/roadshow/setup/review/"


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city, published=False)


@pytest.fixture
def office(call: Call) -> Client:
    return visit_as(make_user("office", Role.OFFICE))


def filled(client: Client) -> dict[str, Any]:
    """What the page's form posts as it stands."""
    found: dict[str, Any] = {}
    for block in client.get(PAGE).context["blocks"]:
        lines = [*block.lines, *(line for item in block.items for line in (*item.lines, *item.folded))]
        if block.prefix:
            found[f"{block.prefix}-count"] = str(len(block.items))
        found |= {field.name: field.value for line in lines for field in line}
    return found


def stored() -> dict[str, Any]:
    found: dict[str, Any] = Stage.objects.get(kind="review").config
    return found


def test_the_page_shows_what_holds_and_saving_it_changes_nothing(office: Client, call: Call) -> None:
    before, form = stored(), filled(office)
    assert form["brief-summary"] == "technology" and form["brief-money"] == "money" and "brief-title" not in form
    assert "brief-email" not in form and "brief-deck" not in form
    assert office.post(PAGE, form).status_code == 302
    assert stored() == before and "brief" not in stored()


def test_an_answer_moves_to_another_box(office: Client, call: Call) -> None:
    """And a box that was emptied stays empty, instead of falling back to what forms usually ask."""
    form = filled(office) | {"brief-novelty": "market", "brief-money": ""}
    assert office.post(PAGE, form).status_code == 302
    assert stored()["brief"] == {
        "technology": ["summary"],
        "team": ["team", "team_size"],
        "market": ["market", "novelty"],
        "money": [],
        "landing": ["landing"],
    }
    assert filled(office)["brief-novelty"] == "market"
    assert call.form_version is not None
    config = ReviewConfig.of(stored())
    said = {"novelty": "A new cell.", "money": "Two million raised."}
    boxes = {one.key: one for one in brief_of(questions_of(call.form_version.questions), said, config.brief, "en")}
    assert boxes["market"].quotes[0].text == "A new cell." and boxes["money"].is_found


def test_what_is_no_box_is_refused_beside_its_field(office: Client, call: Call) -> None:
    answer = office.post(PAGE, filled(office) | {"brief-team": "kitchen"})
    assert answer.status_code == 422 and "Choose one" in text_of(answer)
    assert "brief" not in stored()
