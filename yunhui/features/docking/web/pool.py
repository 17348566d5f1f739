"""The pool to pick from: masked briefs, and one tap that offers a project to one's own host area."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import OPEN_PICKS
from yunhui.features.docking.selectors import Brief, briefs_of, open_picks_of, pool_ids
from yunhui.features.docking.services import pick_project
from yunhui.features.docking.web.rows import HOME
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import board_of
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 30


@page(holds(Role.BOARD))
def pool(request: Request) -> HttpResponse:
    """Projects with a place left: those of the host area's own fields first, or all."""
    return _pool(request)


@page(holds(Role.BOARD), "POST")
def take(request: Request, application_id: UUID) -> HttpResponse:
    """Pick a project: it is offered to one's own host area, and waits for its answer."""
    try:
        offer: Offer = pick_project(actor=request.actor, application_id=application_id)
    except NotFoundError:
        return _pool(request, refusal=_("This project is no longer in the pool."))
    except DomainError as error:
        return _pool(request, refusal=str(error.message))
    return HttpResponseRedirect(f"{HOME}{offer.pk}/?done=picked")


def _pool(request: Request, refusal: str = "") -> HttpResponse:
    actor = request.actor
    board = board_of(actor)
    everything, fitting = pool_ids(actor, board)
    total, count = len(everything), len(fitting)
    wants_all = request.GET.get("show") == "all" or not count
    shown = everything if wants_all else fitting
    start = _start(request.GET.get("from", ""))
    found = shown[start : start + ON_A_PAGE + 1]
    briefs = briefs_of(found[:ON_A_PAGE], board, actor.language)
    context = {
        "title": _("Project pool"),
        "board": pick(board, "name", actor.language),
        "rows": [_row(brief, actor) for brief in briefs],
        "tabs": [
            Tab("/w/pool/", _("In your fields"), count, not wants_all),
            Tab("/w/pool/?show=all", _("All fields"), total, wants_all),
        ],
        "refusal": refusal,
        "picks": open_picks_of(actor, board),
        "most": OPEN_PICKS,
        "earlier": max(0, start - ON_A_PAGE) if start else None,
        "later": start + ON_A_PAGE if len(found) > ON_A_PAGE else None,
        "wants_all": wants_all,
    }
    return render(request, "docking/pool.html", context, status=409 if refusal else 200)


def _row(brief: Brief, actor: Actor) -> dict[str, Any]:
    application = brief.application
    return {
        "application": application,
        "call": pick(application.call, "title", actor.language),
        "group": pick(application.group, "name", actor.language) if application.group else "",
        "country": brief.country,
        "stage": brief.stage,
        "paragraph": brief.paragraph,
        "fits": brief.fits,
    }


def _start(text: str) -> int:
    return min(int(text), 10_000) if text.isdecimal() else 0
