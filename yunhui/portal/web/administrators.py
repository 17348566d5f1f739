"""The three administrators: accounts and roles, the security log, the security-audit log. Each may do what the other
two may not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role, ScopeKind, SecurityKind
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.accounts.rules import can_hold
from yunhui.foundation.accounts.selectors import (
    account_for,
    ids_matching,
    names_of,
    security_events,
    users_with_grants,
)
from yunhui.foundation.accounts.services import end_role, grant_role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.selectors import Report, entries_visible_to, verify
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import boards
from yunhui.pipeline.calls.selectors import calls_visible_to
from yunhui.portal.paging import page_of, stretch_of
from yunhui.portal.words import ACTIONS, action_word, actor_word, finding_word
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

_CITY = f"{ScopeKind.CITY}:"
Scopes = dict[tuple[str, str], str]


@page(holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
def accounts(request: Request) -> HttpResponse:
    """Every account with its roles."""
    text, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    role = role if role in Role.values else ""
    found = page_of(users_with_grants(request.actor, text, role), request.GET.get("page", ""))
    scopes = _scopes(request.actor)
    found.object_list = [(user, _roles(user, scopes)) for user in found.object_list]
    context = {
        "title": _("Accounts and roles"),
        "page": found,
        "text": text,
        "role": role,
        "roles": Role.choices,
        "path": request.get_full_path(),
    }
    return render(request, "portal/accounts.html", context)


@page(holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
def account(request: Request, user_id: UUID) -> HttpResponse:
    """One account: in the side panel of the list, or as a page of its own."""
    return _account(request, account_for(request.actor, user_id))


@page(holds(Role.SECURITY_ADMIN), "GET", "POST")
def grant(request: Request, user_id: UUID) -> HttpResponse:
    """Give a role in a scope. Who had to sign in first comes by GET, here and below."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    role, scope = request.POST.get("role", ""), request.POST.get("scope", _CITY)
    kind, _colon, scope_id = scope.partition(":")
    if role not in Role.values or (kind, scope_id) not in _scopes(request.actor):
        return _account(request, user, given=(role, scope), wrong=("role", _("Choose a role and where it is held.")))
    if not (verdict := can_hold(role, kind)):
        return _account(request, user, given=(role, scope), wrong=("scope", str(verdict.reason)))
    try:
        grant_role(actor=request.actor, user=user, role=role, scope_kind=kind, scope_id=scope_id)
    except RefusedError:
        raise
    except DomainError as error:
        return _account(request, user, given=(role, scope), wrong=("role", str(error.message)))
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done=granted")


@page(holds(Role.SECURITY_ADMIN), "GET", "POST")
def end(request: Request, user_id: UUID) -> HttpResponse:
    """End a role now; the row stays in the log."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    wanted = request.POST.get("grant", "")
    row = next((one for one in user.grants.all() if str(one.pk) == wanted), None)
    if row is None:
        raise NotFoundError("role")
    end_role(actor=request.actor, grant=row)
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done=ended")


@page(holds(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN))
def security(request: Request) -> HttpResponse:
    """The security log: who came in, who was refused, which roles were given and ended."""
    text, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    kind = kind if kind in SecurityKind.values else ""
    rows = security_events(request.actor)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(email__icontains=text) | Q(user__name__icontains=text) | Q(note__icontains=text))
    stretch = stretch_of(rows, request.GET.get("before", ""))
    context = {
        "title": _("Security log"),
        "rows": [(row, _when(request.actor, row.at), SecurityKind(row.kind).label) for row in stretch.rows],
        "older": _older(request, stretch.older),
        "is_newest": "before" not in request.GET,
        "text": text,
        "kind": kind,
        "kinds": SecurityKind.choices,
    }
    return render(request, "portal/security.html", context)


@page(holds(Role.AUDIT_ADMIN))
def audit(request: Request) -> HttpResponse:
    """The security-audit log: every command, and every reading of what is confidential."""
    return _audit(request, None)


@page(holds(Role.AUDIT_ADMIN), "GET", "POST")
def verify_audit(request: Request) -> HttpResponse:
    """Recompute every digest and the chain, and say what was found."""
    if request.method != "POST":
        return HttpResponseRedirect("/w/audit/")
    return _audit(request, verify(request.actor))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, in words."""

    entry: AuditEntry
    when: str
    who: str
    what: str


def _audit(request: Request, report: Report | None) -> HttpResponse:
    action, subject, text = (request.GET.get(name, "").strip()[:120] for name in ("action", "subject", "actor"))
    rows = entries_visible_to(request.actor)
    if action:
        rows = rows.filter(action=action)
    if subject:
        kind, colon, subject_id = subject.rpartition(":")
        rows = rows.filter(subject_id=subject_id, **({"subject_type": kind} if colon else {}))
    if text:
        ids = ids_matching(request.actor, text)
        rows = rows.filter(Q(actor_id__in=ids) | Q(actor_label__icontains=text))
    stretch = stretch_of(rows, request.GET.get("before", ""))
    names = names_of(entry.actor_id for entry in stretch.rows)
    context: dict[str, Any] = {
        "title": _("Security-audit log"),
        "lines": [
            Line(
                one,
                _when(request.actor, one.at),
                (names.get(one.actor_id, "") if one.actor_id else "") or actor_word(one.actor_label),
                action_word(one.action),
            )
            for one in stretch.rows
        ],
        "older": _older(request, stretch.older),
        "is_newest": "before" not in request.GET,
        "action": action,
        "actions": sorted(((code, str(word)) for code, word in ACTIONS.items()), key=lambda one: one[0]),
        "subject": subject,
        "text": text,
        "is_narrowed": bool(action or subject or text),
        "report": report,
        "findings": [(one.place, finding_word(one.kind)) for one in report.findings] if report else [],
    }
    return render(request, "portal/audit.html", context)


def _account(
    request: Request, user: User, *, given: tuple[str, str] = ("", _CITY), wrong: tuple[str, str] = ("", "")
) -> HttpResponse:
    scopes = _scopes(request.actor)
    said = {"granted": _("Role given."), "ended": _("Role ended.")}.get(request.GET.get("done", ""))
    fields = [
        Field(
            name="role",
            label=_("Role"),
            kind="select",
            value=given[0],
            required=True,
            choices=[("", _("Choose")), *((value, str(label)) for value, label in Role.choices)],
            error=wrong[1] if wrong[0] == "role" else "",
        ),
        Field(
            name="scope",
            label=_("Where it is held"),
            kind="select",
            value=given[1],
            required=True,
            choices=[(f"{kind}:{pk}", name) for (kind, pk), name in scopes.items()],
            error=wrong[1] if wrong[0] == "scope" else "",
        ),
    ]
    context = {
        "title": user.name,
        "account": user,
        "roles": _roles(user, scopes),
        "fields": fields,
        "can_grant": request.actor.has(Role.SECURITY_ADMIN),
        "messages": [said] if said else [],
    }
    template = "portal/account_panel.html" if "HX-Request" in request.headers else "portal/account.html"
    return render(request, template, context, status=422 if wrong[0] else 200)


def _scopes(actor: Actor) -> Scopes:
    """Where a role can be held: (kind, id) -> its name; the whole city first, then host areas, then calls."""
    found: Scopes = {(ScopeKind.CITY, ""): _("The whole city")}
    for board in boards():
        name = pick(board, "name", actor.language)
        found[(ScopeKind.BOARD, str(board.pk))] = _("Host area: %(name)s") % {"name": name}
    for call in calls_visible_to(actor):
        found[(ScopeKind.CALL, str(call.pk))] = _("Call: %(name)s") % {"name": pick(call, "title", actor.language)}
    return found


def _roles(user: User, scopes: Scopes) -> list[tuple[RoleGrant, str, str]]:
    return [
        (
            one,
            str(Role(one.role).label),
            "" if one.scope_kind == ScopeKind.CITY else scopes.get((one.scope_kind, one.scope_id), one.scope_id),
        )
        for one in user.grants.all()
    ]


def _when(actor: Actor, at: datetime) -> str:
    """A moment of a log, with its year, on the reader's clock."""
    return formats.moment(at, actor.language, actor.zone, year=True)


def _older(request: Request, before: int) -> str:
    query = request.GET.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}" if before else ""
