"""The office's page before a version is public: what changes, who is told what, and what stands in the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Room, Timetable
from yunhui.features.timetable.rules import Difference, Kind, can_build, can_release
from yunhui.features.timetable.selectors.guards import blocks_of, concerns_of, needs_two
from yunhui.features.timetable.selectors.publication import Publication, Telling, publication_of, what_of
from yunhui.features.timetable.services import (
    ask_for_two,
    propose_publication,
    publish_timetable,
    take_back_proposal,
)
from yunhui.features.timetable.services.publishing.releasing import NOTE_LENGTH
from yunhui.features.timetable.web.confirming import call_inside
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import names_of
from yunhui.foundation.notices.services import Address, Copy, previews_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

# How many letters are shown in full; the others are counted.
MOST_SHOWN = 120
KINDS = {
    Kind.NEW: (gettext_lazy("new"), "g"),
    Kind.MOVED: (gettext_lazy("moved"), "y"),
    Kind.ROOM: (gettext_lazy("other hall"), "y"),
    Kind.PEOPLE: (gettext_lazy("other people"), ""),
    Kind.GONE: (gettext_lazy("cancelled"), "r"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of the comparison with what is public."""

    kind: str
    css: str
    title: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter as its reader will read it."""

    name: str
    part: str
    language: str
    clock: str
    subject: str
    paragraphs: Any


@page(holds(*STAFF), "GET", "POST")
def publishing(request: Request, code: str) -> HttpResponse:
    """The newest draft, or `?version=`, before it is public; POST publishes, proposes, or takes a proposal back."""
    call = call_inside(request.actor, code)
    row = _draft(call, request)
    if request.method != "POST":
        return _page(request, call, row)
    if not request.actor.has(Role.OFFICE):
        raise RefusedError("not_office", _("Only the talent office can do this."))
    do, posted = pressed(request, "publish", "propose", "take_back", "two", "one"), request.POST
    if do in ("two", "one"):
        ask_for_two(actor=request.actor, call_id=call.pk, two=do == "two")
        return HttpResponseRedirect(f"/w/calls/{code}/timetable/publish")
    if row is None or str(row.pk) != posted.get("timetable"):
        refusal = _("There is a newer version. Look at it before you publish.")
        return _page(request, call, row, refusal=refusal, status=409)
    notes = {"note_zh": posted.get("note_zh", ""), "note_en": posted.get("note_en", "")}
    try:
        if do in ("publish", "propose") and posted.get("seen") != "1" and _has_concerns(row):
            raise InvalidError([Problem("seen", "required", _("Read what is listed above, then tick this."))])
        if do == "publish":
            publish_timetable(actor=request.actor, timetable_id=row.pk, **notes)
            return HttpResponseRedirect(f"/w/calls/{code}/timetable/confirmations/?done=published")
        if do == "propose":
            propose_publication(actor=request.actor, timetable_id=row.pk, **notes)
        else:
            take_back_proposal(actor=request.actor, timetable_id=row.pk)
    except InvalidError as error:
        return _page(request, call, row, typed=notes, problems=error.problems, status=422)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _page(request, call, row, typed=notes, refusal=str(error.message), status=error.status)
    return HttpResponseRedirect(f"/w/calls/{code}/timetable/publish")


def _draft(call: Call, request: Request) -> Timetable | None:
    rows = Timetable.objects.filter(call=call, state=TimetableState.DRAFT).select_related("call")
    asked = request.POST.get("version") or request.GET.get("version", "")
    if asked.isascii() and asked.isdigit():
        rows = rows.filter(number=int(asked))
    return rows.exclude(status__in=("infeasible", "unknown")).order_by("-number").first()


def _has_concerns(row: Timetable) -> bool:
    return bool(concerns_of(publication_of(row, clock.now())))


def _page(
    request: Request,
    call: Call,
    row: Timetable | None,
    *,
    typed: dict[str, str] | None = None,
    problems: list[Problem] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    errors = {one.field: str(one.message) for one in problems or ()}
    context: dict[str, Any] = {
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{call.code}/",
        "title": _("Publish the timetable"),
        "may_build": bool(can_build(actor, call)),
        "two": needs_two(call),
        "refusal": refusal,
        "row": row,
    }
    if row is not None:
        row.call = call
        plan = publication_of(row, clock.now())
        fields = _fields(row, typed or {}, errors)
        verdict = can_release(actor, row, two=context["two"])
        context |= {
            "title": _("Publish version {n}").format(n=row.number),
            "blocks": [str(words) for _code, words in blocks_of(row)],
            "concerns": concerns_of(plan),
            "summary": _summary(plan),
            "changes": _changes(plan, actor),
            "is_first": not plan.announced,
            "first_asked": sum(_is_first_asked(one) for one in plan.differences),
            "letters": list(_letters(plan, actor.language)),
            "letter_count": len(plan.tellings),
            "fields": fields,
            "wrong": [one for one in fields if one.error] + ([_seen(errors)] if "seen" in errors else []),
            "seen_error": errors.get("seen", ""),
            "may_release": bool(verdict),
            "why_not": verdict.reason,
            "proposed_by": names_of([row.proposed_by_id]).get(row.proposed_by_id, "") if row.proposed_by_id else "",
        }
    return render(request, "timetable/publishing.html", context, status=status)


def _fields(row: Timetable, typed: dict[str, str], errors: dict[str, str]) -> list[Field]:
    words = {"note_zh": _("Why, in Chinese"), "note_en": _("Why, in English")}
    return [
        Field(
            name,
            label,
            kind="textarea",
            rows=2,
            limit=NOTE_LENGTH,
            value=typed.get(name, getattr(row, name)),
            error=errors.get(name, ""),
            help=_("Shown on the public page of changes; leave it empty for none.") if name == "note_zh" else "",
        )
        for name, label in words.items()
    ]


def _seen(errors: dict[str, str]) -> Field:
    return Field("seen", _("I have seen this"), kind="check", error=errors["seen"])


def _summary(plan: Publication) -> str:
    counts = Counter(one.kind for one in plan.differences if not _is_first_asked(one))
    stay = len(plan.items) - sum(n for kind, n in counts.items() if kind != Kind.GONE)
    words = [f"{KINDS[kind][0]} {counts[kind]}" for kind in KINDS if counts[kind]]
    words.append(ngettext("{n} item stays where it is", "{n} items stay where they are", stay).format(n=stay))
    return " · ".join(words)


def _changes(plan: Publication, actor: Actor) -> list[Changed]:
    halls = {row.pk: pick(row, "name", actor.language) for row in Room.objects.filter(call=plan.timetable.call)}
    return [_changed(plan, one, halls, actor.language) for one in plan.differences if not _is_first_asked(one)]


def _is_first_asked(one: Difference) -> bool:
    """Whether an item was public before anybody was asked to confirm hours, and stays where it is."""
    return one.kind == Kind.PEOPLE and one.before is not None and not one.before.people


def _changed(plan: Publication, one: Difference, halls: dict[int, str], language: str) -> Changed:
    item, row = plan.items.get(one.uid), plan.announced.get(one.uid)
    source = item or row
    assert source is not None, "a difference has an item, or an entry"
    title = what_of(source.application, source.board, source.kind)
    name = (title.en or title.zh) if language == ENGLISH else (title.zh or title.en)
    if item and item.kind in (ItemKind.OPENING, ItemKind.BREAK):
        name = pick(item, "name", language) or str(ItemKind(item.kind).label)
    venue = plan.timetable.call.venue_zone
    was, now = (
        f"{formats.moment(seat.starts_at, language, venue)} · {halls[seat.room]}" if seat else ""
        for seat in (one.before, one.after)
    )
    words, css = KINDS[one.kind]
    return Changed(str(words), css, name, "" if was == now else was, now)


def _letters(plan: Publication, language: str) -> Iterator[Shown]:
    told = plan.tellings[:MOST_SHOWN]
    for letter in dict.fromkeys(one.letter for one in told):
        own = [one for one in told if one.letter == letter]
        for one, reading in zip(own, previews_of(letter, [_copy(one) for one in own]), strict=True):
            party = one.party
            name = (
                _("Officers of {board}").format(board=pick(party.board, "name", language))
                if party.board
                else party.name
            )
            yield Shown(
                name=name,
                part=str(party.part.label),
                language=_("in English") if party.language == ENGLISH else _("in Chinese"),
                clock=formats.clock_name(party.zone, language),
                subject=reading.subject,
                paragraphs=reading.paragraphs,
            )


def _copy(one: Telling) -> Copy:
    party = one.party
    reader = Address(email="reader@example.invalid", name=party.name, language=party.language, zone=party.zone)
    return Copy(to=reader, about=("confirmation", ""), context=one.context, zone=party.zone)
