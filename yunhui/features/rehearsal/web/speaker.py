"""The speaker's page: one page on a phone, by the link in the letter, without an account and without a script."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Item, MaterialKind, Wish
from yunhui.features.rehearsal.forms import NOTHING, Sent, biography_fields, name_fields, phone_fields
from yunhui.features.rehearsal.models import Appearance, RehearsalTime
from yunhui.features.rehearsal.rules import BY_LINK, is_open
from yunhui.features.rehearsal.selectors import (
    Readiness,
    appearance_behind,
    free_times,
    link_of,
    plan_of,
    readiness_for,
)
from yunhui.features.rehearsal.services import (
    Words,
    choose_time,
    free_time,
    hand_in_whole,
    keep_phone,
    keep_words,
    limits_of,
    wish_no_recording,
)
from yunhui.features.rehearsal.web.files import Files, files_of
from yunhui.features.rehearsal.web.rows import row_of
from yunhui.features.timetable.rules import is_kind
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.rules import MAX_BYTES
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page, pressed


@dataclass(frozen=True, slots=True)
class Choosable:
    """An hour of rehearsal on the speaker's own clock; `beijing` beside it where that differs."""

    id: UUID
    own: str
    beijing: str
    is_kind: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the check list with what is done about it."""

    cell: Any
    files: Files | None
    fields: list[Any]
    is_shown: bool
    error: str


@page(anyone, "GET", "POST")
def prepare(request: Request, token: str) -> HttpResponse:
    """What is still to do, by when, and every form for it."""
    appearance = appearance_behind(token)
    if request.method != "POST":
        return _page(request, appearance, NOTHING)
    form = pressed(request, *_COMMANDS)
    try:
        _COMMANDS[form](request, appearance)
    except InvalidError as error:
        return _page(request, appearance, Sent(form, request.POST.dict(), tuple(error.problems)))
    except DomainError as error:
        if error.status == 404:
            raise
        anchor = request.POST.get("kind", "") if form == "file" else form
        return _page(request, appearance, Sent(anchor, request.POST.dict(), refusal=str(error.message)))
    return HttpResponseRedirect(f"{link_of(appearance)}?done={form}#{_ANCHORS.get(form, 'todo')}")


def own_words(actor: Actor, at: datetime, zone: str, language: str) -> tuple[str, str]:
    """An instant on the speaker's clock, and in Beijing where that differs."""
    own = formats.moment(at, language, zone)
    if formats.utc_offset(at, zone) == formats.utc_offset(at, formats.BEIJING):
        return own, ""
    return own, formats.moment(at, language, formats.BEIJING)


def _time(request: Request, appearance: Appearance) -> None:
    try:
        chosen = UUID(request.POST.get("time", ""))
    except ValueError:
        raise InvalidError([Problem("time", "needed", _("Choose one of the hours."))]) from None
    choose_time(actor=BY_LINK, appearance_id=appearance.pk, time_id=chosen)


def _free(request: Request, appearance: Appearance) -> None:
    free_time(actor=BY_LINK, appearance_id=appearance.pk)


def _words(request: Request, appearance: Appearance) -> None:
    given = {
        name: request.POST.get(name, getattr(appearance, name))
        for name in ("announced_zh", "announced_en", "spoken", "biography_zh", "biography_en")
    }
    if request.POST.get("do") == "names":
        problems = []
        if not (given["announced_zh"].strip() or given["announced_en"].strip()):
            problems.append(Problem("announced_en", "needed", _("Write the name in at least one language.")))
        if not given["spoken"].strip():
            problems.append(Problem("spoken", "needed", _("Write how it is spoken, even if it seems plain to you.")))
        if problems:
            raise InvalidError(problems)
    elif not (given["biography_zh"].strip() or given["biography_en"].strip()):
        raise InvalidError([Problem("biography_zh", "needed", _("Write it in at least one language."))])
    keep_words(actor=BY_LINK, appearance_id=appearance.pk, words=Words(**given))


def _phone(request: Request, appearance: Appearance) -> None:
    if not request.POST.get("phone", "").strip() and not appearance.phone_sealed:
        raise InvalidError([Problem("phone", "needed", _("Write a number at which we reach you during the pitch."))])
    keep_phone(
        actor=BY_LINK,
        appearance_id=appearance.pk,
        phone=request.POST.get("phone", ""),
        interpreter=request.POST.get("interpreter", ""),
        interpreter_note=request.POST.get("interpreter_note", ""),
    )


def _recording(request: Request, appearance: Appearance) -> None:
    wish_no_recording(actor=BY_LINK, appearance_id=appearance.pk, wish=request.POST.get("wish") == Wish.NO)


def _file(request: Request, appearance: Appearance) -> None:
    kind = request.POST.get("kind", "")
    sent = request.FILES.get(f"file-{kind}")
    if sent is None or kind not in MaterialKind.values:
        raise DomainError("no_file", _("Choose a file first, then press “Upload”."))
    if (sent.size or 0) > MAX_BYTES:
        raise FileRefused("file_large")
    assert isinstance(sent, TemporaryUploadedFile), "the settings name the one handler"
    path = Path(sent.temporary_file_path())
    hand_in_whole(actor=BY_LINK, appearance_id=appearance.pk, kind=kind, path=path, name=sent.name or "")


_COMMANDS: dict[str, Callable[[Request, Appearance], None]] = {
    "rehearsal": _time,
    "free": _free,
    "names": _words,
    "biography": _words,
    "phone": _phone,
    "recording": _recording,
    "file": _file,
}
_ANCHORS = {"free": "rehearsal", "file": "todo"}


def _page(request: Request, appearance: Appearance, sent: Sent) -> HttpResponse:
    language = request.actor.language
    one = readiness_for(BY_LINK, appearance.pk)
    row, plan, now = row_of(one, language, is_theirs=True), plan_of(appearance.call), clock.now()
    verdict = is_open(appearance)
    context = {
        "title": _("Getting ready for the stage"),
        "call": pick(appearance.call, "title", language),
        "row": row,
        "link": link_of(appearance),
        "is_open": bool(verdict),
        "why_over": verdict.reason,
        "steps": _steps(request, one, row.cells, sent),
        "done": sum(cell.is_done for cell in row.cells),
        "next_due": row.next_due,
        "stage": _stage(request.actor, one, language),
        "zone_name": formats.clock_name(one.zone, language),
        "time": one.time,
        "time_words": own_words(request.actor, one.time.starts_at, one.zone, language) if one.time else None,
        "days": _days(request.actor, appearance, one, now),
        "connect": pick(plan, "connect", language),
        "limits": limits_of(appearance.call),
        "consents_url": f"/my/applications/{appearance.application_id}/consents/" if appearance.application_id else "",
        "wrong": [field for step in _steps(request, one, row.cells, sent) for field in step.fields if field.error],
        "refusal": sent.refusal,
        "time_error": sent.errors("rehearsal").get("time", ""),
        "saved": request.GET.get("done", ""),
    }
    status = (
        422 if sent.problems or (sent.refusal and sent.form in MaterialKind.values) else 409 if sent.refusal else 200
    )
    response = render(request, "rehearsal/speaker.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # the address is a secret; our own forms still say whence
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _steps(request: Request, one: Readiness, cells: tuple[Any, ...], sent: Sent) -> list[Step]:
    fields = {Item.NAMES: name_fields, Item.BIOGRAPHY: biography_fields, Item.PHONE: phone_fields}
    first = next((cell.item for cell in cells if cell.is_theirs), "")
    shown = sent.form or request.GET.get("open", "") or first
    return [
        Step(
            cell=cell,
            files=files_of(one, cell.item, request.actor.language) if cell.item in MaterialKind.values else None,
            fields=fields[Item(cell.item)](one.appearance, sent) if cell.item in fields else [],
            is_shown=cell.item == shown,
            error=sent.refusal if sent.form == cell.item else "",
        )
        for cell in cells
    ]


def _stage(actor: Actor, one: Readiness, language: str) -> dict[str, str]:
    if one.hour is None:
        return {}
    own, beijing = own_words(actor, one.hour.starts_at, one.zone, language)
    return {"own": own, "beijing": beijing, "room": pick(one.hour, "room", language)}


def _days(
    actor: Actor, appearance: Appearance, one: Readiness, now: datetime
) -> list[tuple[str, list[Choosable], list[Choosable]]]:
    """The hours that can be taken, by day on the speaker's own clock: kind ones, and those early or late; one of those
    that are at the same time."""
    language, zone = actor.language, one.zone
    days: dict[date, list[Choosable]] = {}
    seen: set[datetime] = set()
    times = list(free_times(appearance.call, now=now, besides=appearance.pk))
    mine = {time.starts_at for time in times if time.appearance_id == appearance.pk}
    for time in times:
        if time.starts_at in seen or (time.starts_at in mine and time.appearance_id != appearance.pk):
            continue
        seen.add(time.starts_at)
        days.setdefault(formats.local(time.starts_at, zone).date(), []).append(_choosable(time, zone, language))
    return [
        (
            formats.day(day, language),
            [one for one in found if one.is_kind or one.is_mine],
            [one for one in found if not (one.is_kind or one.is_mine)],
        )
        for day, found in sorted(days.items())
    ]


def _choosable(time: RehearsalTime, zone: str, language: str) -> Choosable:
    same = formats.utc_offset(time.starts_at, zone) == formats.utc_offset(time.starts_at, formats.BEIJING)
    there = formats.local(time.starts_at, formats.BEIJING)
    return Choosable(
        id=time.pk,
        own=f"{formats.clock(time.starts_at, zone)}–{formats.clock(time.ends_at, zone)}",
        beijing="" if same else f"{formats.short_day(there.date(), language)} {there:%H:%M}",
        is_kind=is_kind(time.starts_at, time.ends_at, zone),
        is_mine=time.appearance_id is not None,
    )
