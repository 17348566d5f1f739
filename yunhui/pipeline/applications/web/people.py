"""Who writes an application: invite, let read or write, take out, leave; and the page behind an invitation's link."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import can_share, is_owner
from yunhui.pipeline.applications.selectors import collaborators_of, own_application
from yunhui.pipeline.applications.services import (
    accept_invitation,
    acknowledge_call,
    change_right,
    end_collaboration,
    invitation_of,
    invite_collaborator,
)
from yunhui.pipeline.applications.services.sharing import LIFETIME
from yunhui.pipeline.applications.web.rows import HOME, address, row_of
from yunhui.pipeline.calls.rules import before_from
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, page, signed_in


@page(signed_in, "GET", "POST")
def people(request: Request, application_id: UUID) -> HttpResponse:
    """Everyone who writes or reads this application; the owner invites."""
    found = own_application(request.actor, application_id)
    problems: dict[str, Problem] = {}
    if request.method == "POST":
        try:
            invite_collaborator(
                actor=request.actor,
                application_id=application_id,
                email=request.POST.get("email", ""),
                right=request.POST.get("right", ""),
            )
        except InvalidError as error:
            problems = {problem.field: problem for problem in error.problems}
        else:
            return HttpResponseRedirect(f"{address(found)}people/?invited")
    return _page(request, found, problems)


@page(signed_in, "POST")
def right(request: Request, application_id: UUID, collaborator_id: UUID) -> HttpResponse:
    """Let a co-applicant read only, or write too."""
    change_right(
        actor=request.actor,
        application_id=application_id,
        collaborator_id=collaborator_id,
        right=request.POST.get("right", ""),
    )
    return HttpResponseRedirect(f"{HOME}applications/{application_id}/people/")


@page(signed_in, "POST")
def end(request: Request, application_id: UUID, collaborator_id: UUID) -> HttpResponse:
    """Take a co-applicant out, or leave."""
    found = own_application(request.actor, application_id)
    end_collaboration(actor=request.actor, application_id=application_id, collaborator_id=collaborator_id)
    return HttpResponseRedirect(f"{address(found)}people/" if is_owner(request.actor, found) else HOME)


@page(signed_in, "GET", "POST")
def invitation(request: Request, collaborator_id: UUID, secret: str) -> HttpResponse:
    """What one is invited to, and what taking part means; the button joins."""
    actor = request.actor
    try:
        row = invitation_of(collaborator_id, secret)
        if row.accepted_at and row.user_id == actor.user_id:
            return HttpResponseRedirect(address(row.application))
        if request.method == "POST":
            application = accept_invitation(actor=actor, collaborator_id=collaborator_id, secret=secret)
            acknowledge_call(actor=actor, call=application.call, version=before_from(application.call.before).version)
            return HttpResponseRedirect(address(application))
    except DomainError as error:
        if error.status == 404:
            raise
        context = {"bench_url": HOME, "title": _("Invitation"), "refusal": error.message}
        return render(request, "applications/invitation.html", context, status=error.status)
    call = row.application.call
    return render(
        request,
        "applications/invitation.html",
        {
            "bench_url": HOME,
            "title": _("Write an application together"),
            "inviter": row.invited_by.name if row.invited_by else "",
            "call": pick(call, "title", actor.language),
            "email": row.email,
            "writes": row.right == Right.EDIT,
            "facts": before_from(call.before).facts(actor.language),
            "until": row.invited_at + LIFETIME,
        },
    )


def _page(request: Request, application: Application, problems: dict[str, Problem]) -> HttpResponse:
    actor, typed = request.actor, request.POST
    rows: list[dict[str, Any]] = [
        {
            "id": one.pk,
            "name": one.user.name if one.user else "",
            "email": one.email,
            "account": one.user.email if one.user and one.user.email.lower() != one.email else "",
            "writes": one.right == Right.EDIT,
            "accepted_at": one.accepted_at,
            "until": one.invited_at + LIFETIME,
            "is_self": one.user_id == actor.user_id,
        }
        for one in collaborators_of(actor, application.pk)
        if one.accepted_at or is_owner(actor, application)
    ]

    def error(name: str) -> str:
        return str(problems[name].message) if name in problems else ""

    fields = [
        Field(
            "email",
            _("E-mail address"),
            kind="email",
            value=typed.get("email", ""),
            required=True,
            error=error("email"),
            help=_("The link in the letter works once, for 14 days. Whoever opens it and signs in can join."),
        ),
        Field(
            "right",
            _("They may"),
            kind="choices",
            value=typed.get("right", Right.EDIT),
            required=True,
            error=error("right"),
            choices=[
                Choice(
                    Right.EDIT,
                    _("Read and write"),
                    _("Changes answers and files; after the first submission also submits changes."),
                ),
                Choice(
                    Right.VIEW,
                    _("Read"),
                    _("Sees the whole application and what happens with it, and changes nothing."),
                ),
            ],
        ),
    ]
    context = {
        "bench_url": HOME,
        "title": _("Who writes this application"),
        "row": row_of(application, actor),
        "application": application,
        "home": address(application),
        "owner": application.owner,
        "is_owner": is_owner(actor, application),
        "can_share": bool(can_share(actor, application)),
        "rows": rows,
        "fields": fields,
        "invited": "invited" in request.GET,
    }
    return render(request, "applications/people.html", context, status=422 if problems else 200)
