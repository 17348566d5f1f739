"""The host area's answers to one offer, and taking one back."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.selectors import offer_for
from yunhui.features.docking.services import (
    SUBSTANCE,
    answer_interested,
    answer_not_interested,
    open_offer,
    reconsider,
    take_back_interest,
)
from yunhui.features.docking.web.detail import detail, done, refused
from yunhui.features.docking.web.rows import HOME
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, RefusedError
from yunhui.ui.page import Request, holds, page


@page(holds(Role.BOARD))
def offer(request: Request, offer_id: UUID) -> HttpResponse:
    """The project's brief and the answer; the same address fills the side panel. Each opening is logged."""
    return detail(request, open_offer(actor=request.actor, offer_id=offer_id))


@page(holds(Role.BOARD), "GET", "POST")
def interested(request: Request, offer_id: UUID) -> HttpResponse:
    """有意向: with site, policy, contact person and next step, or the form again with what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    given = {name: request.POST.get(name, "") for name in SUBSTANCE}
    reached = {name: request.POST[name] for name in ("contact_phone", "contact_email") if name in request.POST}
    try:
        answer_interested(actor=request.actor, offer_id=offer_id, **given, **reached)
    except DomainError as error:
        if not (isinstance(error, RefusedError) and _is_recorded(request.actor, offer_id, given)):
            return refused(request, offer_id, "interested", {**given, **reached}, error)
    return done(request, offer_id, "answered")


@page(holds(Role.BOARD), "GET", "POST")
def not_interested(request: Request, offer_id: UUID) -> HttpResponse:
    """暂无意向: the button pressed is the reason; more may be written for the talent office."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    given = {name: request.POST.get(name, "") for name in ("reason_code", "reason")}
    try:
        answer_not_interested(actor=request.actor, offer_id=offer_id, **given)
    except DomainError as error:
        if not (isinstance(error, RefusedError) and _is_recorded(request.actor, offer_id, given)):
            return refused(request, offer_id, "not_interested", given, error)
    return done(request, offer_id, "answered")


@page(holds(Role.BOARD), "POST")
def take_back(request: Request, offer_id: UUID) -> HttpResponse:
    """An interest is taken back, with a reason."""
    given = {"reason": request.POST.get("reason", "")}
    try:
        take_back_interest(actor=request.actor, offer_id=offer_id, **given)
    except DomainError as error:
        if not (isinstance(error, RefusedError) and _is_recorded(request.actor, offer_id, given)):
            return refused(request, offer_id, "take_back", given, error)
    return done(request, offer_id, "taken_back")


@page(holds(Role.BOARD), "POST")
def ask_again(request: Request, offer_id: UUID) -> HttpResponse:
    """A "not interested for now" is taken back; the project waits for a new answer."""
    try:
        reconsider(actor=request.actor, offer_id=offer_id)
    except DomainError as error:
        if offer_for(request.actor, offer_id).state != OfferState.PENDING:
            return refused(request, offer_id, "reconsider", {}, error)
    return done(request, offer_id, "reconsidered")


def _is_recorded(actor: Actor, offer_id: UUID, given: Mapping[str, str]) -> bool:
    """Whether this very answer was recorded already: a button that was pressed twice."""
    found = offer_for(actor, offer_id)
    return found.answered_by_id == actor.user_id and all(
        getattr(found, name) == clean_text(text) for name, text in given.items()
    )
