"""Docking (县区对接) as a stage kind, and which applications a host area reads."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from yunhui.features.docking.rules import config_problems
from yunhui.features.docking.selectors import interests_by_application, offers_read_by
from yunhui.features.docking.services import offer_projects
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.ports import register_readers
from yunhui.pipeline.calls.ports import register
from yunhui.pipeline.decisions.ports import register_interests


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


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Docking())
    register_readers("docking", readers)
    register_interests(interests_by_application)
