"""Saying whether one comes, by the link of a letter or among one's own hours; and the address of one's calendar."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import Answer, Part
from yunhui.features.timetable.models import Confirmation
from yunhui.features.timetable.rules import REASON_LENGTH, confirm_by
from yunhui.features.timetable.selectors.invitations import (
    enclosure_for,
    feed_path,
    hour_behind,
    hours_asked,
    is_cancelled,
    is_over,
    moment_words,
    own_feed,
)
from yunhui.features.timetable.selectors.publication import what_of
from yunhui.features.timetable.services import answer_hour, end_feed, make_feed
from yunhui.features.timetable.services.publishing.answering import BY_LINK
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page, pressed, signed_in

# The cookie in which a visitor's own choice of language is kept.
LANGUAGE_COOKIE = "yunhui_language"
LIGHTS = {Answer.WAITING: "y", Answer.YES: "g", Answer.NO: "r"}


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour as its person reads it; `reason` is the field of the form."""

    id: UUID
    what: str
    call: str
    part: str
    hall: str
    minutes: int
    when: tuple[str, str]
    by: datetime | None
    state: str
    light: str
    words: str
    said: str
    sequence: int
    is_open: bool
    is_cancelled: bool
    public_url: str
    reason: Field


@page(anyone, "GET", "POST")
def hour(request: Request, ticket: str) -> HttpResponse:
    """One hour behind the link of a letter: yes, or no with a reason; in their language unless they chose one."""
    row = hour_behind(ticket)
    with _their_language(request, row):
        return _hour_page(request, row, ticket)


def _hour_page(request: Request, row: Confirmation, ticket: str) -> HttpResponse:
    if request.method != "POST":
        return _secret(_one(request, row, ticket))
    problems, refusal = _answer(request, row, BY_LINK)
    if problems or refusal:
        return _secret(_one(request, hour_behind(ticket), ticket, problems, refusal))
    return _secret(HttpResponseRedirect(f"/hour/{ticket}"))


@page(anyone)
def hour_calendar(request: Request, ticket: str) -> HttpResponse:
    """The entry of one hour for a calendar."""
    enclosed = enclosure_for(str(hour_behind(ticket).pk))
    if enclosed is None:
        raise NotFoundError("hour")
    answer = HttpResponse(enclosed.content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return _secret(answer)


@page(signed_in, "GET", "POST")
def own(request: Request) -> HttpResponse:
    """All hours of the signed-in person, and of the host areas for which they act; and their calendar's address."""
    actor = request.actor
    if request.method != "POST":
        return _own_page(request)
    do = pressed(request, "make_feed", "end_feed", "")  # an hour is answered by its own buttons
    if do == "make_feed":
        make_feed(actor=actor)
    elif do == "end_feed":
        end_feed(actor=actor)
    else:
        row = next((one for one in hours_asked(actor) if str(one.pk) == request.POST.get("hour")), None)
        if row is None:
            raise NotFoundError("hour")
        problems, refusal = _answer(request, row, actor)
        if problems or refusal:
            return _own_page(request, row.pk, problems, refusal)
    return HttpResponseRedirect("/my/timetable/")


@contextmanager
def _their_language(request: Request, row: Confirmation) -> Iterator[None]:
    if LANGUAGE_COOKIE in request.COOKIES:
        yield
        return
    language = row.user.language if row.user else row.language
    request.actor = replace(request.actor, language=language)
    with translation.override(language):
        yield


def _answer(request: Request, row: Confirmation, actor: Any) -> tuple[list[Problem], str]:
    posted = request.POST
    sequence = posted.get("sequence", "")
    try:
        answer_hour(
            actor=actor,
            confirmation_id=row.pk,
            state=posted.get("state", ""),
            sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 9 else -1,
            reason=posted.get("reason", "") if posted.get("state") == Answer.NO else "",
        )
    except InvalidError as error:
        return error.problems, ""
    except NotFoundError:
        raise
    except DomainError as error:
        return [], str(error.message)
    return [], ""


def _one(
    request: Request,
    row: Confirmation,
    ticket: str,
    problems: list[Problem] | None = None,
    refusal: str = "",
) -> HttpResponse:
    shown = _hour(request, row, problems or [])
    context = {
        "title": _("Your hour"),
        "hour": shown,
        "action": f"/hour/{ticket}",
        "refusal": refusal,
        "error": next((str(one.message) for one in problems or () if one.field == "state"), ""),
        "shows_no": bool(problems) or shown.state == Answer.NO,
        "wrong": [shown.reason] if shown.reason.error else [],
        "name": row.name,
    }
    status = 422 if problems else 409 if refusal else 200
    return render(request, "timetable/hour.html", context, status=status)


def _own_page(
    request: Request, wrong: UUID | None = None, problems: list[Problem] | None = None, refusal: str = ""
) -> HttpResponse:
    actor = request.actor
    hours = [_hour(request, row, (problems or []) if row.pk == wrong else []) for row in hours_asked(actor)]
    feed = own_feed(actor)
    lang = "en" if actor.language == ENGLISH else "zh"
    address = f"{settings.PUBLIC_URL.rstrip('/')}{feed_path(feed, lang)}" if feed else ""
    context = {
        "title": _("My hours at events"),
        "hours": hours,
        "open": [one for one in hours if one.is_open],
        "past": [one for one in hours if not one.is_open],
        "feed": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "refusal": refusal,
        "wrong_id": wrong,
        "wrong": [one.reason for one in hours if one.reason.error],
    }
    status = 422 if problems else 409 if refusal else 200
    return render(request, "timetable/own.html", context, status=status)


def _hour(request: Request, row: Confirmation, problems: list[Problem]) -> Hour:
    language, item = request.actor.language, row.item
    state, now = Answer(row.state), clock.now()
    what = what_of(item.application, item.board, item.kind)
    typed: Mapping[str, str] = request.POST if problems else {"reason": row.reason if state == Answer.NO else ""}
    gone = is_cancelled(row)
    lang = "en" if language == ENGLISH else "zh"
    return Hour(
        id=row.pk,
        what=(what.en or what.zh) if language == ENGLISH else (what.zh or what.en),
        call=pick(item.call, "title", language),
        part=str(Part(row.part).label),
        hall=pick(item.room, "name", language),
        minutes=int((item.ends_at - item.starts_at).total_seconds()) // 60,
        when=moment_words(row, language),
        by=by if (by := confirm_by(row.asked_at, item.starts_at)) > now else None,
        state="cancelled" if gone else str(state),
        light="n" if gone else LIGHTS[state],
        words=_("Cancelled") if gone else str(state.label),
        said=row.reason,
        sequence=row.asked_sequence,
        is_open=not is_over(row, now),
        is_cancelled=gone,
        public_url=f"/{lang}/timetable/{item.call.code}/#p-{str(item.uid)[:8]}",
        reason=Field(
            "reason",
            _("Why, and which hours suit you"),
            kind="textarea",
            rows=3,
            limit=REASON_LENGTH,
            value=typed.get("reason", ""),
            error=next((str(one.message) for one in problems if one.field == "reason"), ""),
            id=f"reason-{row.pk}",
        ),
    )


def _secret(answer: HttpResponse) -> HttpResponse:
    """The address is a secret: it is not passed on, kept or found by a search; our own forms still say whence."""
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
