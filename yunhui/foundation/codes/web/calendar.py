"""The city's working days: a year at a glance, days off and working weekends set by the office."""

import calendar as weeks
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.models import CalendarDay
from yunhui.foundation.codes.rules import can_edit_calendar
from yunhui.foundation.codes.selectors import special_days, years_in_calendar
from yunhui.foundation.codes.services import keep_days
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, require
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_KINDS = {"off": False, "working": True, "week": None}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a month: its number, its sign where it differs from the week, and what it is called."""

    number: int
    sign: str
    css: str
    title: str


@page(holds(Role.OFFICE, Role.APPROVER), "GET", "POST")
def working_days(request: Request) -> HttpResponse:
    """The calendar of a year, and the form that changes some of its days."""
    actor = request.actor
    today = clock.now().astimezone(clock.BEIJING).date()
    typed = {name: str(request.POST.get(name, "")) for name in ("first", "last", "kind", "name_zh", "name_en")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        require(can_edit_calendar(actor))
        first, last = _day(typed["first"]), _day(typed["last"] or typed["first"])
        if first is None:
            errors["first"] = _("Write a day as year, month and day, e.g. 2026-12-01.")
        if last is None:
            errors["last"] = _("Write a day as year, month and day, e.g. 2026-12-01.")
        if typed["kind"] not in _KINDS:
            errors["kind"] = _("Choose one of the answers.")
        if first and last and not errors:
            try:
                count = keep_days(
                    actor=actor,
                    first=first,
                    last=last,
                    is_working=_KINDS[typed["kind"]],
                    name_zh=typed["name_zh"].strip()[:60],
                    name_en=typed["name_en"].strip()[:60],
                )
                return HttpResponseRedirect(f"/w/calendar/?year={first.year}&changed={count}#m-{first.month}")
            except InvalidError as error:
                errors = {one.field: str(one.message) for one in error.problems}
    known = years_in_calendar()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and today.year - 3 <= int(asked) <= today.year + 3 else today.year
    days = special_days(year)
    fields = _fields(typed, errors)
    changed = request.GET.get("changed", "")
    context = {
        "title": _("Working days"),
        "year": year,
        "tabs": [
            Tab(f"?year={one}", str(one), None, one == year)
            for one in sorted({*known[-3:], today.year, today.year + 1})
        ],
        "months": [_month(year, number, days, actor.language) for number in range(1, 13)],
        "days": [
            (formats.day(row.day, actor.language), row.is_working, pick(row, "name", actor.language)) for row in days
        ],
        "missing": [one for one in (today.year, today.year + 1) if one not in known],
        "fields": fields,
        "may_edit": bool(can_edit_calendar(actor)),
        "changed": ngettext("One day has changed.", "{n} days have changed.", int(changed)).format(n=changed)
        if changed.isdecimal() and len(changed) < 4
        else "",
        "weekdays": ["一", "二", "三", "四", "五", "六", "日"]
        if formats.is_chinese(actor.language)
        else ["M", "T", "W", "T", "F", "S", "S"],
    }
    return render(request, "codes/working_days.html", context, status=422 if errors else 200)


def _fields(typed: dict[str, str], errors: dict[str, str]) -> list[Field]:
    kinds = [
        ("off", _("Day off"), _("a holiday on a weekday")),
        ("working", _("Working day"), _("a Saturday or Sunday on which people work")),
        ("week", _("As the week has it"), _("takes a holiday or a working weekend back")),
    ]

    def field(name: str, label: str, **more: object) -> Field:
        return Field(name=name, label=label, value=typed[name], error=errors.get(name, ""), **more)  # type: ignore[arg-type]

    return [
        field("first", _("First day"), kind="date", required=True),
        field("last", _("Last day"), kind="date", help=_("Both included; empty for one day")),
        field("kind", _("They are"), kind="choices", required=True, choices=kinds),
        field("name_zh", _("What the day is called · Chinese"), extra={"lang": "zh-Hans"}),
        field("name_en", _("What the day is called · English"), extra={"lang": "en"}),
    ]


def _month(year: int, month: int, days: list[CalendarDay], language: str) -> tuple[int, str, list[list[Cell | None]]]:
    special = {row.day.day: row for row in days if row.day.month == month}
    name = f"{month}月" if formats.is_chinese(language) else date(year, month, 1).strftime("%B")
    rows = [
        [_cell(date(year, month, number), special.get(number), language) if number else None for number in week]
        for week in weeks.Calendar().monthdayscalendar(year, month)
    ]
    return month, name, rows


def _cell(day: date, row: CalendarDay | None, language: str) -> Cell:
    words = formats.day(day, language)
    if row is None:
        is_off = day.weekday() >= 5
        return Cell(day.day, "", "is-off" if is_off else "", words)
    sign = pgettext("in a calendar", "work") if row.is_working else pgettext("in a calendar", "off")
    kind = _("working day") if row.is_working else _("day off")
    title = " · ".join(filter(None, (words, kind, pick(row, "name", language))))
    return Cell(day.day, sign, "is-work" if row.is_working else "is-off is-special", title)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
