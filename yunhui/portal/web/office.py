"""The talent office's calls: all of them, and the applications of one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OrderBy
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import answers_of_each
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_among, place_of_each
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import (
    at_work_in,
    counted_by_group,
    counted_by_state,
    matching,
    submitted_in,
)
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_make_call, can_run_call
from yunhui.pipeline.calls.selectors import call_for, calls_inside, stages_inside
from yunhui.pipeline.review.selectors import sheets_of_each, without_experts
from yunhui.pipeline.review.services import assign_experts
from yunhui.portal.funnel import SELECTED, conditions, steps_of
from yunhui.portal.funnel import words as funnel_words
from yunhui.portal.next_step import MARKS, kinds_of, marks_of, next_step
from yunhui.portal.paging import page_of
from yunhui.portal.words import listed
from yunhui.ui import formats
from yunhui.ui.charts import Step
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "number": ("number",),
    "-number": ("-number",),
    "title": ("title", "number"),
    "-title": ("-title", "number"),
    "due": (F("standing__due_at").asc(nulls_last=True), "number"),
    "-due": (F("standing__due_at").desc(nulls_last=True), "number"),
}
_COLUMNS = (
    "pk", "number", "title", "title_en", "speaker", "place_name", "group__name_zh", "group__name_en", "state",
    "standing__steps", "standing__due_at", "area_answers", "mean", "locked", "wanted",
)  # fmt: skip
_STATES = tuple(state for state in ApplicationState if state != ApplicationState.DRAFT)
_IN_PROGRESS = ApplicationState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked of the list; each name is a parameter of the address."""

    group: str = ""
    step: str = ""
    stage: str = ""
    state: str = ""
    country: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """The known parameters; anything else, and a sorting that is none, is left out."""
        given = {field.name: query.get(field.name, "").strip()[:100] for field in fields(cls)}
        return cls(**{**given, "sort": given["sort"] if given["sort"] in _ORDERS else ""})

    @property
    def is_narrowed(self) -> bool:
        """Whether something beyond the group is asked."""
        return any((self.step, self.stage, self.state, self.country, self.q))

    def but(self, **changed: str) -> str:
        """The query string with some parameters changed; empty ones fall away."""
        kept = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        return "?" + urlencode({name: value for name, value in kept.items() if value})


@page(holds(*STAFF))
def calls(request: Request) -> HttpResponse:
    """The calls that the reader works on, each with its window and its applications by state."""
    rows = list(calls_inside(request.actor))
    counts = counted_by_state(request.actor, rows)
    shown = [_call_card(request.actor, call, counts.get(call.pk, {})) for call in rows]
    context = {"title": _("Calls"), "calls": shown, "may_make": bool(can_make_call(request.actor))}
    return render(request, "portal/office_calls.html", context)


@page(holds(*STAFF))
def call(request: Request, code: str) -> HttpResponse:
    """One call: its funnel, and the applications with what each of them waits for."""
    actor = request.actor
    stages = stages_inside(actor, code)
    of_call, kinds = stages[0].call, {stage.kind for stage in stages}
    steps, asked = conditions(kinds), Asked.of(request.GET.dict())
    groups = counted_by_group(
        actor, of_call, {**steps, "screening": at_work_in("screening"), "assigning": without_experts()}
    )
    shown = [group for group in groups if group["key"] == asked.group] or groups
    counts = {key: sum(group[key] for group in shown) for key in (*steps, "screening", "assigning")}
    title = pick(of_call, "title", actor.language)
    context: dict[str, Any] = {
        "call": of_call,
        "days": listed((formats.day(one, actor.language) for one in of_call.event_days), actor.language),
        "steps": steps_of(counts, lambda key: _step_url(asked, key)),
        "path": request.get_full_path(),
        "forms_waiting": counts["screening"] if can_run_call(actor, of_call) else 0,
        "unassigned": counts["assigning"] if can_run_call(actor, of_call) else 0,
    }
    if request.headers.get("HX-Target") == "funnel":
        return render(request, "portal/office_funnel.html", context)
    rows = submitted_in(actor, of_call)
    chosen = rows.filter(steps.get(asked.step, steps["received"]))
    chosen = _narrowed(chosen, asked, {stage.key: stage.kind for stage in stages})
    annotated = chosen.annotate(
        **answers_of_each(),
        **sheets_of_each(),
        place_name=place_of_each("place", actor.language),
    )
    found = page_of(annotated.order_by(*_ORDERS[asked.sort or "due"]).values(*_COLUMNS), request.GET.get("page", ""))
    found.object_list = [_row(actor, row) for row in found.object_list]
    countries = codes_among(Scheme.COUNTRY, rows.order_by().values("country"))
    context |= {
        "title": f"{_('Applications')} · {title}",
        "call_name": title,
        "call_url": "/w/calls/",
        "asked": asked,
        "hidden": [(name, value) for name in ("group", "step", "sort") if (value := getattr(asked, name))],
        "sort": asked.sort or "due",
        "tabs": _tabs(actor, asked, groups),
        "picks": [
            _pick("stage", _("Stage"), asked.stage, [(one.key, pick(one, "name", actor.language)) for one in stages]),
            _pick("state", _("State"), asked.state, [(str(one), str(one.label)) for one in _STATES]),
            _pick("country", _("Country or region"), asked.country,
                  [(one.code, pick(one, "name", actor.language)) for one in countries]),
        ],
        "step_word": funnel_words().get(asked.step, "") if asked.step in steps else "",
        "without_step": asked.but(step=""),
        "without_all": Asked(group=asked.group, sort=asked.sort).but() or ".",
        "page": found,
        "total": counts["received"],
        "legend": [(kind, str(state.label)) for state, kind in MARKS.items()],
        "stream_url": "/w/stream",
    }  # fmt: skip
    return render(request, "portal/office_call.html", context)


@page(holds(Role.OFFICE), "POST")
def assign(request: Request, code: str) -> HttpResponse:
    """Ask experts for every application whose review waits for them."""
    assign_experts(actor=request.actor, call=call_for(request.actor, code, inside=True))
    return HttpResponseRedirect(f"/w/calls/{code}/?stage=review")


def _narrowed(rows: Any, asked: Asked, kind_of_stage: Mapping[str, str]) -> Any:
    if asked.group:
        rows = rows.filter(group__key=asked.group)
    if asked.stage in kind_of_stage:
        rows = rows.filter(at_work_in(kind_of_stage[asked.stage]))
    if asked.state in ApplicationState.values:
        rows = rows.filter(state=asked.state)
    if asked.country:
        rows = rows.filter(country=asked.country)
    return rows.filter(matching(asked.q)) if asked.q else rows


def _row(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    is_chinese = actor.language.startswith("zh")
    row |= {"due_at": row["standing__due_at"], **kinds_of(row["standing__steps"])}
    return {
        **row,
        "name": row["title"] if is_chinese else row["title_en"] or row["title"],
        "who": listed((row["speaker"], row["place_name"]), actor.language),
        "group": row["group__name_zh"] if is_chinese else row["group__name_en"],
        "marks": marks_of(row["area_answers"]),
        "next": next_step(row),
    }


def _step_url(asked: Asked, step: str) -> str:
    return Asked(group=asked.group, step="" if step == "received" else step, sort=asked.sort).but() or "?"


def _tabs(actor: Actor, asked: Asked, groups: list[dict[str, Any]]) -> list[Tab]:
    total = sum(group["received"] for group in groups)
    name = "name_zh" if actor.language.startswith("zh") else "name_en"
    return [
        Tab(asked.but(group=""), _("All"), total, not asked.group),
        *(Tab(asked.but(group=one["key"]), one[name], one["received"], one["key"] == asked.group) for one in groups),
    ]


def _pick(name: str, label: str, chosen: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    known = chosen if chosen in {value for value, _label in options} else ""
    return {"name": name, "label": label, "chosen": known, "options": options}


def _call_card(actor: Actor, call: Call, counts: Mapping[str, int]) -> dict[str, Any]:
    url, language, state = f"/w/calls/{call.code}/", actor.language, CallState(call.state)
    is_open = state == CallState.PUBLISHED and clock.is_within(clock.now(), call.opens_at, call.closes_at)
    states = (ApplicationState.RESERVE, ApplicationState.DECLINED, ApplicationState.WITHDRAWN)
    return {
        "url": url,
        "row": call,
        "title": pick(call, "title", language),
        "word": _("Open for applications") if is_open else state.label,
        "kind": "g" if is_open else "",
        "window": _window(actor, call),
        "days": listed(_with_year_once(call.event_days, language), language),
        "steps": [
            Step(_("Received"), sum(counts.values()), url),
            Step(str(_IN_PROGRESS.label), counts.get(_IN_PROGRESS, 0), f"{url}?state={_IN_PROGRESS}", rated=False),
            Step(_("Selected"), sum(counts.get(one, 0) for one in SELECTED), f"{url}?step=selected", rated=False),
            *(Step(str(one.label), counts.get(one, 0), f"{url}?state={one}", rated=False) for one in states),
        ],
    }


def _window(actor: Actor, call: Call) -> str:
    if call.opens_at is None or call.closes_at is None:
        return ""
    ends = formats.moment(call.closes_at, actor.language, actor.zone)
    days = [formats.local(at, actor.zone).date() for at in (call.opens_at, call.closes_at)]
    first, last = _with_year_once(days, actor.language)
    return f"{first} – {ends if days[0].year == days[1].year else last}"


def _with_year_once(days: list[date], language: str) -> list[str]:
    return [
        formats.day(one, language, year=not index or one.year != days[index - 1].year) for index, one in enumerate(days)
    ]
