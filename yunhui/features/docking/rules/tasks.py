"""What an interest owes, who may register a talk, and when contact details are open."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import OfferState, TaskState, Wish
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer
from yunhui.features.docking.rules.offers import is_officer
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.rules import is_owner

EXTENSION_DAYS = 5  # working days that one extension adds to a first talk's time


@dataclass(frozen=True, slots=True)
class DockingConfig:
    """What a call may say about docking: days for the first talk, months of protection after a first contact.

    Both have the city's defaults. The five working days for the answer itself are the stage's own.
    """

    task_days: int = 10
    protection_months: int = 6

    @classmethod
    def of(cls, config: dict[str, Any]) -> "DockingConfig":
        """From a stage's configuration that was published.

        Raises:
            TypeError: a name that is none of ours.
        """
        return cls(**config)


_LIMITS = {"task_days": (1, 60), "protection_months": (1, 36)}


def config_problems(config: dict[str, Any]) -> list[str]:
    """Sentences on what is wrong with a stage's configuration; empty when it can be published."""
    problems = [f"unknown setting {key}" for key in config if key not in _LIMITS]
    for key, (low, high) in _LIMITS.items():
        value = config.get(key, low)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            problems.append(f"{key} must be a whole number from {low} to {high}")
    return problems


def can_register_talk(actor: Actor, offer: Offer) -> Verdict:
    """An officer of the host area that is interested, while the application has not been withdrawn."""
    if not is_officer(actor, offer):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if offer.state != OfferState.INTERESTED:
        return refused("not_interested", _("Talks are registered once your host area is interested."))
    if offer.application.state == ApplicationState.WITHDRAWN:
        return refused("withdrawn", _("The applicant has withdrawn. Nothing is owed any more."))
    return ALLOWED


def can_extend_task(actor: Actor, task: DockingTask) -> Verdict:
    """An officer of the host area, once, while the first talk has not been held."""
    verdict = can_register_talk(actor, task.offer)
    if not verdict:
        return verdict
    if task.state not in (TaskState.OPEN, TaskState.OVERDUE):
        return refused("not_owed", _("The first talk is held; nothing is owed."))
    if task.extended_at:
        return refused("extended", _("The time was extended once already. Hold the talk, or ask the talent office."))
    return ALLOWED


def can_wish(actor: Actor, offer: Offer) -> Verdict:
    """The applicant alone says whether they would like to talk, while the host area is interested."""
    if not is_owner(actor, offer.application):
        return refused("not_owner", _("Only the applicant decides this."))
    if offer.state != OfferState.INTERESTED:
        return refused("not_interested", _("This host area is no longer interested."))
    if offer.application.state == ApplicationState.WITHDRAWN:
        return refused("withdrawn", _("This application is withdrawn."))
    return ALLOWED


def is_open(offer: Offer, release: ContactRelease | None) -> bool:
    """Whether both sides may see how to reach each other: both want to talk, and nobody has taken that back."""
    return (
        release is not None
        and release.wish == Wish.TALK
        and release.opened_at is not None
        and release.closed_at is None
        and offer.state == OfferState.INTERESTED
        and offer.application.state != ApplicationState.WITHDRAWN
    )
