"""A call whose review is done: a few projects with the totals, the interest and the ties that a test asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert
from yunhui.features.docking.models import Offer
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}


@dataclass(frozen=True, slots=True)
class Project:
    """One project to be: what each of the three experts gives it in all, and whether host areas want it."""

    name: str
    totals: tuple[float, float, float]
    group: str = "energy"
    wanted: bool = True


def project(name: str, total: float, **more: Any) -> Project:
    """A project on which the experts agree."""
    return Project(name, (total, total, total), **more)


def make_reviewed_call(
    city: Jurisdiction, projects: Iterable[Project], *, seats: int = 2, reserves: int = 1, **fields: Any
) -> tuple[Call, dict[str, Application]]:
    """A call in which every project waits for its decision, and the projects by name.

    The places all belong to the group `energy`; the other groups have none.
    """
    make_board(city, 1, "energy", "ict")
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city, seats=seats, reserves=reserves, **fields)
    call.groups.update(quota=0)
    call.groups.filter(key="energy").update(quota=seats)
    rows = list(projects)
    made = {
        one.name: make_application(call, number, group=one.group, title=one.name, title_en=one.name)
        for number, one in enumerate(rows, 1)
    }
    wanted = {made[one.name].pk: one.wanted for one in rows}
    totals = {made[one.name].pk: one.totals for one in rows}
    assign_experts(actor=SYSTEM, call=call)

    def decide(offer: Offer) -> dict[str, str] | None:
        return WISH if wanted[offer.application_id] else None

    def points(task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
        place = int(task.expert.person.name.removeprefix("专家")) - 1
        return spread_points(totals[task.application_id][place], config.criteria)

    answer_offers(actor=SYSTEM, call=call, decide=decide)
    lock_sheets(call=call, score=points)
    return call, {name: _fresh(one) for name, one in made.items()}


def _fresh(application: Application) -> Application:
    application.refresh_from_db()
    return application
