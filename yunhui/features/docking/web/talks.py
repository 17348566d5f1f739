"""What an interest owes: talks, more time for them, and contact details once both sides want to talk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from yunhui.features.docking.selectors import offer_for
from yunhui.features.docking.services import extend_task, read_team_contacts, register_talk
from yunhui.features.docking.web.detail import done, refused
from yunhui.features.docking.web.rows import title_of
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError
from yunhui.ui.page import Request, holds, page

TALK = ("held_on", "way", "people", "outcome", "summary", "next_step")


@page(holds(Role.BOARD), "POST")
def talk(request: Request, offer_id: UUID) -> HttpResponse:
    """A talk that was held is registered; the first ends what the interest owed."""
    given = {name: request.POST.get(name, "") for name in TALK}
    try:
        register_talk(actor=request.actor, offer_id=offer_id, **given)
    except DomainError as error:
        return refused(request, offer_id, "talk", given, error)
    return done(request, offer_id, "talk")


@page(holds(Role.BOARD), "POST")
def extend(request: Request, offer_id: UUID) -> HttpResponse:
    """Five working days more for the first talk, once."""
    given = {"reason": request.POST.get("reason", "")}
    try:
        extend_task(actor=request.actor, offer_id=offer_id, **given)
    except DomainError as error:
        return refused(request, offer_id, "extend", given, error)
    return done(request, offer_id, "extended")


@page(holds(Role.BOARD))
def contacts(request: Request, offer_id: UUID) -> HttpResponse:
    """How to reach the team; each look is recorded, and the applicant sees it."""
    card = read_team_contacts(actor=request.actor, offer_id=offer_id)
    found = offer_for(request.actor, offer_id)
    context = {"title": title_of(found, request.actor), "offer": found, "card": card}
    return render(request, "docking/contacts.html", context)
