"""Scores to look at: sheets far apart, weak criteria, too few sheets, how experts use the scale; and a re-review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.models import Ranked
from yunhui.pipeline.decisions.rules import can_deliberate
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.decisions.selectors.experts import names_of_experts
from yunhui.pipeline.decisions.selectors.ranking import Sheets, groups_inside, kept_rankings, sheets_in, state_of
from yunhui.pipeline.decisions.selectors.scales import LEAST_SHEETS, scales_in
from yunhui.pipeline.decisions.selectors.scores import Scale
from yunhui.pipeline.decisions.selectors.sheets import FLAGS, Column, Compared, compared, flagged_in, row_for
from yunhui.pipeline.decisions.services.ranking import ask_for_ranking
from yunhui.pipeline.decisions.web.names import shows_names
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.pipeline.review.rules import ReviewConfig, can_assign, can_replace_sheet
from yunhui.pipeline.review.services import ask_again, remove_expert, replace_sheet
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 50


@page(holds(*STAFF))
def scores(request: Request, code: str) -> HttpResponse:
    """What is striking in the scores of a call, by kind; `?group=` narrows to one group."""
    actor, key = request.actor, request.GET.get("group", "")
    groups = groups_inside(actor, code)
    call, chosen = groups[0].call, next((one for one in groups if one.key == key), None)
    rankings = _fresh(groups)
    shown = request.GET.get("show", "")
    shown = shown if shown in (*FLAGS, "scale") else "wide"
    within = [rankings[one.pk] for one in ([chosen] if chosen else groups) if one.pk in rankings]
    context: dict[str, Any] = {
        "title": _("Scores to look at"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rule": rule_words(call.rank_by),
        "groups": [
            Tab(_address(code, "", shown), _("All groups"), None, chosen is None),
            *(
                Tab(_address(code, one.key, shown), pick(one, "name", actor.language), None, one == chosen)
                for one in groups
            ),
        ],
        "shown": shown,
        "tabs": _tabs(code, chosen.key if chosen else "", shown, within),
        "is_empty": not within,
    }  # fmt: skip
    if shown == "scale":
        context |= _scales(actor, call, within)
    else:
        rows = _pages(flagged_in(within, shown), _count(within, shown)).get_page(request.GET.get("page"))
        names = {one.pk: pick(one, "name", actor.language) for one in groups}
        context |= {
            "page": rows,
            "rows": [_row(one, names, call, actor, shows_names(actor, call)) for one in rows.object_list],
        }
    return render(request, "decisions/scores.html", context)


@page(holds(*STAFF))
def sheets(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Every locked sheet of one application side by side, with their notes, and a re-review where it may be asked."""
    return _sheets(request, code, application_id)


@page(holds(Role.CHAIR, Role.OFFICE), "GET", "POST")
def again(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Ask one more expert, with a reason."""
    return _asked(request, code, application_id, partial(ask_again, application_id=application_id))


@page(holds(Role.OFFICE), "GET", "POST")
def replace(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Open the place of a sheet that was set aside after the round, with a reason."""
    command = partial(replace_sheet, assignment_id=_task(request, application_id))
    return _asked(request, code, application_id, command)


@page(holds(Role.CHAIR, Role.OFFICE), "GET", "POST")
def take_back(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Wait no longer for the open sheet of a re-review, with a reason; somebody else can be asked then."""
    command = partial(remove_expert, assignment_id=_task(request, application_id))
    return _asked(request, code, application_id, command, done="taken_back")


def _task(request: Request, otherwise: UUID) -> UUID:
    """The task that a form names; the application's id, which is no task's, where it names none."""
    try:
        return UUID(request.POST.get("task", ""))
    except ValueError:
        return otherwise


def _asked(
    request: Request, code: str, application_id: UUID, command: Callable[..., object], done: str = "asked"
) -> HttpResponse:
    address = f"/w/calls/{code}/scores/{application_id}/"
    if request.method != "POST":
        return HttpResponseRedirect(address)
    row_for(request.actor, code, application_id)
    reason = request.POST.get("reason", "")
    try:
        command(actor=request.actor, reason=reason)
    except InvalidError as error:
        return _sheets(request, code, application_id, reason=reason, error=str(error.message), status=422)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _sheets(request, code, application_id, reason=reason, refusal=str(error.message), status=error.status)
    return HttpResponseRedirect(f"{address}?done={done}")


def _sheets(
    request: Request,
    code: str,
    application_id: UUID,
    *,
    reason: str = "",
    error: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    found = row_for(actor, code, application_id)
    call, application = found.application.call, found.application
    seen = compared(actor, call, application)
    open_now = [one for one in seen.others if one.is_open]
    may_replace = seen.is_closed and application.state == ApplicationState.IN_PROGRESS
    vacant = seen.vacant if may_replace and can_replace_sheet(actor, call) else None
    context = {
        "title": title_in(application, actor.language),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "application": application,
        "who": application.speaker if shows_names(actor, call) else "",
        "group": pick(application.group, "name", actor.language) if application.group else "",
        "ranked": found.ranked,
        "rule": rule_words(call.rank_by),
        "seen": seen,
        "columns": [(seen.names[one.expert_id], one) for one in seen.columns],
        "criteria": _criteria(seen, actor.language),
        "others": [(seen.names[one.expert_id], one) for one in seen.others],
        "open_now": open_now,
        "may_take_back": bool(open_now and can_assign(actor, call)),
        "vacant": vacant,
        "may_ask": bool(can_deliberate(actor, call))
        and application.state == ApplicationState.IN_PROGRESS
        and not open_now
        and not seen.is_closed,
        "refusal": refusal,
        "done": request.GET.get("done", ""),
        "reason": Field(
            name="reason",
            label=_("Why nobody waits for it any more") if open_now else _("Why one more expert should judge it"),
            help=_("Kept in the log; applicants and experts do not see it"),
            kind="textarea",
            rows=2,
            required=True,
            value=reason,
            error=error,
            limit=400,
        ),
    }
    return render(request, "decisions/sheets.html", context, status=status)


def _fresh(groups: Sequence[Any]) -> Mapping[int, Any]:
    """Group -> its ranking, worked out anew where the scores have changed and it is small."""
    found, kept = sheets_in([one.pk for one in groups]), kept_rankings(groups)
    stale = [
        one
        for one in groups
        if (own := found.get(one.pk, Sheets())).locked
        and (one.pk not in kept or kept[one.pk].state != state_of(one, own))
    ]
    for one in stale:
        ask_for_ranking(one, found[one.pk].locked)
    return kept_rankings(groups) if stale else kept


def _pages(rows: QuerySet[Ranked], count: int) -> "Paginator[Ranked]":
    """Pages of rows whose number the rankings know already."""
    pages: Paginator[Ranked] = Paginator(rows, ON_A_PAGE)
    vars(pages)["count"] = count
    return pages


def _count(rankings: Sequence[Any], flag: str) -> int:
    return sum(one.figures["to_look_at"].get(flag, 0) for one in rankings)


def _address(code: str, group: str, shown: str) -> str:
    given = {name: value for name, value in (("group", group), ("show", shown)) if value}
    return f"/w/calls/{code}/scores/?{urlencode(given)}"


def _tabs(code: str, group: str, shown: str, rankings: Sequence[Any]) -> list[Tab]:
    counts = {name: _count(rankings, name) for name in FLAGS}
    words = {
        "wide": _("Far apart"),
        "low": _("A weak criterion"),
        "few": _("Too few sheets"),
        "aside": _("Set aside"),
    }
    rows = [Tab(_address(code, group, name), words[name], counts[name], name == shown) for name in FLAGS]
    return [*rows, Tab(_address(code, group, "scale"), _("Use of the scale"), None, shown == "scale")]


def _row(row: Ranked, names: Mapping[int, str], call: Call, actor: Actor, with_names: bool) -> dict[str, Any]:
    application = row.application
    return {
        "row": row,
        "title": title_in(application, actor.language),
        "who": application.speaker if with_names else "",
        "group": names.get(application.group_id or 0, ""),
        "url": f"/w/calls/{call.code}/scores/{application.pk}/",
    }


@dataclass(frozen=True, slots=True)
class Mark:
    """One expert's points on one criterion; one of a sheet that was set aside is not weighed."""

    points: Decimal | None
    is_low: bool
    is_aside: bool


def _criteria(seen: Compared, language: str) -> list[tuple[str, int, list[Mark], Decimal | None, bool]]:
    """(name, points, each expert's marks, mean, whether it is flagged) of every criterion."""
    config: ReviewConfig = seen.config
    found = []
    for one in config.criteria:
        weak = Decimal(one.points) * Decimal("0.4")
        marks = [_mark(column, one.key, weak) for column in seen.columns]
        counted = [column.scores.get(one.key) for column in seen.counted]
        given = [mark for mark in counted if mark is not None]
        mean = sum(given, Decimal(0)) / len(given) if given else None
        found.append((one.name(language), one.points, marks, mean, mean is not None and mean < weak))
    return found


def _mark(column: Column, key: str, weak: Decimal) -> Mark:
    points, is_aside = column.scores.get(key), column.set_aside_at is not None
    return Mark(points, points is not None and points < weak and not is_aside, is_aside)


def _scales(actor: Actor, call: Call, rankings: Sequence[Any]) -> dict[str, Any]:
    rows = scales_in(rankings)
    names = names_of_experts(actor, call, [one.expert_id for one in rows])
    widest = max((abs(end) for one in rows for end in (one.low, one.high)), default=1.0)
    half = 5 * (int(widest // 5) + 1)
    said = [
        (names[one.expert_id], _scale_words(one), _level(one.level), one) for one in rows if one.sheets >= LEAST_SHEETS
    ]
    few = [(names[one.expert_id], one) for one in rows if one.sheets < LEAST_SHEETS]
    return {"scales": said, "few": few, "least": LEAST_SHEETS, "half": half, "minus_half": -half}


def _level(points: float) -> str:
    shown = round(points, 1)
    return f"{shown:+.1f}".replace("-", "−") if shown else "0.0"


def _scale_words(scale: Scale) -> str:
    """How an expert uses the scale, without blame; nothing where the interval holds zero."""
    points = round(abs(scale.level), 1)
    if not scale.leaning:
        return _("no difference that could be told from chance")
    template = (
        ngettext("about %(n)s point above the panel", "about %(n)s points above the panel", round(points))
        if scale.leaning > 0
        else ngettext("about %(n)s point below the panel", "about %(n)s points below the panel", round(points))
    )
    return template % {"n": f"{points:g}"}
