"""Reading on screen alone: an application's files, page by page, under the reader's name and time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.files.rules import DOCX, JPEG, PDF, PNG, PPTX
from yunhui.foundation.files.selectors import ticket_for
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.errors import UndertakingNeeded
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.reading.rules import mark_of, promise_of
from yunhui.pipeline.reading.selectors import (
    File,
    Reading,
    answers_for,
    file_for,
    files_for,
    has_undertaken,
    reading_for,
)
from yunhui.pipeline.reading.services import (
    open_reading,
    page_sizes,
    page_texts,
    picture_of,
    slides_of,
    undertake,
)
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def application(request: Request, application_id: UUID) -> HttpResponse:
    """The files of an application, each a link; before the first one its reader undertakes."""
    reading = reading_for(request.actor, application_id)
    if not reading.is_own and not has_undertaken(request.actor, reading.application.call):
        return _promise(request, reading)
    answers = []
    if reading.capacity == Capacity.EMERGENCY:
        # Others read the answers on their own pages; who reads in an emergency has none.
        open_reading(actor=request.actor, application_id=application_id)
        answers = answers_for(reading, request.actor.language)
    context = _context(request, reading) | {"files": _named(reading, request.actor.language), "answers": answers}
    return _render(request, "reading/application.html", context)


@page(signed_in, "GET", "POST")
def promise(request: Request, application_id: UUID) -> HttpResponse:
    """What a reader of this call undertakes; one click, once."""
    reading = reading_for(request.actor, application_id)
    going = request.POST.get("next") or request.GET.get("next") or f"/r/{application_id}/"
    going = going if going.startswith("/") and not going.startswith("//") else f"/r/{application_id}/"
    if request.method != "POST":
        return _promise(request, reading, going=going)
    if not request.POST.get("agreed"):
        return _promise(
            request, reading, going=going, wrong=_("Tick the box first, if you undertake this."), status=422
        )
    try:
        undertake(actor=request.actor, application_id=application_id, text_version=request.POST.get("version", ""))
    except NotFoundError:
        raise
    except DomainError as error:
        return _promise(request, reading, going=going, wrong=str(error.message), status=error.status)
    return HttpResponseRedirect(going)


@page(signed_in)
def file(request: Request, application_id: UUID, attachment_id: UUID) -> HttpResponse:
    """One file: pages or slides as pictures, loaded as they come into sight; each opening is noted."""
    reading, opening = open_reading(actor=request.actor, application_id=application_id, attachment_id=attachment_id)
    found = file_for(reading, attachment_id)
    name = found.name(request.actor.language)
    kind = found.attachment.blob.media_type
    context = _context(request, reading) | {
        "title": name,
        "file_name": name,
        "file": found.attachment,
        "question": found.question.label(request.actor.language),
        **_marks(request, reading, opening),
        "base": f"/r/{application_id}/{attachment_id}/",
        "has_text": kind in (PDF, PPTX, DOCX),
        "others": [pair for pair in _named(reading, request.actor.language) if pair[0].attachment.pk != attachment_id],
    }
    if kind in (PDF, PNG, JPEG):
        context["marks_lie_above"] = True
        context["pages"] = [
            {"number": number, "width": round(wide), "height": round(high)}
            for number, (wide, high) in enumerate(page_sizes(found.attachment), 1)
        ]
    elif kind in (PPTX, DOCX):
        context["slides"] = slides_of(found.attachment)
        context["is_deck"] = kind == PPTX
    return _render(request, "reading/file.html", context)


@page(signed_in)
def picture(request: Request, application_id: UUID, attachment_id: UUID, number: int) -> HttpResponse:
    """One page as a picture, `?w=` wide, with the watermark in its pixels; `?part=` a picture inside a slide."""
    try:
        reading, opening = open_reading(actor=request.actor, application_id=application_id, attachment_id=attachment_id)
    except UndertakingNeeded as error:
        raise NotFoundError("page") from error
    found = file_for(reading, attachment_id)
    wide, part = request.GET.get("w", ""), request.GET.get("part", "")
    if part:
        slides = slides_of(found.attachment)
        part = slides[number - 1].pictures[int(part)] if _is_there(slides, number, part) else "missing"
    data = picture_of(
        found.attachment,
        number,
        int(wide) if wide.isdecimal() and len(wide) < 5 else 1360,
        _mark(request, reading, opening),
        part,
    )
    return _closed(HttpResponse(data, content_type="image/webp"))


@page(signed_in)
def text(request: Request, application_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The text of each page, for readers who hear it or enlarge it; under the same rule and the same record."""
    reading, opening = open_reading(actor=request.actor, application_id=application_id, attachment_id=attachment_id)
    found = file_for(reading, attachment_id)
    name = found.name(request.actor.language)
    context = _context(request, reading) | {
        "title": name,
        "file_name": name,
        "file": found.attachment,
        **_marks(request, reading, opening),
        "base": f"/r/{application_id}/{attachment_id}/",
        "texts": page_texts(found.attachment),
    }
    return _render(request, "reading/text.html", context)


@page(signed_in)
def download(request: Request, application_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The file itself, where the call allows it, and one's own: by a ticket of two minutes."""
    reading, _opening = open_reading(actor=request.actor, application_id=application_id, attachment_id=attachment_id)
    found = file_for(reading, attachment_id)
    if not reading.allows_download:
        raise NotFoundError("file")
    return HttpResponseRedirect(ticket_for(request.actor, found.attachment))


def _promise(
    request: Request, reading: Reading, *, going: str = "", wrong: str = "", status: int = 200
) -> HttpResponse:
    actor, promised = request.actor, promise_of(reading.application.call)
    context = _context(request, reading) | {
        "title": _("Before you read"),
        "lines": promised.lines(actor.language),
        "version": promised.version,
        "going": going or f"/r/{reading.application.pk}/",
        "wrong": wrong,
        "today": clock.now(),
        "is_given": has_undertaken(actor, reading.application.call),
    }
    return _render(request, "reading/undertaking.html", context, status)


def _context(request: Request, reading: Reading) -> dict[str, Any]:
    application, language = reading.application, request.actor.language
    title = reading.title(language)
    return {
        "title": title,
        "project": title,
        "reading": reading,
        "application": application,
        "call": pick(application.call, "title", language),
        "home": f"/r/{application.pk}/",
        "bench_url": "/my/" if reading.is_own else "/w/",
        "actor_name": request.actor.name,
    }


def _named(reading: Reading, language: str) -> list[tuple[File, str]]:
    """The files that the reader gets, each with what it is called for them."""
    return [(one, one.name(language)) for one in files_for(reading)]


def _mark(request: Request, reading: Reading, opening: Opening | None) -> str:
    """What stands in the pixels: the time is that of the opening, so that all its pages say the same."""
    return "" if reading.is_own or opening is None else mark_of(request.actor.name, opening.at)


def _marks(request: Request, reading: Reading, opening: Opening | None) -> dict[str, str]:
    """The words for the page. Where its pictures carry a mark, the page around them says the same time."""
    mark = _mark(request, reading, opening)
    return {"mark": mark, "watermark": mark}


def _is_there(slides: Any, number: int, part: str) -> bool:
    return (
        part.isdecimal()
        and len(part) < 4
        and 0 < number <= len(slides)
        and int(part) < len(slides[number - 1].pictures)
    )


def _render(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _closed(render(request, template, context, status=status))


def _closed(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
