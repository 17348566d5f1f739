"""Who may do what with an application."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.states import OPEN_STATES
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call


def can_start(actor: Actor, call: Call) -> Verdict:
    """Anyone with an account, while the call is open by the server's clock."""
    if not (actor.is_signed_in or actor.is_system):
        return refused("not_signed_in", _("Sign in to apply."))
    return is_open(call)


def is_open(call: Call) -> Verdict:
    """Whether a call takes applications now."""
    now = clock.now()
    if call.state != CallState.PUBLISHED or (call.opens_at and now < call.opens_at):
        return refused("not_open_yet", _("This call is not open yet."))
    if call.closes_at and now >= call.closes_at:
        return refused(
            "closed", _("This call has closed. What you wrote is kept; ask the talent office what you can do.")
        )
    return ALLOWED


def can_edit(actor: Actor, application: Application) -> Verdict:
    """Its owner, until the call closes."""
    if not is_owner(actor, application):
        return refused("not_owner", _("Only the applicant can change this."))
    if application.state not in (ApplicationState.DRAFT, ApplicationState.IN_PROGRESS):
        return refused("not_editable", _("The application can no longer be changed."))
    return is_open(application.call)


def can_withdraw(actor: Actor, application: Application) -> Verdict:
    """Its owner, at any open point."""
    if not is_owner(actor, application):
        return refused("not_owner", _("Only the applicant can withdraw."))
    if application.state not in OPEN_STATES:
        return refused("ended", _("The application has ended already."))
    return ALLOWED


def can_screen(actor: Actor, application: Application) -> Verdict:
    """The talent office of its call."""
    return can_run_call(actor, application.call)


def is_owner(actor: Actor, application: Application) -> bool:
    """Whether the actor is the applicant (or the city's machinery working for them)."""
    return actor.is_system or (actor.user_id is not None and application.owner_id == actor.user_id)


def columns_of(answers: dict[str, Any], zones: dict[str, str]) -> dict[str, str]:
    """The columns that lists show, from answers; `zones` maps place codes to IANA zones."""
    place = str(answers.get("place") or "")
    return {
        "title": str(answers.get("title") or "")[:300],
        "title_en": str(answers.get("title_en") or "")[:300],
        "speaker": str(answers.get("name") or "")[:160],
        "country": str(answers.get("country") or "")[:2],
        "place": place[:40],
        "zone": zones.get(place, settings.TIME_ZONE_OF_CITY),
    }
