"""An objection on paper: the office enters it with its scan, and takes out the letter that answers it."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.objections.enums import Channel
from yunhui.pipeline.objections.rules import NAME_LENGTH, PHONE_LENGTH, POSTAL_LENGTH, TEXT_LENGTH
from yunhui.pipeline.objections.selectors import objection_for, on_notice
from yunhui.pipeline.objections.services import record_on_paper
from yunhui.pipeline.objections.web.letter import letter_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.papers import DOCX, as_docx, as_pdf

_TYPED = ("name", "email", "phone", "postal", "text")


@page(holds(Role.OFFICE), "GET", "POST")
def recording(request: Request, code: str) -> HttpResponse:
    """The form for what came in on paper; `?entry=` chooses the entry."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    require(can_run_call(actor, call))
    entries = list(on_notice(actor, call))
    if request.method != "POST":
        return _form(request, call, entries, {"entry": request.GET.get("entry", ""), "language": CHINESE})
    typed = request.POST.dict()
    chosen = next((one for one in entries if str(one.number) == typed.get("entry", "")), None)
    if chosen is None:
        return _form(request, call, entries, typed, [Problem("entry", "required", _("Choose the entry."))])
    try:
        found = record_on_paper(
            actor=actor,
            application_id=chosen.pk,
            channel=typed.get("channel", ""),
            received_on=_date(typed.get("received_on", "")),
            typed={name: typed.get(name, "") for name in _TYPED},
            language=typed.get("language", ""),
            files=_files(request),
        )
    except InvalidError as error:
        return _form(request, call, entries, typed, error.problems)
    except (NotFoundError, RefusedError) as error:
        if isinstance(error, NotFoundError) or error.code != "notice_over":
            raise
        return _form(request, call, entries, typed, refusal=str(error.message))
    except DomainError as error:
        return _form(request, call, entries, typed, refusal=str(error.message))
    return HttpResponseRedirect(f"/w/objections/{found.pk}/?done=recorded#said")


@page(holds(Role.OFFICE))
def letter(request: Request, objection_id: UUID, form: str) -> HttpResponse:
    """The letter on paper: as Word to be signed and stamped, as PDF to be filed."""
    found = objection_for(request.actor, objection_id)
    require(can_run_call(request.actor, found.call))
    if found.channel == Channel.ONLINE:
        raise NotFoundError("letter")
    paper = letter_of(found)
    content, media = (as_docx(paper), DOCX) if form == "docx" else (as_pdf(paper), "application/pdf")
    response = HttpResponse(content, content_type=media)
    name = f"{found.call.code}-objection-{found.number}.{form}"
    response["Content-Disposition"] = content_disposition_header(form == "docx", name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _form(
    request: Request,
    call: Call,
    entries: list[Application],
    typed: Mapping[str, str],
    problems: Iterable[Problem] = (),
    *,
    refusal: str = "",
) -> HttpResponse:
    language = request.actor.language
    errors = {problem.field: str(problem.message) for problem in problems}
    today = clock.now().astimezone(clock.BEIJING).date().isoformat()

    def field(name: str, label: str, **more: object) -> Field:
        return Field(name=name, label=label, value=typed.get(name, ""), error=errors.get(name, ""), **more)  # type: ignore[arg-type]

    named = [(str(one.number), f"{one} {title_in(one, language)}") for one in entries]
    came = [(str(one), str(Channel(one).label)) for one in Channel if one != Channel.ONLINE]
    tongues = [(CHINESE, _("In Chinese")), (ENGLISH, _("In English"))]
    context = {
        "title": _("Enter an objection on paper"),
        "call_name": pick(call, "title", language),
        "call_url": f"/w/calls/{call.code}/objections/",
        "days": NoticeConfig.of_call(call).answer_days,
        "is_open": bool(entries),
        "refusal": refusal,
        "fields": [
            field("entry", _("Against which entry"), kind="select", choices=[("", ""), *named], required=True),
            field("channel", _("How it came in"), kind="choices", choices=came, required=True),
            field(
                "received_on", _("Came in on"), kind="date", maximum=today, required=True,
                help=_("The working days for the answer run from this day"),
            ),
            field("name", _("Name that it is signed with"), limit=NAME_LENGTH, required=True),
            field(
                "text", _("What it objects to"), kind="textarea", rows=8, limit=TEXT_LENGTH, required=True,
                help=_("In its own words as far as possible; the scan stays beside it"),
            ),
            Field(
                name="files", label=_("Scan of what came in"), kind="file", error=errors.get("files", ""),
                required=True, help=_("PDF or pictures, three at most"), extra={"multiple": "multiple"},
            ),
            field(
                "postal", _("Postal address"), kind="textarea", rows=2, limit=POSTAL_LENGTH,
                help=_("Where the answer goes, if it is not handed over"),
            ),
            field("phone", _("Phone"), kind="tel", limit=PHONE_LENGTH),
            field("email", _("E-mail"), kind="email", help=_("Only if it is given; letters go there too then")),
            field("language", _("Language of the answer"), kind="choices", choices=tongues, required=True),
        ],
    }  # fmt: skip
    status = 422 if errors else 409 if refusal else 200
    return render(request, "objections/on_paper.html", context, status=status)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _files(request: Request) -> list[tuple[str, Path]]:
    found = []
    for one in request.FILES.getlist("files"):
        assert isinstance(one, TemporaryUploadedFile), "the settings name the one handler"
        found.append((one.name or "", Path(one.temporary_file_path())))
    return found
