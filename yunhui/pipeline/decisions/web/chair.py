"""The panel leader's and the office director's page: the ranking of a group, and the proposal that follows from it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.rules import can_deliberate, can_propose
from yunhui.pipeline.decisions.selectors import (
    current_batch,
    figures_by_group,
    groups_inside,
    page_of_batch,
    sentences,
    titles_of,
)
from yunhui.pipeline.decisions.selectors.ranking import SIZE, Sheets, rows_named, sheets_in
from yunhui.pipeline.decisions.services import propose_batch
from yunhui.pipeline.decisions.web.lines import Around, cut_words, lines_of
from yunhui.pipeline.decisions.web.live import live_ranking, moves_in, named_in
from yunhui.pipeline.decisions.web.names import shows_names
from yunhui.pipeline.decisions.web.panel import named_in as named_in_panel
from yunhui.pipeline.decisions.web.panel import panel_of
from yunhui.pipeline.decisions.web.rows import chance_words, outcome_word, table_of, title_of
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab


@page(holds(*STAFF))
def ranking(request: Request, code: str) -> HttpResponse:
    """One group in the announced order, with the batch beside it where there is one; `?item=` opens one application in
    the panel, `?page=` turns the page."""
    return _ranking(request, code, request.GET.get("group", ""))


@page(holds(*STAFF), "GET", "POST")
def propose(request: Request, code: str) -> HttpResponse:
    """Compute a proposal, with the order that people gave to ties in their deliberations."""
    group = request.POST.get("group", "")
    if request.method != "POST":  # the page was reloaded after an answer that needed correction
        return HttpResponseRedirect(address_of(code, group))
    call = groups_inside(request.actor, code)[0].call
    try:
        propose_batch(actor=request.actor, call=call)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _ranking(request, code, group, refusal=error)
    return HttpResponseRedirect(address_of(code, group, done="proposed"))


def address_of(code: str, group: str = "", **query: str) -> str:
    """The page of a group's ranking."""
    given = {name: value for name, value in {"group": group, **query}.items() if value}
    return f"/w/calls/{code}/ranking/" + (f"?{urlencode(given)}" if given else "")


def _ranking(request: Request, code: str, group_key: str, *, refusal: DomainError | None = None) -> HttpResponse:
    actor = request.actor
    groups = groups_inside(actor, code)
    call = groups[0].call
    batch = current_batch(actor, call) if groups[0].has_batch else None
    context: dict[str, Any] = {
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "batch": batch,
        "rule": rule_words(call.rank_by),
        "refusal": refusal.message if refusal else "",
        "done": "" if request.method == "POST" else request.GET.get("done", ""),
        "can_deliberate": can_deliberate(actor, call),
        "can_examine": batch is not None and actor.has(Role.CHAIR, Role.APPROVER),
        "with_names": shows_names(actor, call),
    }
    context |= _of_batch(request, call, groups, group_key, batch) if batch else _live(request, groups, group_key)
    if _number(request) > (last := context["page"].paginator.num_pages) and refusal is None:
        return HttpResponseRedirect(address_of(code, context["group"].key, page=str(last)))
    name = pick(context["group"], "name", actor.language)
    context |= {"title": _("Ranking · %(group)s") % {"group": name}, "address": address_of(code, context["group"].key)}
    if context["table"]:
        context["lines"] = _lines(code, context)
    template = "decisions/panel.html" if request.headers.get("HX-Target") == "panel" else "decisions/ranking.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _lines(code: str, context: Mapping[str, Any]) -> SafeString:
    group, table = context["group"], context["table"]
    may_sit = context["can_deliberate"] and not context["is_released"]
    sitting = f"/w/calls/{code}/deliberations/new?{urlencode({'group': group.key})}" if may_sit else ""
    cut = cut_words(group, context["line"].get("last_inside"), is_tied=table.is_tied)
    return lines_of(table, Around(context["address"], context["rule"].column, cut, sitting))


def _number(request: Request) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def _live(request: Request, groups: Sequence[Any], group_key: str) -> dict[str, Any]:
    """Before the first proposal: how the group stands now."""
    actor, call = request.actor, groups[0].call
    sheets = sheets_in([group.pk for group in groups])
    none = Sheets()
    group = min(
        groups,
        key=lambda one: (one.key != group_key, not one.running, not sheets.get(one.pk, none).locked),
    )
    live = live_ranking(group, sheets.get(group.pk, none), _number(request))
    named = named_in(live.figures)
    rows = {str(row.application_id): row for row in live.rows}
    missing = [key for key in named if key not in rows]
    wanted = [*missing, *_asked(request, rows)]
    others = rows_named(live.ranking, wanted) if live.ranking and wanted else []
    every = [*live.rows, *others]
    ready, running = sum(one.ready for one in groups), sum(one.running for one in groups)
    item = next((row for row in every if str(row.application_id) == request.GET.get("item")), None)
    return {
        "group": group,
        "live": live,
        "table": table_of(
            live.rows, live.figures, actor.language, request.GET.get("item", ""),
            following=live.following, with_names=shows_names(actor, call),
        )
        if live.rows
        else None,
        "moves": [(_measure(one.measure), one) for one in moves_in(live.figures, every)],
        "figures": live.figures,
        "line": live.figures.get("line", {}),
        "page": _page(live.rows, _number(request), live.figures.get("total", 0)),
        "tabs": [
            Tab(address_of(call.code, one.key), pick(one, "name", actor.language), one.running, one.pk == group.pk)
            for one in groups
        ],
        "ready": ready,
        "waiting": running - ready,
        "sheets_open": sum(one.open for one in sheets.values()),
        "asides": sum(one.aside for one in sheets.values()),
        "awaited": sum(one.awaited for one in sheets.values()),
        "can_propose": can_propose(actor, call),
        "open": _open(item, live.figures, actor.language) if item else None,
        "is_live": True,
        "elsewhere": f"/w/calls/{call.code}/progress/",
        "is_released": False,
    }  # fmt: skip


def _asked(request: Request, rows: Mapping[str, Any]) -> list[str]:
    """The application asked for, where it is on another page."""
    try:
        key = str(UUID(request.GET.get("item", "")))
    except ValueError:
        return []
    return [] if key in rows else [key]


def _of_batch(request: Request, call: Call, groups: Sequence[Any], group_key: str, batch: Batch) -> dict[str, Any]:
    actor, chosen = request.actor, request.GET.get("item", "")
    figures = figures_by_group(batch, groups)
    group = min(
        groups,
        key=lambda one: (
            one.key != group_key,
            not figures[one.key]["undecided"],
            not figures[one.key]["border"],
            not figures[one.key]["total"],
        ),
    )
    number = _number(request)
    rows = page_of_batch(batch, group, number, chosen)
    shown = rows.page
    names = titles_of(named_in_panel(batch), actor.language) if named_in_panel(batch) else {}
    of_group = figures[group.key]
    item = next((one for one in rows.every if str(one.application_id) == chosen), None)
    return {
        "group": group,
        "table": table_of(
            shown, of_group, actor.language, chosen,
            following=rows.following, with_names=shows_names(actor, call),
        ),
        "figures": of_group,
        "line": batch.notes["lines"].get(group.key, {}),
        "page": _page(shown, number, of_group["total"]),
        "tabs": [
            Tab(address_of(call.code, one.key), pick(one, "name", actor.language), figures[one.key]["total"],
                one.pk == group.pk)
            for one in groups
        ],
        "panel": panel_of(actor, call, batch, groups, figures, names),
        "is_released": batch.state == BatchState.RELEASED,
        "open": _open(item, of_group, actor.language) if item else None,
    }  # fmt: skip


def _page(rows: Sequence[Any], number: int, total: int) -> Page[Any]:
    pages: Paginator[Any] = Paginator(range(total), SIZE)
    return Page(list(rows), min(number, pages.num_pages), pages)


def _open(item: Any, figures: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        "item": item,
        "title": title_of(item, language),
        "outcome": outcome_word(item),
        "chance": chance_words(item.p_in),
        "reasons": sentences(item.reasons),
        "of": figures["total"],
    }


def _measure(name: str) -> str:
    return {
        "mean": _("By the plain mean"),
        "trimmed": _("Without the highest and the lowest"),
        "reference": _("By the scale reference"),
    }[name]
