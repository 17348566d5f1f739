"""The applicant's consents: the list, giving one, and taking one back after reading what that does."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.ports import effects_of
from yunhui.pipeline.consents.rules import can_change, consequence_of, needed_for
from yunhui.pipeline.consents.selectors import NOBODY, boards_permitted_by, ledger_of
from yunhui.pipeline.consents.services import choose_boards, give_consent, revoke_consent
from yunhui.pipeline.consents.web.parts import context_of, home_of
from yunhui.ui.page import Request, page, signed_in

BENCH = "/my/"


@page(signed_in)
def consents(request: Request, application_id: UUID) -> HttpResponse:
    """Every purpose with what holds, and every giving and revoking since the beginning."""
    return _list(request, own_application(request.actor, application_id))


@page(signed_in, "GET", "POST")
def give(request: Request, application_id: UUID, purpose: str) -> HttpResponse:
    """Give one consent as its text was read; for host areas to all that are proposed, or to those that are named."""
    found = own_application(request.actor, application_id)
    if request.method != "POST":
        return HttpResponseRedirect(home_of(found))
    version = request.POST.get("text_version", "")
    given: dict[str, Any] = {
        "actor": request.actor,
        "application_id": application_id,
        "text_version": int(version) if version.isdecimal() and len(version) < 6 else 0,
    }
    try:
        if purpose == Purpose.BOARDS:
            named = [one for one in boards() if str(one.pk) in request.POST.getlist("board")]
            choose_boards(**given, named=None if request.POST.get("reach") == "all" else named)
        else:
            give_consent(**given, purpose=purpose, level=request.POST.get("level", ""))
    except DomainError as error:
        return _list(request, found, wrong=(purpose, str(error.message)), status=error.status)
    return _done(request, found, purpose)


@page(signed_in, "GET", "POST")
def revoke(request: Request, application_id: UUID, purpose: str) -> HttpResponse:
    """Say what taking a consent back does, then do it. What nobody has read yet is taken back at once."""
    actor = request.actor
    found = own_application(actor, application_id)
    if purpose not in Purpose.values:
        raise NotFoundError("consent")
    board = _board(request, purpose)
    if request.method == "POST":
        revoke_consent(actor=actor, application_id=application_id, purpose=purpose, board=board)
        return _done(request, found, purpose)
    context = {
        "bench_url": BENCH,
        "title": _("Revoke a consent"),
        "application": found,
        "name": name_of(found, actor.language),
        "purpose": Purpose(purpose).label,
        "board": pick(board, "name", actor.language) if board else "",
        "board_id": board.pk if board else "",
        "effects": effects_of(actor=actor, application=found, purpose=purpose, board=board),
        "consequence": consequence_of(purpose, is_needed=Purpose(purpose) in needed_for(found.call) and board is None),
        "verdict": can_change(actor, found),
        "areas": [] if board or purpose != Purpose.BOARDS else _reached(request, found),
        "back": f"{home_of(found)}#consent-{purpose}",
    }
    return render(request, "consents/revoke.html", context)


def _list(
    request: Request, application: Application, *, wrong: tuple[str, str] = ("", ""), status: int = 200
) -> HttpResponse:
    context = context_of(request.actor, application) | {"wrong": wrong[0], "wrong_words": wrong[1]}
    if "HX-Request" in request.headers:
        return render(request, "consents/parts/list.html", context, status=status)
    context |= {
        "bench_url": BENCH,
        "title": _("Who may see this"),
        "name": name_of(application, request.actor.language),
        "ledger": ledger_of(request.actor, application)[:200],
        "back": f"/my/applications/{application.pk}/",
    }
    return render(request, "consents/consents.html", context, status=status)


def _done(request: Request, application: Application, purpose: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        response = _list(request, application)
        response.headers["HX-Trigger"] = "draft:saved"
        return response
    if application.state == ApplicationState.DRAFT:
        return HttpResponseRedirect(f"/my/applications/{application.pk}/#consent-{purpose}")
    return HttpResponseRedirect(f"{home_of(application)}#consent-{purpose}")


def _reached(request: Request, application: Application) -> list[tuple[UUID, str]]:
    """The host areas that may read now, as (id, name)."""
    recipients = boards_permitted_by([application.pk]).get(application.pk, NOBODY)
    return [(one.pk, pick(one, "name", request.actor.language)) for one in boards() if recipients.allows(one.pk)]


def _board(request: Request, purpose: str) -> Board | None:
    asked = request.POST.get("board") or request.GET.get("board")
    if not asked:
        return None
    found = next((one for one in boards() if str(one.pk) == asked), None)
    if found is None or purpose != Purpose.BOARDS:
        raise NotFoundError("host area")
    return found
