"""The applicant's own place: taking it or giving it up, and what either means."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.decisions.enums import Reply
from yunhui.pipeline.decisions.models import Confirmation
from yunhui.pipeline.decisions.rules import can_answer_for_place
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.decisions.services import confirm_place, decline_place
from yunhui.ui.page import Request, page, pressed, signed_in


@page(signed_in, "GET", "POST")
def place(request: Request, application_id: UUID) -> HttpResponse:
    """Confirm your place: one press, and what it means."""
    actor = request.actor
    found = own_application(actor, application_id)
    confirmation = _confirmation(found)
    if confirmation is None:
        raise NotFoundError("place")
    refusal = ""
    if request.method == "POST":
        command = {"confirm": confirm_place, "decline": decline_place}[pressed(request, "confirm", "decline")]
        try:
            command(actor=actor, application_id=application_id)
            return HttpResponseRedirect(f"/my/applications/{application_id}/place?done=1")
        except NotFoundError:
            raise
        except DomainError as error:
            refusal = str(error.message)
    verdict = can_answer_for_place(actor, confirmation)
    context = {
        "title": _("Confirm your place"),
        "bench_url": "/my/",
        "application": found,
        "project": title_in(found, actor.language),
        "call": pick(found.call, "title", actor.language),
        "days": days_of_event(found.call, actor.language) if found.call.event_days else "",
        "confirmation": confirmation,
        "due_at": confirmation.stage_pass.due_at,
        "is_waiting": confirmation.reply == Reply.WAITING,
        "is_confirmed": confirmation.reply == Reply.CONFIRMED,
        "can_answer": bool(verdict),
        "refusal": refusal or ("" if verdict or confirmation.reply != Reply.WAITING else str(verdict.reason)),
        "home": f"/my/applications/{application_id}/",
    }
    return render(request, "decisions/my_place.html", context, status=409 if refusal else 200)


def part_of(actor: Actor, application: Application) -> dict[str, Any]:
    """Its section on the application's page; empty where there is no place to answer for."""
    found = _confirmation(application)
    if found is None:
        return {}
    return {
        "confirmation": found,
        "due_at": found.stage_pass.due_at,
        "is_waiting": bool(can_answer_for_place(actor, found)),
        "is_confirmed": found.reply == Reply.CONFIRMED,
        "word": Reply(found.reply).label,
        "url": f"/my/applications/{application.pk}/place",
    }


def register_parts() -> None:
    """Called when the room is ready."""
    register_status_part("decisions", FormPart(
        template="decisions/parts/my_place.html",
        anchor="place",
        title=gettext_lazy("Your place"),
        context=part_of,
        is_complete=lambda actor, application: not part_of(actor, application).get("is_waiting"),
        rank=5,
    ))  # fmt: skip


def _confirmation(application: Application) -> Confirmation | None:
    rows = Confirmation.objects.filter(stage_pass__application=application)
    return rows.select_related("stage_pass__stage", "stage_pass__application__call").first()
