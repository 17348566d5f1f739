"""Objecting to one entry of a public notice, with an account or without one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.selectors import Entry, entry_of
from yunhui.pipeline.objections.rules import NAME_LENGTH, PHONE_LENGTH, TEXT_LENGTH
from yunhui.pipeline.objections.services import file_objection
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page

PER_HOUR = 5


@page(anyone, "GET", "POST")
def objecting(request: Request, lang: str, code: str, number: int) -> HttpResponse:
    """The form, and that it has arrived."""
    call = call_for(request.actor, code)
    entry = entry_of(call, number, ENGLISH if lang == "en" else CHINESE)
    if entry is None:
        raise NotFoundError("entry")
    if request.method != "POST":
        return _form(request, lang, call, entry, {})
    typed = request.POST.dict()
    if typed.get("website"):  # a field that people do not see: only programs fill it in
        return HttpResponseRedirect(f"{request.path}?done=1")
    try:
        take(f"object:{request.actor.user_id or request.META.get('REMOTE_ADDR', '')}", most=PER_HOUR, seconds=3600)
        file_objection(
            actor=request.actor,
            application_id=entry.application_id,
            name=typed.get("name", ""),
            email=typed.get("email", ""),
            phone=typed.get("phone", ""),
            text=typed.get("text", ""),
            files=_files(request),
        )
    except InvalidError as error:
        return _form(request, lang, call, entry, typed, error.problems)
    except LimitedError as error:
        return _form(request, lang, call, entry, typed, refusal=str(error.message), status=429)
    except NotFoundError:
        raise
    except DomainError as error:
        return _form(request, lang, call, entry, typed, refusal=str(error.message), status=error.status)
    return HttpResponseRedirect(f"{request.path}?done=1")


def _files(request: Request) -> list[tuple[str, Path]]:
    found = []
    for one in request.FILES.getlist("files"):
        assert isinstance(one, TemporaryUploadedFile), "the settings name the one handler"
        found.append((one.name or "", Path(one.temporary_file_path())))
    return found


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
    actor = request.actor
    errors = {problem.field: str(problem.message) for problem in problems}

    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=typed.get(name, ""), error=errors.get(name, ""), **more)

    context = {
        "title": _("Object to entry %(number)s") % {"number": f"{entry.number:04d}"},
        "call": pick(call, "title", actor.language),
        "entry": entry,
        "back": f"/{lang}/notice/{call.code}/",
        "days": NoticeConfig.of_call(call).answer_days,
        "is_done": request.method == "GET" and bool(request.GET.get("done")),
        "is_open": entry.is_open,
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
                help=_("We answer to it and use it for nothing else"),
            ),
            field("phone", _("Phone"), kind="tel", autocomplete="tel", limit=PHONE_LENGTH),
            Field(
                name="files",
                label=_("Papers that show it"),
                kind="file",
                error=errors.get("files", ""),
                help=_("PDF or pictures, three at most"),
            ),
        ],
    }
    return render(request, "objections/objecting.html", context, status=422 if errors else status)
