"""Deciding objections to first contacts: both sides' evidence beside each other, and the office's reasons."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.enums import ObjectionState
from yunhui.features.docking.models import FirstContact, Objection
from yunhui.features.docking.selectors import objections_in
from yunhui.features.docking.services import decide_objection
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.files.selectors import attachments_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF))
def objections(request: Request, code: str) -> HttpResponse:
    """A call's objections, those to decide first."""
    call = call_for(request.actor, code, inside=True)
    context = {
        "title": _("Objections to first contacts"),
        "call": call,
        "call_name": pick(call, "title", request.actor.language),
        "objections": objections_in(request.actor, call),
    }
    return render(request, "docking/office_objections.html", context)


@page(holds(*STAFF))
def objection(request: Request, code: str, objection_id: UUID) -> HttpResponse:
    """One objection with both sides' evidence."""
    return _page(request, code, objection_id)


@page(holds(Role.OFFICE), "POST")
def decide(request: Request, code: str, objection_id: UUID) -> HttpResponse:
    """Upheld or dismissed, with reasons."""
    reason = request.POST.get("reason", "")
    try:
        decide_objection(
            actor=request.actor,
            objection_id=objection_id,
            uphold=request.POST.get("decision") == "uphold",
            reason=reason,
        )
    except InvalidError as error:
        return _page(request, code, objection_id, reason, str(error.problems[0].message))
    except NotFoundError:
        raise
    except DomainError as error:
        return _page(request, code, objection_id, reason, refusal=str(error.message))
    return HttpResponseRedirect(f"/w/calls/{code}/docking/objections/{objection_id}/?done=decided")


def _page(
    request: Request, code: str, objection_id: UUID, reason: str = "", error: str = "", refusal: str = ""
) -> HttpResponse:
    actor = request.actor
    call = call_for(actor, code, inside=True)
    found = next((one for one in objections_in(actor, call) if one.pk == objection_id), None)
    if found is None:
        raise NotFoundError("objection")
    first, application = found.first_contact, found.first_contact.application
    context = {
        "title": _("Objection to a first contact"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "application": application,
        "project": (application.title_en if actor.language == ENGLISH else "") or application.title,
        "objection": found,
        "sides": [
            _side(first, "first_contact", _("Registered first"), first.registered_at, actor),
            _side(found, "objection", _("Objects"), found.raised_at, actor),
        ],
        "can_decide": found.state == ObjectionState.OPEN and bool(can_run_call(actor, call)),
        "fields": [
            Field(
                name="reason",
                label=_("Reasons"),
                kind="textarea",
                rows=4,
                limit=1000,
                value=reason,
                error=error,
                help=_("Both host areas read them"),
                required=True,
            )
        ],
        "refusal": refusal,
        "said": _("The objection is decided; both host areas are told.") if request.GET.get("done") else "",
    }
    return render(request, "docking/office_objection.html", context, status=422 if error or refusal else 200)


def _side(thing: FirstContact | Objection, kind: str, word: str, at: object, actor: Actor) -> dict[str, Any]:
    return {
        "thing": thing,
        "word": word,
        "at": at,
        "board": pick(thing.board, "name", actor.language),
        "files": list(attachments_of(kind, thing.pk)),
    }
