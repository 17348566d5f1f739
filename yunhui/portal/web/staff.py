"""Asking members of staff in, looking at roles once a year, and letting addresses sign in again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import Invitation
from yunhui.foundation.accounts.rules import can_hold
from yunhui.foundation.accounts.selectors import grants_to_confirm, holds_now, invitations, open_proposals
from yunhui.foundation.accounts.services import (
    confirm_role,
    end_holds,
    end_role,
    invite_staff,
    resend_invitation,
    revoke_invitation,
)
from yunhui.foundation.accounts.web.fields import email_field, email_problem, language_field, name_field, name_problem
from yunhui.kernel import clock
from yunhui.kernel.actor import Grant
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import LANGUAGES
from yunhui.portal.paging import page_of
from yunhui.portal.web.scopes import CITY, role_fields, scopes_for, where_of
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page, pressed

_KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@page(holds(*_KEEPERS))
def invited(request: Request) -> HttpResponse:
    """Who was invited, what became of it, and which roles wait for the security administrator."""
    return _invited(request, {}, {})


@page(holds(Role.SYSTEM_ADMIN), "GET", "POST")
def invite(request: Request) -> HttpResponse:
    """Ask somebody in: the roles are proposed, and are nothing until they are granted."""
    if request.method != "POST":
        return HttpResponseRedirect("/w/invitations/")
    given = {name: request.POST.get(name, "").strip()[:254] for name in ("name", "email", "language", "role", "scope")}
    kind, _colon, scope_id = given["scope"].partition(":")
    wrong = {"name": name_problem(given["name"]), "email": email_problem(given["email"])}
    if given["language"] not in LANGUAGES:
        wrong["language"] = _("Choose a language.")
    if given["role"] not in Role.values or (kind, scope_id) not in scopes_for(request.actor):
        wrong["role"] = _("Choose a role and where it is held.")
    elif not (verdict := can_hold(given["role"], kind)):
        wrong["scope"] = str(verdict.reason)
    wrong = {name: problem for name, problem in wrong.items() if problem}
    if wrong:
        return _invited(request, given, wrong)
    invite_staff(
        actor=request.actor,
        email=given["email"],
        name=given["name"],
        grants=[Grant(given["role"], kind, scope_id)],
        language=given["language"],
    )
    return HttpResponseRedirect("/w/invitations/?done=invited")


@page(holds(Role.SYSTEM_ADMIN), "GET", "POST")
def resend(request: Request, invitation_id: UUID) -> HttpResponse:
    """A new letter with a new link."""
    if request.method == "POST":
        resend_invitation(actor=request.actor, invitation_id=invitation_id)
        return HttpResponseRedirect("/w/invitations/?done=resent")
    return HttpResponseRedirect("/w/invitations/")


@page(holds(Role.SYSTEM_ADMIN), "GET", "POST")
def revoke(request: Request, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    if request.method == "POST":
        revoke_invitation(actor=request.actor, invitation_id=invitation_id)
        return HttpResponseRedirect("/w/invitations/?done=revoked")
    return HttpResponseRedirect("/w/invitations/")


@page(holds(Role.SECURITY_ADMIN))
def recertification(request: Request) -> HttpResponse:
    """The roles at which nobody has looked for a year."""
    actor = request.actor
    found = page_of(grants_to_confirm(actor), request.GET.get("page", ""))
    scopes = scopes_for(actor, {one.scope_kind for one in found.object_list})
    found.object_list = [
        (
            one,
            str(Role(one.role).label),
            where_of(scopes, one.scope_kind, one.scope_id),
            formats.day(formats.local(one.looked_at, actor.zone).date(), actor.language, year=True),
        )
        for one in found.object_list
    ]
    context = {"title": _("Roles to look at"), "page": found}
    return render(request, "portal/recertification.html", context)


@page(holds(Role.SECURITY_ADMIN, fresh=True), "GET", "POST")
def recertify(request: Request, grant_id: int) -> HttpResponse:
    """Leave a role standing for another year, or end it."""
    if request.method != "POST":
        return HttpResponseRedirect("/w/recertification/")
    row = grants_to_confirm(request.actor).filter(pk=grant_id).first()
    if row is None:
        raise NotFoundError("role")
    if pressed(request, "keep", "end", name="answer") == "keep":
        confirm_role(actor=request.actor, grant=row)
    else:
        end_role(actor=request.actor, grant=row)
    return HttpResponseRedirect("/w/recertification/")


@page(holds(Role.SECURITY_ADMIN))
def held(request: Request) -> HttpResponse:
    """The addresses that wait after failed sign-ins."""
    context = {"title": _("Held back"), "page": page_of(holds_now(request.actor), request.GET.get("page", ""))}
    return render(request, "portal/held.html", context)


@page(holds(Role.SECURITY_ADMIN), "GET", "POST")
def unlock(request: Request) -> HttpResponse:
    """Let an address sign in again at once."""
    if request.method == "POST":
        end_holds(actor=request.actor, email=request.POST.get("email", "")[:254])
    return HttpResponseRedirect("/w/held/")


def _invited(request: Request, given: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    actor = request.actor
    found = page_of(invitations(actor), request.GET.get("page", ""))
    proposals = list(open_proposals(actor).filter(user__in=[row.user_id for row in found.object_list]))
    can_invite = actor.has(Role.SYSTEM_ADMIN)
    scopes = scopes_for(actor) if can_invite else scopes_for(actor, {one.scope_kind for one in proposals})
    waiting: dict[UUID, list[str]] = {}
    for one in proposals:
        where = where_of(scopes, one.scope_kind, one.scope_id)
        waiting.setdefault(one.user_id, []).append(f"{Role(one.role).label}{' · ' if where else ''}{where}")
    found.object_list = [(row, *_state(row), waiting.get(row.user_id, [])) for row in found.object_list]
    first = next(iter(wrong), "")
    fields = [
        name_field(given.get("name", ""), wrong.get("name", "")),
        email_field(given.get("email", ""), wrong.get("email", "")),
        language_field(given.get("language", "zh-hans"), wrong.get("language", "")),
        *role_fields(scopes, given.get("role", ""), given.get("scope", CITY), (first, wrong.get(first, ""))),
    ]
    context: dict[str, Any] = {
        "title": _("Invitations"),
        "page": found,
        "fields": fields if can_invite else [],
        "can_invite": can_invite,
        "messages": [said] if (said := _said(request)) else [],
    }
    return render(request, "portal/invitations.html", context, status=422 if wrong else 200)


def _state(row: Invitation) -> tuple[str, str]:
    """The light and the word for what became of an invitation."""
    if row.accepted_at:
        return "g", _("came in")
    if row.revoked_at:
        return "n", _("taken back")
    return ("y", _("the link has ended")) if row.expires_at <= clock.now() else ("ring", _("waits"))


def _said(request: Request) -> str:
    return {
        "invited": _("Invited. The letter is on its way; the roles wait for the security administrator."),
        "resent": _("A new letter is on its way. The old link no longer works."),
        "revoked": _("Taken back. The link no longer works."),
    }.get(request.GET.get("done", ""), "")
