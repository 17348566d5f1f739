"""Objecting to one entry of a public notice, with an account or without one: the form, and the code that proves."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.selectors import Entry, entry_of
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.rules import NAME_LENGTH, PHONE_LENGTH, TEXT_LENGTH
from yunhui.pipeline.objections.selectors import begun, needs_code, own_particulars
from yunhui.pipeline.objections.services import (
    begin_objection,
    confirm_objection,
    file_objection,
    send_another_code,
)
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page, pressed

PER_HOUR = 5


@page(anyone, "GET", "POST")
def objecting(request: Request, lang: str, code: str, number: int) -> HttpResponse:
    """The form; after it the code, unless the address is that of the reader's own account."""
    call = call_for(request.actor, code)
    entry = entry_of(call, number, ENGLISH if lang == "en" else CHINESE)
    if entry is None:
        raise NotFoundError("entry")
    if request.method != "POST":
        return _form(request, lang, call, entry, _known(request, entry))
    typed = request.POST.dict()
    if typed.get("website"):  # a field that people do not see: only programs fill it in
        return HttpResponseRedirect(f"{request.path}?done=1")
    said: dict[str, Any] = {name: typed.get(name, "") for name in ("name", "email", "phone", "text")}
    said |= {"actor": request.actor, "application_id": entry.application_id, "files": _files(request)}
    try:
        take(f"object:{request.actor.user_id or _from(request)}", most=PER_HOUR, seconds=3600)
        if needs_code(request.actor, call, said["email"]):
            found = begin_objection(address=_from(request), **said)
        else:
            found = file_objection(**said)
    except InvalidError as error:
        return _form(request, lang, call, entry, typed, error.problems)
    except LimitedError as error:
        return _form(request, lang, call, entry, typed, refusal=str(error.message), status=429)
    except NotFoundError:
        raise
    except DomainError as error:
        return _form(request, lang, call, entry, typed, refusal=str(error.message), status=error.status)
    if found.state == ObjectionState.UNPROVED:
        return HttpResponseRedirect(f"{request.path}/{found.pk}")
    return HttpResponseRedirect(f"{request.path}?done=1")


@page(anyone, "GET", "POST")
def proving(request: Request, lang: str, code: str, number: int, objection_id: UUID) -> HttpResponse:
    """The code that shows that the address is one's own; another code; and that the objection has arrived."""
    call = call_for(request.actor, code)
    found = begun(objection_id)
    if found.call_id != call.pk or found.application.number != number:
        raise NotFoundError("objection")
    error, refusal, sent, status = "", "", request.GET.get("sent", ""), 200
    if request.method == "POST":
        try:
            if pressed(request, "confirm", "again") == "again":
                send_another_code(actor=request.actor, objection_id=objection_id, address=_from(request))
                return HttpResponseRedirect(f"{request.path}?sent=1")
            typed = request.POST.get("code", "")[:40]
            confirm_objection(actor=request.actor, objection_id=objection_id, typed=typed, address=_from(request))
            return HttpResponseRedirect(request.path)
        except LimitedError as limited:
            refusal, status = str(limited.message), 429
        except CodeError as wrong:
            error, status = str(wrong.message), 422
        except NotFoundError:
            raise
        except DomainError as refused:
            refusal, status = str(refused.message), refused.status
    context = _context(request, lang, call) | {
        "title": _("Object to entry %(number)s") % {"number": f"{number:04d}"},
        "objection": found,
        "is_done": found.state != ObjectionState.UNPROVED,
        "form_url": f"/{lang}/notice/{code}/{number}/object?again={objection_id}",
        "refusal": refusal,
        "sent": sent,
        "fields": [
            Field(
                name="code",
                label=_("Code from the e-mail"),
                error=error,
                autocomplete="one-time-code",
                inputmode="numeric",
                required=True,
                help=_("Eight digits, good for twenty minutes"),
            )
        ],
    }
    return render(request, "objections/proving.html", context, status=status)


def _known(request: Request, entry: Entry) -> dict[str, str]:
    """What the form knows: an objection whose address was mistyped, else name and address of the account."""
    try:
        found = begun(UUID(request.GET.get("again", "")))
    except (ValueError, NotFoundError):
        return own_particulars(request.actor)
    if found.state != ObjectionState.UNPROVED or found.application_id != entry.application_id:
        return own_particulars(request.actor)
    return {"name": found.name, "email": found.email, "phone": found.phone, "text": found.text}


def _from(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _files(request: Request) -> list[tuple[str, Path]]:
    found = []
    for one in request.FILES.getlist("files"):
        assert isinstance(one, TemporaryUploadedFile), "the settings name the one handler"
        found.append((one.name or "", Path(one.temporary_file_path())))
    return found


def _context(request: Request, lang: str, call: Call) -> dict[str, Any]:
    return {
        "call": pick(call, "title", request.actor.language),
        "back": f"/{lang}/notice/{call.code}/",
        "days": NoticeConfig.of_call(call).answer_days,
    }


def _form(
    request: Request,
    lang: str,
    call: Call,
    entry: Entry,
    typed: Mapping[str, str],
    problems: Iterable[Problem] = (),
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    errors = {problem.field: str(problem.message) for problem in problems}

    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=typed.get(name, ""), error=errors.get(name, ""), **more)

    context = _context(request, lang, call) | {
        "title": _("Object to entry %(number)s") % {"number": f"{entry.number:04d}"},
        "entry": entry,
        "is_done": request.method == "GET" and bool(request.GET.get("done")),
        "is_open": entry.is_open,
        "needs_code": needs_code(request.actor, call, typed.get("email", "")),
        "refusal": refusal,
        "fields": [
            field(
                "text",
                _("What is wrong, and how we can check it"),
                kind="textarea",
                rows=8,
                limit=TEXT_LENGTH,
                required=True,
                help=_("Facts, dates, where to look. What cannot be checked cannot be upheld."),
            ),
            field("name", _("Your name"), autocomplete="name", limit=NAME_LENGTH, required=True),
            field(
                "email",
                _("E-mail"),
                kind="email",
                autocomplete="email",
                required=True,
                help=_("A code comes there first. We answer to it and use it for nothing else"),
            ),
            field("phone", _("Phone"), kind="tel", autocomplete="tel", limit=PHONE_LENGTH),
            Field(
                name="files",
                label=_("Papers that show it"),
                kind="file",
                error=errors.get("files", ""),
                help=_("PDF or pictures, three at most"),
                extra={"multiple": "multiple"},
            ),
        ],
    }
    return render(request, "objections/objecting.html", context, status=422 if errors else status)
