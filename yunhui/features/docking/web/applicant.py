"""The applicant's page of interested host areas: what they offer, "I would like to talk", contact details."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.features.docking.enums import Wish
from yunhui.features.docking.selectors import HostArea, host_areas_of
from yunhui.features.docking.services import read_host_contacts, say_wish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import is_owner
from yunhui.pipeline.applications.selectors import own_applications
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def host_areas(request: Request, application_id: UUID) -> HttpResponse:
    """The host areas that are interested, with what they offer."""
    return _host_areas(request, _application(request.actor, application_id))


@page(signed_in, "POST")
def wish(request: Request, application_id: UUID, offer_id: UUID) -> HttpResponse:
    """The applicant would like to talk, or not now."""
    application = _application(request.actor, application_id)
    try:
        say_wish(actor=request.actor, offer_id=offer_id, wish=request.POST.get("wish", ""))
    except RefusedError as error:
        return _host_areas(request, application, refusal=str(error.message))
    return HttpResponseRedirect(f"/my/applications/{application_id}/host-areas#h-{offer_id}")


@page(signed_in)
def contact(request: Request, application_id: UUID, offer_id: UUID) -> HttpResponse:
    """How to reach a host area's contact person, while both sides would like to talk."""
    application = _application(request.actor, application_id)
    card = read_host_contacts(actor=request.actor, offer_id=offer_id)
    found = next((one for one in host_areas_of(request.actor, application) if one.offer.pk == offer_id), None)
    if found is None:
        raise NotFoundError("host area")
    context = {
        "title": pick(found.offer.board, "name", request.actor.language),
        "project": _title(application, request.actor),
        "application": application,
        "card": card,
    }
    return render(request, "docking/my_contact.html", context)


def part_of(actor: Actor, application: Application) -> Mapping[str, Any]:
    """The part of the page of a submitted application that leads here; empty where nobody is interested yet."""
    found = host_areas_of(actor, application)
    if not found:
        return {}
    names = [pick(one.offer.board, "name", actor.language) for one in found]
    return {
        "application": application,
        "count": len(found),
        "names": (", " if actor.language == ENGLISH else "、").join(names),
        "undecided": sum(not one.wish for one in found),
        "reader": actor,
    }


def is_settled(actor: Actor, application: Application) -> bool:
    """Whether no interested host area waits for the applicant's word."""
    return all(one.wish for one in host_areas_of(actor, application))


def _host_areas(request: Request, application: Application, refusal: str = "") -> HttpResponse:
    actor = request.actor
    found = host_areas_of(actor, application)
    context = {
        "title": _("Interested host areas"),
        "project": _title(application, actor),
        "application": application,
        "call": pick(application.call, "title", actor.language),
        "rows": [_row(one, actor) for one in found],
        "may_decide": is_owner(actor, application),
        "refusal": refusal,
    }
    return render(request, "docking/my_host_areas.html", context, status=409 if refusal else 200)


def _row(found: HostArea, actor: Actor) -> dict[str, Any]:
    offer = found.offer
    light, words = {
        "": ("ring", _("waits for your word")),
        str(Wish.TALK): ("full", _("You would like to talk")),
        str(Wish.NOT_NOW): ("dash", pgettext("talk", "Not now")),
    }[str(found.wish)]
    return {
        "offer": offer,
        "name": pick(offer.board, "name", actor.language),
        "wants": pick(offer.board, "wants", actor.language),
        "offers": pick(offer.board, "offers", actor.language),
        "wish": str(found.wish),
        "is_open": found.is_open,
        "light": light,
        "words": words,
        "given": [
            (_("Site or carrier"), offer.site),
            (_("Policy"), offer.policy),
            (_("Contact person"), offer.contact),
            (_("Next step"), offer.next_step),
        ],
    }


def _application(actor: Actor, application_id: UUID) -> Application:
    found = own_applications(actor).filter(pk=application_id).first()
    if found is None:
        raise NotFoundError("application")
    return found


def _title(application: Application, actor: Actor) -> str:
    return (application.title_en if actor.language == ENGLISH else "") or application.title
