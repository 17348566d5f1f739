"""The expert's whole stack side by side: every project by every criterion, and a second look at the order.

All of it is the expert's own; nothing here is a score, and nothing here changes one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Comparison
from yunhui.pipeline.review.rules import ReviewConfig, disagreements, next_pair, shown_title
from yunhui.pipeline.review.selectors import own_comparisons, own_pace, own_tasks
from yunhui.pipeline.review.services import compare
from yunhui.pipeline.review.web.paper import LOW
from yunhui.pipeline.review.web.stack import HOME, address, pace_words
from yunhui.ui.page import Request, holds, page


@dataclass(frozen=True, slots=True)
class Cell:
    """What was given for a criterion, as text; `is_low` under two fifths of it."""

    value: str
    is_low: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """One project's row: `total` of what is given so far, None while nothing is."""

    task: Assignment
    title: str
    group: str
    url: str
    cells: list[Cell]
    total: Decimal | None
    is_complete: bool


@page(holds(Role.EXPERT))
def beside(request: Request, stage_id: int) -> HttpResponse:
    """The stack of one stage as a table, in the order of `?sort=` (number, total or a criterion's key)."""
    tasks = _tasks(request, stage_id)
    config, language = ReviewConfig.of(tasks[0].stage.config), request.actor.language
    rows = _rows(tasks, config, language)
    sort = request.GET.get("sort", "")
    answers = own_comparisons(request.actor, stage_id)
    scored = [row for row in rows if row.is_complete]
    context = {
        "title": _("Side by side"),
        "call": pick(tasks[0].application.call, "title", language),
        "criteria": [(one.key, one.name(language), one.points) for one in config.criteria],
        "points": config.points,
        "rows": _sorted(rows, config, sort),
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


def _tasks(request: Request, stage_id: int) -> list[Assignment]:
    rows = own_tasks(request.actor).filter(stage_id=stage_id).exclude(state=AssignmentState.RECUSED)
    if not (tasks := list(rows)):
        raise NotFoundError("stack")
    return tasks


def _rows(tasks: Sequence[Assignment], config: ReviewConfig, language: str) -> list[Beside]:
    found = []
    for task in tasks:
        given: dict[str, str] = {} if task.state == AssignmentState.ABSTAINED else (task.draft or {})  # type: ignore[attr-defined]
        values = [_points(given.get(one.key)) for one in config.criteria]
        known = [value for value in values if value is not None]
        found.append(
            Beside(
                task=task,
                title=shown_title(task, language),
                group=pick(task.application.group, "name", language) if task.application.group else "",
                url=address(task),
                cells=[
                    Cell(
                        f"{value.normalize():f}" if value is not None else "",
                        value is not None and value < one.points * LOW,
                    )
                    for one, value in zip(config.criteria, values, strict=True)
                ],
                total=sum(known, Decimal(0)) if known else None,
                is_complete=len(known) == len(config.criteria),
            )
        )
    return found


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
        return row.total if key == "total" else _points(row.cells[keys.index(key)].value)

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
