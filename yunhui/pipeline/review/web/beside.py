"""The expert's whole stack side by side: every project by every criterion, and a second look at the order.

All of it is the expert's own; nothing here is a score, and nothing here changes one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Comparison
from yunhui.pipeline.review.rules import ReviewConfig, disagreements, next_pair
from yunhui.pipeline.review.selectors import OwnTask, own_comparisons, own_pace, own_table
from yunhui.pipeline.review.services import compare
from yunhui.pipeline.review.web.paper import LOW
from yunhui.pipeline.review.web.stack import HOME, pace_words
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sprite import light


@dataclass(frozen=True, slots=True)
class Beside:
    """One project's row: points by criterion, None where there are none; `total` of what is given so far."""

    task: OwnTask
    points: list[Decimal | None]
    total: Decimal | None
    is_complete: bool

    @property
    def title(self) -> str:
        """The project's name as the expert may know it."""
        return self.task.title

    @property
    def number(self) -> str:
        """The project's number as everybody reads it."""
        return f"{self.task.number:04d}"

    @property
    def url(self) -> str:
        """The page of the sheet."""
        return f"{HOME}{self.task.pk}/"


@page(holds(Role.EXPERT))
def beside(request: Request, stage_id: int) -> HttpResponse:
    """The stack of one stage as a table, in the order of `?sort=` (number, total or a criterion's key)."""
    stage, tasks = own_table(request.actor, stage_id)
    config, language = ReviewConfig.of(stage.config), request.actor.language
    rows = [_row(task, config) for task in tasks]
    sort = request.GET.get("sort", "")
    answers = own_comparisons(request.actor, stage_id)
    scored = [row for row in rows if row.is_complete]
    context = {
        "title": _("Side by side"),
        "call": pick(stage.call, "title", language),
        "criteria": [(one.key, one.name(language), one.points) for one in config.criteria],
        "points": config.points,
        "rows": _lines(_sorted(rows, config, sort), config),
        "sort": sort,
        "home": HOME,
        "here": f"{HOME}stages/{stage_id}/",
        "pace": pace_words(own_pace(request.actor, tasks), sum(not row.is_complete for row in rows)),
        "open": next((row for row in rows if row.task.state == AssignmentState.OPEN), None),
        **_second_look(scored, answers),
        "bench_url": HOME,
    }
    return render(request, "review/beside.html", context)


@page(holds(Role.EXPERT), "POST")
def answer(request: Request, stage_id: int) -> HttpResponse:
    """The expert's answer to “which stands higher?”: `above` and `below` are tasks, `even` where neither does."""
    try:
        above, below = UUID(request.POST.get("above", "")), UUID(request.POST.get("below", ""))
    except ValueError as error:
        raise NotFoundError("pair") from error
    compare(actor=request.actor, above=above, below=below, is_even="even" in request.POST)
    return HttpResponseRedirect(f"{HOME}stages/{stage_id}/#pairs")


def _row(task: OwnTask, config: ReviewConfig) -> Beside:
    given = {} if task.state == AssignmentState.ABSTAINED else task.draft
    points = [_points(given.get(one.key)) for one in config.criteria]
    known = [value for value in points if value is not None]
    return Beside(task, points, sum(known, Decimal(0)) if known else None, len(known) == len(points))


def _lines(rows: Sequence[Beside], config: ReviewConfig) -> SafeString:
    """The rows as HTML. Written here, because a template takes ten times as long for a stack of hundreds."""
    low = f'<span class="blk">{light("y", _("low"))}</span>'
    under = [one.points * LOW for one in config.criteria]
    states = {state: escape(str(state.label)) for state in AssignmentState}
    return mark_safe("".join(_line(row, under, low, states) for row in rows))  # noqa: S308 every part is escaped


def _line(row: Beside, under: Sequence[Decimal], low: str, states: Mapping[AssignmentState, str]) -> str:
    task = row.task
    group = f" · {escape(task.group)}" if task.group else ""
    cells = "".join(
        f'<td class="num">{_shown(value)}{low if value is not None and value < least else ""}</td>'
        for value, least in zip(row.points, under, strict=True)
    )
    return (
        f'<tr><th scope="row" class="beside__t"><a class="title" href="{row.url}">{escape(task.title)}</a>'
        f'<span class="sub">{row.number}{group}</span></th>'
        f'<td class="num"><b>{_shown(row.total)}</b><span class="sub">{states[task.state]}</span></td>{cells}</tr>'
    )


def _shown(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}"


def _points(text: object) -> Decimal | None:
    try:
        return Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None


def _sorted(rows: list[Beside], config: ReviewConfig, sort: str) -> list[Beside]:
    """What has no value stands last, whichever way."""
    key, is_down = sort.removeprefix("-"), sort.startswith("-")
    keys = [one.key for one in config.criteria]
    if key == "number":
        return rows[::-1] if is_down else rows
    if key != "total" and key not in keys:
        return rows

    def value(row: Beside) -> Decimal | None:
        return row.total if key == "total" else row.points[keys.index(key)]

    known = [row for row in rows if value(row) is not None]
    known.sort(key=lambda row: value(row) or Decimal(0), reverse=is_down)
    return [*known, *(row for row in rows if value(row) is None)]


def _second_look(scored: list[Beside], answers: list[Comparison]) -> dict[str, Any]:
    by_application = {row.task.application_id: row for row in scored}
    totals = {pk: row.total for pk, row in by_application.items() if row.total is not None}
    pair = next_pair(totals, [frozenset((one.above_id, one.below_id)) for one in answers])
    told = [(one.above_id, one.below_id) for one in answers if not one.is_even]
    rows = [by_application[pk] for pk in sorted(pair, key=str)] if pair else []
    return {
        "pair": rows,
        "choices": [(rows[0], rows[1]), (rows[1], rows[0])] if rows else [],
        "answered": len(answers),
        "apart": [
            (by_application[one.above], by_application[one.below], one.gap) for one in disagreements(totals, told)
        ],
    }
