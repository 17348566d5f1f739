"""The office's outbox: what waits, what left, what came back, and what a person lets go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState
from yunhui.foundation.notices.models import Dispatch, Notice
from yunhui.foundation.notices.ports import all_letters, subject_of
from yunhui.foundation.notices.selectors import (
    TABS,
    counted_by_state,
    hides_reader,
    letter_in_outbox,
    next_held,
    outbox_of,
    sealed_among,
    troubles,
    within,
)
from yunhui.foundation.notices.services import discard_notices, mend_address, release_notices, send_again
from yunhui.foundation.notices.services.carriers import carriers
from yunhui.foundation.notices.services.composing import reading_of
from yunhui.foundation.notices.services.releasing import AGAIN
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

HOME = "/w/outbox/"
ON_A_PAGE = 50
MOST_AT_ONCE = 2_000
_ADDRESS = re.compile(r"[^\s<>\"'()]+@[^\s<>\"'()]+")
LIGHTS = {
    DispatchState.HELD: "half",
    DispatchState.WAITING: "ring",
    DispatchState.CLAIMED: "ring",
    DispatchState.HANDING: "ring",
    DispatchState.SENT: "full",
    DispatchState.DELIVERED: "g",
    DispatchState.REFUSED: "r",
    DispatchState.BOUNCED: "r",
    DispatchState.UNSURE: "y",
    DispatchState.SUPERSEDED: "dash",
    DispatchState.DISCARDED: "dash",
}
TAB_WORDS = {
    "held": gettext_lazy("To be released"),
    "waiting": gettext_lazy("Waiting to leave"),
    "sent": gettext_lazy("Sent"),
    "refused": gettext_lazy("Refused"),
    "bounced": gettext_lazy("Came back"),
    "superseded": gettext_lazy("Superseded or discarded"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked of the outbox; each name is a parameter of the address."""

    show: str = ""
    letter: str = ""
    channel: str = ""
    call: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """The known parameters, cut to a sensible length."""
        return cls(**{one.name: query.get(one.name, "").strip()[:100] for one in fields(cls)})

    def but(self, **changed: str) -> str:
        """The query string with some parameters changed; empty ones fall away."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)} | changed
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    def narrowing(self) -> dict[str, Any]:
        """The arguments of `within`, without the tab."""
        return {"letter": self.letter, "channel": self.channel, "call_id": _uuid(self.call), "q": self.q}


@page(holds(Role.OFFICE))
def outbox(request: Request) -> HttpResponse:
    """Every letter by what became of it, narrowed by letter, channel, call and text."""
    return _list(request)


@page(holds(Role.OFFICE))
def letter(request: Request, notice_id: UUID) -> HttpResponse:
    """One letter as it will be read, or was; with what became of it. The same address fills the side panel."""
    return _detail(request, notice_id)


@page(holds(Role.OFFICE), "POST")
def release(request: Request) -> HttpResponse:
    """Let the ticked letters go, or all that the list holds."""
    count = release_notices(actor=request.actor, notice_ids=_chosen(request))
    return HttpResponseRedirect(_back(request, "released", count))


@page(holds(Role.OFFICE), "POST")
def discard(request: Request) -> HttpResponse:
    """Throw the ticked letters away, or all that the list holds; a reason is asked for."""
    chosen = _chosen(request)
    try:
        count = discard_notices(actor=request.actor, notice_ids=chosen, reason=request.POST.get("reason", ""))
    except InvalidError as error:
        if request.POST.get("one"):
            return _detail(request, UUID(request.POST["one"]), error.problems)
        return _list(request, error.problems)
    return HttpResponseRedirect(_back(request, "discarded", count))


@page(holds(Role.OFFICE), "POST")
def again(request: Request, dispatch_id: UUID) -> HttpResponse:
    """Send one letter once more by one channel."""
    row = send_again(actor=request.actor, dispatch_id=dispatch_id)
    return HttpResponseRedirect(f"{HOME}{row.notice_id}/")


@page(holds(Role.OFFICE), "GET", "POST")
def addresses(request: Request) -> HttpResponse:
    """The addresses from which letters come back; a POST says that one is good again. Who was asked in secret stays
    unnamed."""
    if request.method == "POST":
        mend_address(actor=request.actor, email=request.POST.get("email", "")[:254])
        return HttpResponseRedirect(f"{HOME}addresses")
    paginator = Paginator(troubles(request.actor), ON_A_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    sealed = sealed_among(rows)
    context = {
        "title": _("Addresses that refuse letters"),
        "page": shown,
        "rows": [(row, row.pk in sealed) for row in rows],
    }
    return render(request, "notices/addresses.html", context)


def _list(request: Request, problems: Sequence[Problem] = ()) -> HttpResponse:
    actor, asked = request.actor, Asked.of(request.POST if problems else request.GET)
    tab = asked.show if asked.show in TABS else ""
    every = within(outbox_of(actor), **asked.narrowing())
    counts = counted_by_state(every)
    paginator = Paginator(within(every, tab=tab), ON_A_PAGE)
    paginator.count = counts[tab or "all"]
    shown = paginator.get_page(request.GET.get("page"))
    ways = Prefetch("dispatches", Dispatch.objects.order_by("channel"))
    rows = list(shown.object_list.select_related("user").prefetch_related(ways))  # type: ignore[attr-defined]
    context = {
        "title": _("Outbox"),
        "asked": asked,
        "tab": tab,
        "tabs": [
            Tab(asked.but(show="") or HOME, _("All"), counts["all"], not tab),
            *(Tab(asked.but(show=key), str(word), counts[key], key == tab) for key, word in TAB_WORDS.items()),
        ],
        "hidden": [("show", tab)] if tab else [],
        "picks": _picks(actor, asked),
        "page": shown,
        "rows": [_row(actor, one) for one in rows],
        "is_narrowed": any((asked.letter, asked.channel, asked.call, asked.q)),
        "without_all": asked.but(letter="", channel="", call="", q="") or HOME,
        "held": counts["held"],
        "all_words": _all_words(counts["held"]),
        "done": _done(request),
        "no_mail": Channel.MAIL not in carriers() and counts["waiting"],
        "is_demo": settings.DEMO,
        "reason_field": _reason_field(request, problems),
        "is_reason_wrong": bool(problems),
    }
    return render(request, "notices/outbox.html", context, status=422 if problems else 200)


def _detail(request: Request, notice_id: UUID, problems: Sequence[Problem] = ()) -> HttpResponse:
    actor = request.actor
    found = letter_in_outbox(actor, notice_id)
    other = ENGLISH if found.language == CHINESE else CHINESE
    following = next_held(actor, found) if found.state == NoticeState.HELD else None
    context = {
        "title": found.subject or reading_of(found).subject,
        "notice": found,
        "email": "" if hides_reader(found) else found.user.email if found.user else found.email,
        "name": _sealed_words() if hides_reader(found) else found.name,
        "readings": [(language, reading_of(found, language)) for language in (found.language, other)],
        "clock": formats.clock_name(found.zone, actor.language),
        "ways": [_way(actor, one) for one in found.dispatches.all()],
        "is_held": found.state == NoticeState.HELD,
        "following": f"{HOME}{following}/" if following else "",
        "reason_field": _reason_field(request, problems),
        "is_reason_wrong": bool(problems),
        "template_name": _template_words(found),
    }
    template = "notices/letter_panel.html" if "HX-Request" in request.headers else "notices/letter_page.html"
    return render(request, template, context, status=422 if problems else 200)


def _row(actor: Actor, one: Notice) -> dict[str, Any]:
    return {
        "notice": one,
        "url": f"{HOME}{one.pk}/",
        "subject": one.subject or reading_of(one).subject,
        "email": "" if hides_reader(one) else one.user.email if one.user else one.email,
        "name": _sealed_words() if hides_reader(one) else one.name,
        "ways": [(LIGHTS[DispatchState(way.state)], f"{way.get_channel_display()}: {way.get_state_display()}")
                 for way in one.dispatches.all()],
        "when": formats.moment(one.written_at, actor.language, actor.zone),
        "is_held": one.state == NoticeState.HELD,
    }  # fmt: skip


def _sealed_words() -> str:
    return _("sealed")


def _way(actor: Actor, one: Dispatch) -> dict[str, Any]:
    def at(instant: Any) -> str:
        return formats.moment(instant, actor.language, actor.zone) if instant else ""

    is_sealed = hides_reader(one.notice)
    tries = sorted(one.attempts.all(), key=lambda attempt: attempt.at)
    return {
        "row": one,
        "light": LIGHTS[DispatchState(one.state)],
        "word": f"{one.get_channel_display()}: {one.get_state_display()}",
        "due": at(one.due_at) if one.state == DispatchState.WAITING else "",
        "settled": at(one.settled_at),
        # Servers repeat the address that they refuse.
        "tries": [
            (at(attempt.at), _ADDRESS.sub("…", attempt.reply) if is_sealed else attempt.reply) for attempt in tries
        ],
        "can_again": one.state in AGAIN and not one.notice.is_private,
        "is_unsure": one.state == DispatchState.UNSURE,
    }


def _picks(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    letters = [(one.key, pick(one, "name", actor.language)) for one in all_letters()]
    calls = subject_of("call")
    found: list[dict[str, Any]] = [
        {"name": "letter", "label": _("Letter"), "chosen": asked.letter, "options": letters},
        {"name": "channel", "label": _("By which way"), "chosen": asked.channel, "options": Channel.choices},
    ]
    if calls is not None:
        options = list(calls.find(actor, ""))
        found.append({"name": "call", "label": _("Call"), "chosen": asked.call, "options": options})
    return found


def _chosen(request: Request) -> list[UUID]:
    """The ticked letters; or, with `all`, every held one that the list as it was asked for holds."""
    if request.POST.get("all"):
        asked = Asked.of(request.POST)
        held = within(outbox_of(request.actor), tab="held", **asked.narrowing())
        return list(held.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return [one for text in request.POST.getlist("id")[:MOST_AT_ONCE] if (one := _uuid(text))]


def _back(request: Request, done: str, count: int) -> str:
    if following := request.POST.get("following", ""):
        return following if following.startswith(HOME) else HOME
    return f"{HOME}{Asked.of(request.POST).but()}&done={done}&count={count}".replace("?&", "?")


def _done(request: Request) -> str:
    count = request.GET.get("count", "")
    number = int(count) if count.isdecimal() and len(count) < 7 else 0
    if request.GET.get("done") == "released":
        return ngettext("One letter released.", "{n} letters released.", number).format(n=number)
    if request.GET.get("done") == "discarded":
        return ngettext("One letter discarded.", "{n} letters discarded.", number).format(n=number)
    return ""


def _all_words(count: int) -> str:
    return ngettext("Release the one that waits", "Release all {n} that wait", count).format(n=count)


def _reason_field(request: Request, problems: Sequence[Problem]) -> Field:
    error = next((str(problem.message) for problem in problems if problem.field == "reason"), "")
    given = request.POST.get("reason", "") if problems else ""
    return Field(name="reason", label=_("Why discarded"), value=given, error=error, required=True, limit=300)


def _template_words(found: Notice) -> str:
    return _("the city's own text") if found.template.is_own else _("the built-in text")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
