"""A call in the middle of its work, and the people who look at it."""

from decimal import Decimal

import pytest

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert, make_user
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import answer_interested, answer_not_interested
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts, lock_sheet

SUBSTANCE = {"site": "Hall 2", "policy": "Clause 6", "contact": "He Linchuan", "next_step": "Visit by 29 Nov"}
GOOD = {"innovation": "27", "team": "17", "market": "16.5", "plan": "13", "fit": "14"}
POOR = {"innovation": "10", "team": "8", "market": "8", "plan": "6", "fit": "5"}


@pytest.fixture
def office(db: None) -> User:
    """The talent office of the whole city."""
    return make_user("office", Role.OFFICE)


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    """An open call with two host areas and three experts in the city."""
    for number in (1, 2):
        make_board(city, number, "energy", "ict")
    for number in (1, 2, 3):
        make_expert(number)
    return make_call(city)


@pytest.fixture
def worked(call: Call) -> dict[str, Application]:
    """One application of each kind: `unchecked`; `waiting` for everybody; `both` gates passed; `unwanted`, well scored;
    `poor`, wanted but scored low; `half` scored; `gone`, withdrawn after its form check."""
    names = ("waiting", "both", "unwanted", "poor", "half", "gone")
    rows = {name: make_application(call, number) for number, name in enumerate(names, 1)}
    assign_experts(actor=SYSTEM, call=call)
    for name in ("both", "poor"):
        answer_offers(rows[name], interested=True)
    answer_offers(rows["unwanted"], interested=False)
    score(rows["both"], GOOD)
    score(rows["unwanted"], GOOD)
    score(rows["poor"], POOR)
    score(rows["half"], GOOD, most=2)
    withdraw_application(actor=SYSTEM, application_id=rows["gone"].pk)
    return {**rows, "unchecked": make_application(call, 7, screened=False)}


def answer_offers(application: Application, *, interested: bool) -> None:
    """Every host area asked answers the same."""
    for offer in Offer.objects.filter(application=application):
        if interested:
            answer_interested(actor=SYSTEM, offer_id=offer.pk, **SUBSTANCE)
        else:
            answer_not_interested(actor=SYSTEM, offer_id=offer.pk, reason="No site")


def score(application: Application, scores: dict[str, str], most: int = 3) -> Decimal:
    """The first experts lock a sheet with these scores; returns the total of one sheet."""
    tasks = Assignment.objects.filter(application=application).select_related("expert__person__user").order_by("pk")
    for task in tasks[:most]:
        user = task.expert.person.user
        assert user is not None
        lock_sheet(
            actor=actor_of(user), assignment_id=task.pk, scores=dict(scores), note_panel="", note_applicant="Good"
        )
    return sum((Decimal(one) for one in scores.values()), Decimal(0))
