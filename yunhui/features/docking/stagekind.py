"""Docking (县区对接) as a stage kind, and which applications a host area reads."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from yunhui.features.docking.rules import config_problems
from yunhui.features.docking.selectors import (
    answers_by_application,
    interested_areas,
    interests_by_application,
    offers_read_by,
)
from yunhui.features.docking.services import offer_projects
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import register_figures, register_readers
from yunhui.pipeline.calls.ports import register
from yunhui.pipeline.decisions.ports import register_areas, register_interests
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.ports import Standing, register_standing


class Docking:
    """Opened passes are offered to host areas; their answers conclude them."""

    code = "docking"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """What the stage's configuration may say; the call says how many host areas and how many interests."""
        return config_problems(config)

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Offer them now."""
        offer_projects(actor=actor, pass_ids=pass_ids)


def readers(actor: Actor) -> Q | None:
    """Officers of a host area read what was offered to it, while the applicant lets it, until it is withdrawn."""
    offers = offers_read_by(actor)
    if offers is None:
        return None
    return Q(pk__in=offers.values("application_id")) & ~Q(state=ApplicationState.WITHDRAWN)


def standing(actor: Actor, application: Application) -> Standing | None:
    """As an officer of the host area to which it was offered."""
    offers = offers_read_by(actor)
    offer = offers.filter(application=application).select_related("board").first() if offers is not None else None
    return Standing(Capacity.BOARD, offer.board) if offer else None


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Docking())
    register_readers("docking", readers)
    register_standing("docking", standing)
    register_figures("docking", answers_by_application)
    register_interests(interests_by_application)
    register_areas(interested_areas)
