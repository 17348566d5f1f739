"""首谈登记: who talked with a team first, how long that protects a host area, and who may object.

Protection settles credit between host areas and keeps others from starting anew. It never binds the applicant, who
talks with whom they like.
"""

import calendar
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import FirstContactState, ObjectionState, OfferState
from yunhui.features.docking.models import FirstContact, Objection, Offer
from yunhui.features.docking.rules.offers import is_officer
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.ui import formats


def months_after(day: date, months: int) -> date:
    """The same day some months later, or that month's last day: 31 Aug and six months is 28 or 29 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_protected(found: FirstContact | None) -> bool:
    """Whether a first contact protects its host area today; the last day counts."""
    today = clock.now().astimezone(clock.BEIJING).date()
    return found is not None and found.state == FirstContactState.STANDING and today <= found.protected_until


def can_register_first(actor: Actor, offer: Offer, standing: FirstContact | None) -> Verdict:
    """An officer of a host area that has the project, unless another's protection stands: then they may object."""
    if not is_officer(actor, offer):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if offer.state not in (OfferState.PENDING, OfferState.INTERESTED):
        return refused("not_interested", _("First contacts are registered before the answer or with an interest."))
    if not (living := _living(offer.application)):
        return living
    if standing is None or not is_protected(standing):
        return ALLOWED
    if standing.board_id == offer.board_id:
        return refused("registered", _("Your host area's first contact is registered already."))
    return refused(
        "protected",
        _("Another host area is protected until %(day)s. If you talked first, object with your evidence.")
        % {"day": formats.day(standing.protected_until, actor.language, year=True)},
    )


def can_object(actor: Actor, offer: Offer, standing: FirstContact | None, own: Objection | None) -> Verdict:
    """An officer of another host area that has the project, once, while the protection stands."""
    if not is_officer(actor, offer):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if standing is None or not is_protected(standing) or standing.board_id == offer.board_id:
        return refused("not_protected", _("There is nothing to object to; register your first contact."))
    if own is not None:
        return refused("objected", _("Your host area has objected already; the talent office decides."))
    if offer.state not in (OfferState.PENDING, OfferState.INTERESTED):
        return refused("not_interested", _("Only a host area that is asked or interested may object."))
    return _living(offer.application)


def can_decide(actor: Actor, objection: Objection) -> Verdict:
    """The talent office decides, once."""
    if not (office := can_run_call(actor, objection.first_contact.application.call)):
        return office
    if objection.state != ObjectionState.OPEN:
        return refused("decided", _("This objection is decided already."))
    if objection.first_contact.state != FirstContactState.STANDING:
        return refused("moved", _("The protection that this objection is about no longer stands."))
    return ALLOWED


def is_plausible(talked_at: datetime) -> bool:
    """Whether a first talk lies in the past, and not more than two years back."""
    now = clock.now()
    return talked_at <= now and (now - talked_at).days <= 730


def _living(application: Application) -> Verdict:
    if application.state in (ApplicationState.IN_PROGRESS, ApplicationState.SELECTED, ApplicationState.RESERVE):
        return ALLOWED
    return refused("ended", _("This application has ended."))
