"""The host area's inbox: what waits for an answer, first talks that are owed, what was answered, what ran out."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import country_of_each, inbox_of
from yunhui.features.docking.web.countdown import recent_calendar
from yunhui.features.docking.web.rows import TABS, Overview, address, behind, overview_of, row_of, tabs_of
from yunhui.foundation.accounts.enums import Role
from yunhui.ui.page import Request, holds, page

ON_A_PAGE = 50


@page(holds(Role.BOARD))
def offers(request: Request) -> HttpResponse:
    """What waits for an answer, the most urgent first; the other views; found by text, by call, by group."""
    actor, chosen = request.actor, request.GET.get("show", "")
    chosen = chosen if chosen in TABS else "waiting"
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "call", "group")}
    narrowed = _narrowed(asked)
    overview = overview_of(actor, narrowed)
    numbers = overview.numbers
    rows = inbox_of(actor).filter(behind(chosen), narrowed).annotate(country_name=country_of_each(actor.language))
    if chosen == "talks":
        rows = rows.order_by(F("release__wished_at").asc(nulls_last=True), "task__due_at", "application__number")
    elif chosen != "waiting":
        rows = rows.order_by("-answered_at", "application__number")
    paginator = Paginator(rows, ON_A_PAGE)
    paginator.count = numbers[chosen]
    shown = paginator.get_page(request.GET.get("page"))
    found = list(shown.object_list)
    calendar = recent_calendar()
    context = {
        "title": _("Host-area match"),
        "chosen": chosen,
        "tabs": tabs_of(numbers, chosen, asked),
        "waiting": numbers["waiting"],
        "overdue": numbers["overdue"],
        "talks": numbers["talks"],
        "talks_url": address("talks", {}),
        "page": shown,
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "without_all": address(chosen, {}),
        "picks": _picks(overview, asked),
        "several_calls": len(overview.calls) > 1,
        "rows": [row_of(one, actor, getattr(one, "country_name", None) or "", calendar) for one in found],
    }
    return render(request, "docking/offers.html", context)


def _narrowed(asked: Mapping[str, str]) -> Q:
    condition = Q()
    if asked["call"]:
        condition &= Q(application__call__code=asked["call"])
    if asked["group"]:
        condition &= Q(application__group__industry=asked["group"])
    if asked["q"]:
        condition &= _matching(asked["q"])
    return condition


def _matching(text: str) -> Q:
    """Title, speaker or number. Nothing that the brief does not show is searched: a hit would tell it."""
    found = Q()
    for word in text.split():
        one = Q(application__title__icontains=word) | Q(application__title_en__icontains=word)
        one |= Q(application__speaker__icontains=word)
        if word.isdecimal() and len(word) < 10:
            one |= Q(application__number=int(word))
        found &= one
    return found


def _picks(overview: Overview, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The calls and fields among a host area's offers, to choose from, where there is a choice."""
    choices = (("call", _("Call"), overview.calls), ("group", _("Field"), overview.groups))
    return [
        {"name": name, "label": label, "chosen": asked[name], "options": sorted(words.items(), key=itemgetter(1))}
        for name, label, words in choices
        if len(words) > 1
    ]
