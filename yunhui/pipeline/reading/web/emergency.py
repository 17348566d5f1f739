"""Emergency readings: opening one, all of them for who watches, and ending one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import calls_visible_to
from yunhui.pipeline.reading.rules.emergency import MINUTES, READERS, REASON_MOST, WATCHERS, can_read_in_emergency
from yunhui.pipeline.reading.selectors import emergencies_visible_to
from yunhui.pipeline.reading.services import end_emergency, open_in_emergency
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

_ANY = (*WATCHERS, Role.APPROVER)
_SHOWN = 100


@page(holds(*_ANY))
def emergencies(request: Request) -> HttpResponse:
    """Who reads in an emergency now, and who did; with the form for those who may."""
    given = {name: request.GET.get(name, "")[:40] for name in ("call", "number")}
    return _page(request, given, {})


@page(holds(*READERS, fresh=True), "GET", "POST")
def open_one(request: Request) -> HttpResponse:
    """Open an emergency reading; who had to confirm their second factor first comes by GET."""
    if request.method != "POST":
        return HttpResponseRedirect("/w/emergency/")
    given = {name: request.POST.get(name, "").strip()[:600] for name in ("call", "number", "reason", "minutes")}
    try:
        row = open_in_emergency(
            actor=request.actor,
            code=given["call"],
            number=given["number"],
            reason=given["reason"],
            minutes=given["minutes"],
        )
    except InvalidError as error:
        return _page(request, given, {one.field: str(one.message) for one in error.problems})
    except RefusedError:
        raise
    except DomainError as error:
        return _page(request, given, {"number": str(error.message)})
    return HttpResponseRedirect(f"/r/{row.application_id}/")


@page(holds(*_ANY), "POST")
def end(request: Request, emergency_id: UUID) -> HttpResponse:
    """End one before its time."""
    end_emergency(actor=request.actor, emergency_id=emergency_id)
    return HttpResponseRedirect("/w/emergency/")


def _page(request: Request, given: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    actor, now = request.actor, clock.now()
    rows = list(emergencies_visible_to(actor)[:_SHOWN])
    may_open = bool(can_read_in_emergency(actor))
    fields = _fields(request, given, wrong) if may_open else []
    context: dict[str, Any] = {
        "title": _("Emergency reading"),
        "rows": [
            {
                "row": row,
                "call": pick(row.application.call, "title", actor.language),
                "is_running": row.ended_at is None and row.ends_at > now,
                "is_own": row.reader_id == actor.user_id,
                "can_end": row.reader_id == actor.user_id or actor.has(Role.SECURITY_ADMIN),
                "end": row.ended_at or row.ends_at,
            }
            for row in rows
        ],
        "fields": fields,
        "wrong": [one for one in fields if one.error],
    }
    return render(request, "reading/emergency.html", context, status=422 if wrong else 200)


def _fields(request: Request, given: dict[str, str], wrong: dict[str, str]) -> list[Field]:
    language = request.actor.language
    calls = [(one.code, pick(one, "title", language)) for one in calls_visible_to(request.actor)]
    minutes = [(str(one), ngettext("{n} minute", "{n} minutes", one).format(n=one)) for one in MINUTES]
    return [
        Field("call", _("Call"), "select", given.get("call", ""), choices=calls, required=True),
        Field(
            "number",
            _("Number of the application"),
            value=given.get("number", ""),
            error=wrong.get("number", ""),
            required=True,
            inputmode="numeric",
        ),
        Field(
            "reason",
            _("Why you must read it"),
            "textarea",
            given.get("reason", ""),
            help=_("The security administrator reads it now, auditors later."),
            error=wrong.get("reason", ""),
            required=True,
            rows=3,
            limit=REASON_MOST,
        ),
        Field(
            "minutes",
            _("For how long"),
            "select",
            given.get("minutes") or str(MINUTES[0]),
            choices=minutes,
            error=wrong.get("minutes", ""),
            required=True,
        ),
    ]
