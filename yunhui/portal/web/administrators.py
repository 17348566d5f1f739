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
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role, SecurityKind
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.accounts.rules import can_hold
from yunhui.foundation.accounts.selectors import (
    account_for,
    has_factor,
    ids_matching,
    names_of,
    open_proposals,
    security_events,
    users_with_grants,
    verify_security_log,
)
from yunhui.foundation.accounts.services import (
    close_account,
    decide_proposal,
    end_role,
    grant_role,
    reopen_account,
    reset_factors,
)
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.selectors import Report, entries_visible_to, verify
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.portal.paging import page_of, stretch_of
from yunhui.portal.web.scopes import CITY, Scopes, day_of, last_day_field, role_fields, scopes_for, where_of
from yunhui.portal.words import ACTIONS, action_word, actor_word, finding_word
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

_SAID = {
    "granted": gettext_lazy("Role given."),
    "ended": gettext_lazy("Role ended."),
    "refused": gettext_lazy("Not granted."),
    "reset": gettext_lazy("The second factor is gone. The person sets up a new one when they next sign in."),
    "closed": gettext_lazy("Done."),
}


@page(holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
def accounts(request: Request) -> HttpResponse:
    """Every account with its roles."""
    text, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    role = role if role in Role.values else ""
    found = page_of(users_with_grants(request.actor, text, role), request.GET.get("page", ""))
    kinds = {one.scope_kind for user in found.object_list for one in user.grants.all()}
    scopes = scopes_for(request.actor, kinds)
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


@page(holds(Role.SECURITY_ADMIN, fresh=True), "GET", "POST")
def grant(request: Request, user_id: UUID) -> HttpResponse:
    """Give a role in a scope. Who had to sign in first comes by GET, here and below."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    given = (request.POST.get("role", ""), request.POST.get("scope", CITY), request.POST.get("until", "")[:10])
    kind, _colon, scope_id = given[1].partition(":")
    if given[0] not in Role.values or (kind, scope_id) not in scopes_for(request.actor):
        return _account(request, user, given=given, wrong=("role", _("Choose a role and where it is held.")))
    if not (verdict := can_hold(given[0], kind)):
        return _account(request, user, given=given, wrong=("scope", str(verdict.reason)))
    try:
        day = day_of(given[2])
        grant_role(
            actor=request.actor,
            user=user,
            role=given[0],
            scope_kind=kind,
            scope_id=scope_id,
            until=clock.end_of_day(day) if day else None,
        )
    except ValueError:
        return _account(request, user, given=given, wrong=("until", _("Choose a day.")))
    except RefusedError:
        raise
    except DomainError as error:
        place = "until" if error.code == "in_the_past" else "role"
        return _account(request, user, given=given, wrong=(place, str(error.message)))
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done=granted")


@page(holds(Role.SECURITY_ADMIN, fresh=True), "GET", "POST")
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


@page(holds(Role.SECURITY_ADMIN, fresh=True), "GET", "POST")
def decide(request: Request, user_id: UUID) -> HttpResponse:
    """Grant a proposed role, or refuse it."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    wanted, verb = request.POST.get("proposal", ""), pressed(request, "grant", "refuse", name="answer")
    row = next((one for one in open_proposals(request.actor, user) if str(one.pk) == wanted), None)
    if row is None:
        raise NotFoundError("proposal")
    try:
        decide_proposal(actor=request.actor, proposal_id=row.pk, granted=verb == "grant")
    except RefusedError:
        raise
    except DomainError as error:
        return _account(request, user, wrong=("role", str(error.message)))
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done={'granted' if verb == 'grant' else 'refused'}")


@page(holds(Role.SECURITY_ADMIN, fresh=True), "GET", "POST")
def reset(request: Request, user_id: UUID) -> HttpResponse:
    """Take a lost second factor away; the person is told, with the reason."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    reason = request.POST.get("reason", "").strip()[:200]
    if len(reason) < 10:
        return _account(request, user, wrong=("reason", _("Write a sentence: it is sent to the person, and logged.")))
    reset_factors(actor=request.actor, user=user, reason=reason)
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done=reset")


@page(holds(Role.SYSTEM_ADMIN), "GET", "POST")
def close(request: Request, user_id: UUID) -> HttpResponse:
    """Close an account that holds no role, or open it again."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/accounts/{user_id}/")
    user = account_for(request.actor, user_id)
    if user.is_active:
        close_account(actor=request.actor, user=user)
    else:
        reopen_account(actor=request.actor, user=user)
    return HttpResponseRedirect(f"/w/accounts/{user_id}/?done=closed")


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
    names = names_of(one for entry in stretch.rows for one in (entry.actor_id, entry.on_behalf_of))
    context: dict[str, Any] = {
        "title": _("Security-audit log"),
        "lines": [
            Line(
                one,
                _when(request.actor, one.at),
                _who(one, names),
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
        "security": verify_security_log(request.actor) if report else None,
        "findings": [(one.place, finding_word(one.kind)) for one in report.findings] if report else [],
    }
    return render(request, "portal/audit.html", context)


def _who(entry: AuditEntry, names: dict[UUID, str]) -> str:
    """Who acted, and for whom."""
    who = (names.get(entry.actor_id, "") if entry.actor_id else "") or actor_word(entry.actor_label)
    if entry.on_behalf_of is None:
        return who
    return _("%(who)s for %(other)s") % {"who": who, "other": names.get(entry.on_behalf_of, "")}


def _account(
    request: Request,
    user: User,
    *,
    given: tuple[str, str, str] = ("", CITY, ""),
    wrong: tuple[str, str] = ("", ""),
) -> HttpResponse:
    actor, scopes = request.actor, scopes_for(request.actor)
    proposals = [
        (one, str(Role(one.role).label), where_of(scopes, one.scope_kind, one.scope_id))
        for one in open_proposals(actor, user)
    ]
    fields = [
        *role_fields(scopes, given[0], given[1], wrong),
        last_day_field(given[2], wrong[1] if wrong[0] == "until" else ""),
    ]
    reason = Field(
        name="reason",
        label=_("Why, and how you made sure who asks"),
        error=wrong[1] if wrong[0] == "reason" else "",
        required=True,
    )
    context = {
        "title": user.name,
        "account": user,
        "roles": _roles(user, scopes),
        "proposals": proposals,
        "fields": fields,
        "reason_field": reason,
        "has_factor": has_factor(user.pk),
        "can_grant": actor.has(Role.SECURITY_ADMIN),
        "can_close": actor.has(Role.SYSTEM_ADMIN),
        "is_fresh": actor.is_fresh(clock.now()),
        "messages": [said] if (said := _SAID.get(request.GET.get("done", ""))) else [],
    }
    template = "portal/account_panel.html" if "HX-Request" in request.headers else "portal/account.html"
    return render(request, template, context, status=422 if wrong[0] else 200)


def _roles(user: User, scopes: Scopes) -> list[tuple[RoleGrant, str, str]]:
    return [
        (one, str(Role(one.role).label), where_of(scopes, one.scope_kind, one.scope_id)) for one in user.grants.all()
    ]


def _when(actor: Actor, at: datetime) -> str:
    """A moment of a log, with its year, on the reader's clock."""
    return formats.moment(at, actor.language, actor.zone, year=True)


def _older(request: Request, before: int) -> str:
    query = request.GET.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}" if before else ""
