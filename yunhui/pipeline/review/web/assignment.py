"""Who judges what, for the talent office and the panel leader: draw up, look, let stand, repair, and the history."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import LIVE, MoveKind, PlanKind, PlanMode
from yunhui.pipeline.review.models import AssignmentPlan
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import (
    Tally,
    draft_of,
    experts_of,
    moves_of,
    names_found,
    names_of_experts,
    pins_of,
    plan_for,
    projects_of,
    review_of,
    tally_of,
)
from yunhui.pipeline.review.services import discard_plan, draw_up, draw_up_repair, let_stand
from yunhui.pipeline.review.web.names import Names, names_for
from yunhui.pipeline.review.web.wording import fit_word, shortage_of, why_of
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

STAFF = (Role.OFFICE, Role.CHAIR)
ON_A_PAGE = 50
WEAKEST = 5
VIEWS = ("projects", "short", "experts", "pins", "history")
_MOST_TASKS = 200


@page(holds(*STAFF))
def assignment(request: Request, code: str) -> HttpResponse:
    """The review's experts and projects: the plan that was drawn up, or what stands, by project or by expert."""
    return _assignment(request, review_of(request.actor, code))


@page(holds(*STAFF), "POST")
def draw(request: Request, code: str) -> HttpResponse:
    """Draw a plan up, by best fit or by lot; nobody is asked yet."""
    stage = review_of(request.actor, code)
    typed = {name: request.POST.get(name, "").strip() for name in ("mode", "most", "seed")}
    errors = {
        name: str(words)
        for name, words in (
            ("most", _("Write a number from 1 to {most}.").format(most=_MOST_TASKS)),
            ("seed", _("Write a whole number of at most 15 digits, or nothing.")),
        )
        if typed[name]
        and not _is_number(typed[name], 1 if name == "most" else 0, _MOST_TASKS if name == "most" else 10**15)
    }
    if typed["mode"] not in (PlanMode.FAIR, PlanMode.RANDOM):
        errors["mode"] = _("Choose one of the two.")
    if errors:
        return _assignment(request, stage, typed=typed, errors=errors, status=422)
    try:
        draw_up(
            actor=request.actor,
            call=stage.call,
            mode=typed["mode"],
            most=int(typed["most"]) if typed["most"] else None,
            seed=int(typed["seed"]) if typed["seed"] else None,
        )
    except DomainError as error:
        return _refused(request, stage, error, typed)
    return HttpResponseRedirect(f"{_home(code)}#plan")


@page(holds(*STAFF), "POST")
def repair(request: Request, code: str) -> HttpResponse:
    """Draw up the fewest changes after which every project has its experts again."""
    stage = review_of(request.actor, code)
    try:
        draw_up_repair(actor=request.actor, call=stage.call)
    except DomainError as error:
        return _refused(request, stage, error)
    return HttpResponseRedirect(f"{_home(code)}#plan")


@page(holds(*STAFF), "POST")
def stand(request: Request, code: str, plan_id: UUID) -> HttpResponse:
    """Let the plan stand that the page showed."""
    plan = plan_for(request.actor, code, plan_id)
    try:
        rows = let_stand(actor=request.actor, plan_id=plan.pk)
    except DomainError as error:
        return _refused(request, review_of(request.actor, code), error)
    return HttpResponseRedirect(f"{_home(code)}?done=stands&n={len(rows)}")


@page(holds(*STAFF), "POST")
def discard(request: Request, code: str, plan_id: UUID) -> HttpResponse:
    """Throw the plan away; nothing has changed by it."""
    plan = plan_for(request.actor, code, plan_id)
    try:
        discard_plan(actor=request.actor, plan_id=plan.pk)
    except DomainError as error:
        return _refused(request, review_of(request.actor, code), error)
    return HttpResponseRedirect(f"{_home(code)}?done=discarded")


def _assignment(
    request: Request,
    stage: Stage,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    config = ReviewConfig.of(stage.config)
    titles: dict[UUID, Application] | None = {} if stage.has_draft else None  # type: ignore[attr-defined]
    tally = tally_of(stage, config.experts_per_application, titles)
    names = names_for(actor, stage)
    plan = draft_of(stage) if titles is not None else None
    view = request.GET.get("show", "")
    view = view if view in VIEWS else "" if plan else "projects"
    context: dict[str, Any] = {
        "title": _("Assignment"),
        "call": stage.call,
        "call_name": pick(stage.call, "title", actor.language),
        "call_url": "/w/calls/",
        "home": _home(stage.call.code),
        "tally": tally,
        "per": config.experts_per_application,
        "conflicts": stage.conflicts,  # type: ignore[attr-defined]
        "is_sealed": names.is_sealed,
        "telling": sum(1 for one in names_found(actor, stage) if one.places) if config.blind else 0,
        "plan": plan_on_page(plan, titles or {}, names, actor) if plan else None,
        "fields": _fields(config, tally, typed or {}, errors or {}),
        "view": view,
        "tabs": _tabs(view, tally),
        "said": _said(request),
        "refusal": refusal,
        **_shown(request, stage, view, names, config, tally),
    }
    return render(request, "review/assignment.html", context, status=status)


def plan_on_page(
    plan: AssignmentPlan, projects: Mapping[UUID, Application], names: Names, actor: Actor
) -> dict[str, Any]:
    """A plan as the page shows it: figures, loads, the weakest projects, what is missing, and what a repair changes.
    One query."""
    of_project: dict[str, list[tuple[str, float, Mapping[str, Any]]]] = {}
    for application, chosen, fit, why in plan.pairs:
        of_project.setdefault(application, []).append((chosen, fit, why))
    loads = Counter(line[1] for line in plan.pairs)
    experts = names_of_experts(sorted({UUID(one) for one in (*loads, *(line[1] for line in plan.removed))}))

    def project(key: str) -> dict[str, Any]:
        row = projects[UUID(key)]
        return {"row": row, "title": name_of(row, actor.language), "url": f"project/{key}/"}

    def expert(key: str) -> str:
        return names.of(experts[UUID(key)])

    def number(key: str) -> int:
        return projects[UUID(key)].number or 0

    sums = {key: sum(fit for _e, fit, _w in rows) for key, rows in of_project.items()}
    weakest = sorted(sums, key=lambda key: (sums[key], key))[:WEAKEST]
    most, per = max(loads.values(), default=0), int(plan.settings.get("per") or 1)
    return {
        "plan": plan,
        "is_repair": plan.kind == PlanKind.REPAIR,
        "mode": PlanMode(plan.mode).label,
        "projects": len(of_project),
        "tasks": len(plan.pairs),
        "experts": len(loads),
        "least": min(loads.values(), default=0),
        "most": most,
        "units": len({one.person.organisation_id for one in experts.values() if one.person.organisation_id}),
        "lowest": fit_word(plan.figures.get("lowest"), per),
        "lowest_before": fit_word(plan.figures.get("lowest_before"), per),
        "kept": plan.figures.get("kept"),
        "lands": plan.figures.get("countries"),
        "weakest": [
            {**project(key), "fit": fit_word(sums[key] / len(of_project[key])),
             "experts": [expert(one) for one, _f, _w in of_project[key]]}
            for key in weakest
        ],
        "shortages": [{**project(one["application"]), "words": shortage_of(one)} for one in plan.shortages],
        "loads": sorted(
            ({"name": expert(key), "unit": names.unit(experts[UUID(key)]), "n": n} for key, n in loads.items()),
            key=lambda one: (-one["n"], one["name"]),
        ),
        "changes": [
            {
                **project(key),
                "out": [expert(e) for a, e in plan.removed if a == key],
                "into": [{"name": expert(e), "fit": fit_word(fit)} for e, fit, _w in of_project.get(key, ())],
            }
            for key in sorted({*of_project, *(a for a, _e in plan.removed)}, key=number)
        ]
        if plan.kind == PlanKind.REPAIR
        else [],
        "rows": [
            {**project(key), "experts": [
                {"name": expert(e), "fit": fit_word(fit), "why": why_of({**why, "mode": plan.mode})}
                for e, fit, why in of_project[key]
            ]}
            for key in sorted(of_project, key=number)
        ][:ON_A_PAGE]
        if plan.kind == PlanKind.WHOLE
        else [],
        "more": max(0, len(of_project) - ON_A_PAGE) if plan.kind == PlanKind.WHOLE else 0,
    }  # fmt: skip


def _shown(
    request: Request, stage: Stage, view: str, names: Names, config: ReviewConfig, tally: Tally
) -> dict[str, Any]:
    """The rows of one view, a page of them; none where a plan stands above and nobody asked for a view."""
    if not view:
        return {}
    language = request.actor.language
    if view == "pins":
        return {"pins": [{"row": one, "name": names.of(one.expert), "title": name_of(one.application, language)}
                         for one in pins_of(stage)]}  # fmt: skip
    sources: dict[str, Any] = {
        "projects": lambda: projects_of(stage),
        "short": lambda: projects_of(stage, short_of=config.experts_per_application),
        "experts": lambda: experts_of(stage),
        "history": lambda: moves_of(stage),
    }
    paginator = Paginator(sources[view](), ON_A_PAGE)
    if view in ("projects", "short"):
        paginator.count = tally.begun if view == "projects" else tally.short + tally.none
    found = paginator.get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = []
    for one in found.object_list:
        if view == "experts":
            rows.append({"row": one, "name": names.of(one), "unit": names.unit(one),
                         "live": one.open_count + one.locked})  # fmt: skip
        elif view == "history":
            rows.append({"row": one, "name": names.of(one.expert), "title": name_of(one.application, language),
                         "kind": MoveKind(one.kind).label})  # fmt: skip
        else:
            rows.append(_project(one, names, language, config))
    return {"page": found, "rows": rows}


def _project(one: Any, names: Names, language: str, config: ReviewConfig) -> dict[str, Any]:
    live = [task for task in one.tasks if task.state in LIVE]
    return {
        "row": one,
        "title": name_of(one, language),
        "url": f"project/{one.pk}/",
        "tasks": [{"task": task, "name": names.of(task.expert), "fit": fit_word(task.fit)} for task in live],
        "lacks": max(0, config.experts_per_application - len(live)),
        "gone": [{"task": task, "name": names.of(task.expert)} for task in one.tasks if task.state not in LIVE],
    }


def _fields(config: ReviewConfig, tally: Tally, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="mode",
            label=_("How"),
            kind="choices",
            value=typed.get("mode") or PlanMode.FAIR,
            choices=[
                Choice(PlanMode.FAIR, str(PlanMode.FAIR.label),
                       _("The project with the worst fit is served as well as can be, then all together.")),
                Choice(PlanMode.RANDOM, str(PlanMode.RANDOM.label),
                       _("A better fit has a better chance; nobody can know beforehand who judges whom.")),
            ],
            error=errors.get("mode", ""),
            required=True,
        ),
        Field(name="most", label=_("At most for one expert"), kind="number",
              value=typed.get("most") or str(config.max_load), unit=_("projects"),
              help=_("Who wished for fewer gets fewer"), error=errors.get("most", "")),
        Field(name="seed", label=_("Seed of the lot"), value=typed.get("seed", ""),
              help=_("Only by lot. The same number over the same records draws the same; empty: made here and shown"),
              error=errors.get("seed", "")),
    ]  # fmt: skip


def _tabs(view: str, tally: Tally) -> list[Tab]:
    words = {
        "projects": (_("Projects"), None),
        "short": (_("Short of experts"), tally.short + tally.none),
        "experts": (_("Experts"), tally.experts),
        "pins": (_("Fixed by hand"), None),
        "history": (_("History"), None),
    }
    return [Tab(f"?show={key}", word, number, key == view) for key, (word, number) in words.items()]


def _said(request: Request) -> str:
    number = request.GET.get("n", "")
    n = int(number) if number.isdecimal() and len(number) < 6 else 0
    return {
        "stands": ngettext("The plan stands: {n} expert’s task is new.", "The plan stands: {n} tasks are new.", n),
        "discarded": _("The plan is discarded; nothing has changed."),
        "lifted": _("The pin is lifted; what stands does not change by it."),
    }.get(request.GET.get("done", ""), "").format(n=n)


def _refused(
    request: Request, stage: Stage, error: DomainError, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    if isinstance(error, RefusedError):
        raise error
    return _assignment(request, stage, typed=typed, refusal=str(error.message), status=error.status)


def _home(code: str) -> str:
    return f"/w/calls/{code}/assignment/"


def _is_number(text: str, low: int, high: int) -> bool:
    return text.isdecimal() and len(text) <= 16 and low <= int(text) <= high
