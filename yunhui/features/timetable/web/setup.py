"""How an event is set up: one page, every part of it a table or a few numbers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.forms import PRICES, pattern_values, rows_of, typed_setting
from yunhui.features.timetable.rules.checking import problems_of
from yunhui.features.timetable.rules.setting import PRESETS, Setting
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import keep_setting
from yunhui.features.timetable.web.editor import home_of, page_context
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page


@page(holds(Role.OFFICE), "GET", "POST")
def setup(request: Request, code: str) -> HttpResponse:
    """Halls, sessions, breaks, lengths, order, deadline, burdens."""
    call = call_for(request.actor, code, inside=True)
    now = setting_of(call)
    if request.method != "POST":
        return _page(request, call, now, {}, [])
    groups = list(call.groups.all())
    typed: Mapping[str, str] = request.POST.dict()
    found = typed_setting(typed, now, groups)
    problems = list(found.problems)
    if not problems:
        problems = [_at_row(one, found.rows) for one in problems_of(found.setting)]
    if not problems:
        try:
            keep_setting(actor=request.actor, call=call, setting=found.setting)
        except InvalidError as error:
            problems = [_at_row(one, found.rows) for one in error.problems]
        except DomainError as error:
            if error.status in (403, 404):
                raise
            # What was typed stays; pressed once more it is kept over what the colleague wrote, knowingly.
            typed = {**typed, "edits": str(setting_of(call).edits)}
            return _page(request, call, now, typed, [], refusal=str(error.message), status=409)
        else:
            return HttpResponseRedirect(f"{home_of(call)}?done=set")
    return _page(request, call, found.setting, typed, problems, status=422)


def _at_row(problem: Problem, rows: Mapping[str, int]) -> Problem:
    """A problem of the n-th session is shown at the row in which that session was typed."""
    name = problem.field.rpartition("-")[0]
    if problem.field in rows:
        return Problem(f"{name}-{rows[problem.field]}", problem.code, problem.message)
    return problem


def _page(
    request: Request,
    call: Call,
    setting: Setting,
    typed: Mapping[str, str],
    problems: list[Problem],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    language = request.actor.language
    errors: dict[str, list[str]] = {}
    for one in problems:
        errors.setdefault(one.field, []).append(str(one.message))
    groups = list(call.groups.all())
    prices = setting.prices
    context: dict[str, Any] = {
        **page_context(request, call),
        "title": _("Set up the event"),
        "home": home_of(call),
        "call": call,
        "refusal": refusal,
        "errors": errors,
        "summary": [(field, message) for field, messages in errors.items() for message in messages],
        "rows": rows_of(setting, typed, errors),
        "edits": typed.get("edits", str(setting.edits)),
        "days": [(day.isoformat(), formats.day(day, language)) for day in setting.days],
        "halls": [(room.key, pick(room, "name", language)) for room in setting.rooms],
        "groups": [(group.key, pick(group, "name", language)) for group in groups],
        "presets": [one.name for one in PRESETS],
        "pattern": pattern_values(setting.pattern, typed, ""),
        "pattern_errors": errors.get("pattern", []),
        "group_patterns": [
            (
                group.key,
                pick(group, "name", language),
                pattern_values(setting.group_patterns.get(group.key), typed, f"-{group.key}"),
                errors.get(f"pattern-{group.key}", []),
            )
            for group in groups
        ],
        "board_pitch": typed.get("board_pitch", str(setting.board_pitch)),
        "order_by_draw": ("order_by_draw" in typed) if typed else setting.order_by_draw,
        "answer_by": typed.get("answer_by", _local(setting)),
        "prices": [
            (name, words, typed.get(f"price-{name}", str(getattr(prices, name)))) for name, words in _price_words()
        ],
        "late_from": typed.get("price-late_from", f"{prices.late_from // 60:02d}:{prices.late_from % 60:02d}"),
        "clock": formats.clock_name(setting.zone, language),
    }
    return render(request, "timetable/setup.html", context, status=status)


def _local(setting: Setting) -> str:
    return f"{formats.local(setting.answer_by, setting.zone):%Y-%m-%dT%H:%M}" if setting.answer_by else ""


def _price_words() -> list[tuple[str, str]]:
    words = {
        "hours": _("each minute outside 08:00–22:00 on somebody’s own clock"),
        "rather_not": _("an item at an hour that one of its people would rather not take"),
        "late": _("a host area that presents late in the day"),
        "pieces": _("each further piece into which a group falls"),
        "halls": _("each further hall of a group"),
        "balance": _("each minute that the fullest day has more than the emptiest"),
        "moved": _("each item that is elsewhere than before"),
    }
    return [(name, words[name]) for name in PRICES]
