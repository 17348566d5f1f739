"""The expert's pages: my stack of score sheets, and one sheet."""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig, can_score, shown_title
from yunhui.pipeline.review.selectors import (
    own_pace,
    own_tasks,
    place_in_stack,
    submitted_version,
    task_for,
    to_declare,
)
from yunhui.pipeline.review.services import (
    NOTE_LENGTH,
    NOTES,
    Writing,
    clean_scores,
    lock_sheet,
    open_task,
    save_sheet,
    settle_sheet,
    token_of,
    value_of,
)
from yunhui.pipeline.review.services import abstain as abstain_from
from yunhui.pipeline.review.services import recuse as recuse_from
from yunhui.pipeline.review.web.paper import paper_of, project_of, reasons, short, standing_of
from yunhui.pipeline.review.web.stack import HOME, address, due_of, pace_words, stacks_of
from yunhui.ui.page import Request, holds, page

# What the page writes beside a field: the revision that it shows.
TOKEN = "was-"  # noqa: S105 - a prefix of names, no secret


@page(holds(Role.EXPERT))
def reviews(request: Request) -> HttpResponse:
    """Every sheet of the expert by call, what is open first, with how many are scored."""
    tasks = list(own_tasks(request.actor))
    stacks = stacks_of(tasks, request.actor)
    context = {
        "title": _("Expert review"),
        "stacks": [stack for stack in stacks if not stack.is_finished],
        "finished": [stack for stack in stacks if stack.is_finished],
        "next": next((stack.open[0] for stack in stacks if stack.open), None),
        "pace": pace_words(own_pace(request.actor, tasks), sum(len(stack.open) for stack in stacks)),
        "recused": request.GET.get("done") == "recused",
        "declared": request.GET.get("done") == "declared",
        "undeclared": to_declare(request.actor).count(),
        "bench_url": HOME,
    }
    return render(request, "review/reviews.html", context)


@page(holds(Role.EXPERT))
def sheet(request: Request, assignment_id: UUID) -> HttpResponse:
    """The project's brief beside its score sheet; what is locked can only be read. Each opening is logged."""
    task = open_task(actor=request.actor, assignment_id=assignment_id)
    return _sheet(request, task, _saved(task))


@page(holds(Role.EXPERT), "POST")
def save(request: Request, assignment_id: UUID) -> HttpResponse:
    """Autosave: 200 with the time, 422 with what does not fit; without scripts, back to the sheet."""
    is_script = "application/json" in request.headers.get("Accept", "")
    try:
        kept = save_sheet(actor=request.actor, assignment_id=assignment_id, **_given(request))
    except InvalidError as error:
        _save_what_fits(request, assignment_id)
        if is_script:
            problems = {one.field: str(one.message) for one in error.problems}
            return JsonResponse({"problems": problems, "message": " ".join(problems.values())}, status=422)
        return _again(request, assignment_id, error.problems)
    except RefusedError as error:
        if is_script:
            return JsonResponse({"code": error.code, "message": str(error.message)}, status=422)
        return _closed(request, assignment_id)
    if is_script:
        return JsonResponse(_answer(request, assignment_id, kept, _sent(request)))
    return HttpResponseRedirect(f"{HOME}{assignment_id}/?done=saved#score")


@page(holds(Role.EXPERT), "POST")
def choose(request: Request, assignment_id: UUID) -> HttpResponse:
    """Choose between what two pages wrote in one field: `choose` names the field, the other page, and `this` (what is
    in the field), `that` (the other) or `both`. What else was typed is saved with it."""
    key, _bar, rest = request.POST.get("choose", "").partition("|")
    tab, _bar, way = rest.rpartition("|")
    actor = request.actor
    is_script = "application/json" in request.headers.get("Accept", "")
    if not is_script:
        _save_what_fits(request, assignment_id, without=key)
    last = _last(task_for(actor, assignment_id))
    if last is None or way not in ("this", "that", "both"):
        raise NotFoundError("choice")
    mine = request.POST.get(key, "")
    others = [one["text"] for one in last.others.get(key, []) if one["tab"] == tab]
    other = others[0] if others else value_of(last, key)
    value = {"this": mine, "that": other, "both": "\n\n".join(filter(None, (mine, other)))}[way]
    try:
        kept = settle_sheet(
            actor=actor,
            assignment_id=assignment_id,
            key=key,
            value=value,
            token=request.POST.get(f"{TOKEN}{key}", ""),
            tabs={tab, request.POST.get("tab", "")},
        )
    except InvalidError as error:
        if is_script:
            return JsonResponse({"message": str(error.message)}, status=422)
        return _again(request, assignment_id, error.problems)
    except RefusedError:
        return _closed(request, assignment_id)
    if is_script:
        return JsonResponse({**_answer(request, assignment_id, kept, [key]), "value": value_of(kept, key)})
    return HttpResponseRedirect(f"{HOME}{assignment_id}/#f-{key}")


@page(holds(Role.EXPERT), "GET", "POST")
def lock(request: Request, assignment_id: UUID) -> HttpResponse:
    """Lock the sheet and show the receipt; where points are missing, all that was typed is kept and shown again."""
    if request.method != "POST":  # the page was reloaded after an answer that needed correction
        return HttpResponseRedirect(f"{HOME}{assignment_id}/")
    try:
        lock_sheet(actor=request.actor, assignment_id=assignment_id, **_given(request))
    except InvalidError as error:
        _save_what_fits(request, assignment_id)
        return _again(request, assignment_id, error.problems)
    except RefusedError:
        return _closed(request, assignment_id)
    return HttpResponseRedirect(f"{HOME}{assignment_id}/?done=locked#result")


@page(holds(Role.EXPERT), "GET", "POST")
def abstain(request: Request, assignment_id: UUID) -> HttpResponse:
    """弃权: no score, which is not a zero, with a reason."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{assignment_id}/")
    try:
        abstain_from(actor=request.actor, assignment_id=assignment_id, reason=request.POST.get("abstain_reason", ""))
    except InvalidError as error:
        return _again(request, assignment_id, reason=("abstain_reason", str(error.message)))
    except RefusedError:
        return _closed(request, assignment_id)
    return HttpResponseRedirect(f"{HOME}{assignment_id}/#result")


@page(holds(Role.EXPERT), "GET", "POST")
def recuse(request: Request, assignment_id: UUID) -> HttpResponse:
    """申请回避: the project leaves the expert's stack."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{assignment_id}/")
    try:
        recuse_from(actor=request.actor, assignment_id=assignment_id, reason=request.POST.get("recuse_reason", ""))
    except InvalidError as error:
        return _again(request, assignment_id, reason=("recuse_reason", str(error.message)))
    except RefusedError:
        return _closed(request, assignment_id)
    except NotFoundError:
        if not own_tasks(request.actor).filter(pk=assignment_id, state=AssignmentState.RECUSED).exists():
            raise
    return HttpResponseRedirect(f"{HOME}?done=recused")


def _given(request: Request, without: str = "") -> dict[str, Any]:
    """The form as the services take it: every name that is no note may be a criterion; what was not sent stays."""
    data = request.POST
    scores = {name: data[name] for name in data if name not in NOTES and name != without}
    notes = {name: data.get(name) for name in NOTES if name != without}
    known = {name[len(TOKEN) :]: data[name] for name in data if name.startswith(TOKEN)}
    number = data.get("number", "")
    count = int(number) if number.isdecimal() and len(number) < 10 else 0
    return {"scores": scores, **notes, "writing": Writing(known, data.get("tab", "")[:40], count)}


def _save_what_fits(request: Request, assignment_id: UUID, without: str = "") -> None:
    """Save all that can be kept of what was posted, beside what cannot."""
    given = _given(request, without)
    config = ReviewConfig.of(task_for(request.actor, assignment_id).stage.config)
    _fitting, problems = clean_scores(config, given["scores"])
    wrong = {problem.field for problem in problems}
    given["scores"] = {key: value for key, value in given["scores"].items() if key not in wrong}
    for name in NOTES:
        if len(given.get(name) or "") > NOTE_LENGTH:
            given[name] = None
    with suppress(RefusedError):
        save_sheet(actor=request.actor, assignment_id=assignment_id, **given)


def _sent(request: Request) -> list[str]:
    return [name[len(TOKEN) :] for name in request.POST if name.startswith(TOKEN)]


def _answer(request: Request, assignment_id: UUID, kept: ScoreSheet, keys: Iterable[str]) -> dict[str, Any]:
    """What a script learns of the fields that it sent: the new revision, or the part of the page that shows what stands
    there instead."""
    tab = request.POST.get("tab", "")
    was, others = {}, {}
    for key in keys:
        if any(one["tab"] == tab for one in kept.others.get(key, [])):
            shown = {"key": key, "others": [standing_of(kept, key)], "token": token_of(kept, key), "standing": True}
            context = {"one": shown, "url": f"{HOME}{assignment_id}/", "is_note": key in NOTES}
            others[key] = render_to_string("review/parts/others.html", context, request)
        else:
            was[key] = token_of(kept, key)
    return {"saved_at": kept.at.isoformat(), "was": was, "others": others}


def _saved(task: Assignment) -> dict[str, Any]:
    last = _last(task)
    return {**last.scores, "note_panel": last.note_panel, "note_applicant": last.note_applicant} if last else {}


def _last(task: Assignment) -> ScoreSheet | None:
    return next(iter(task.sheets.all()), None)


def _again(
    request: Request, assignment_id: UUID, problems: Iterable[Problem] = (), reason: tuple[str, str] = ("", "")
) -> HttpResponse:
    """The sheet once more with everything that was typed, and with what is wrong."""
    task = task_for(request.actor, assignment_id)
    return _sheet(request, task, request.POST.dict(), problems, reason, status=422)


def _closed(request: Request, assignment_id: UUID) -> HttpResponse:
    """Somebody's second window: the sheet as it stands, and a word that this was not taken."""
    return HttpResponseRedirect(f"{HOME}{assignment_id}/?done=closed#result")


def _sheet(
    request: Request,
    task: Assignment,
    typed: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    reason: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    actor, config, last = request.actor, ReviewConfig.of(task.stage.config), _last(task)
    verdict, due_at = can_score(actor, task), getattr(task, "due_at", None)
    paper = paper_of(config, typed, actor.language, problems, last)
    asked = reasons(actor, typed, reason)
    version = submitted_version(task)
    context = {
        "title": shown_title(task, actor.language),
        "task": task,
        "url": address(task),
        "stacks_url": HOME,
        "beside_url": f"{HOME}stages/{task.stage_id}/",
        "group": pick(task.application.group, "name", actor.language) if task.application.group else "",
        "call": pick(task.application.call, "title", actor.language),
        "place": place_in_stack(actor, task),
        "light": due_of(due_at, actor) if verdict else None,
        "due_at": due_at,
        "project": project_of(version, config, task, actor.language),
        "is_blind": config.blind,
        "tab": secrets.token_urlsafe(9),
        "paper": paper,
        "asked": asked,
        "wrong": [*paper.wrong, *(one for one in asked.values() if one.error)],
        "last": last,
        "receipt": short(last.receipt) if last and last.is_locked else "",
        "can_score": bool(verdict),
        "refusal": verdict.reason,
        "talks": config.discussion != "off",
        "is_locked": task.state == AssignmentState.LOCKED,
        "is_abstained": task.state == AssignmentState.ABSTAINED,
        "done": request.GET.get("done", ""),
    }
    return render(request, "review/sheet.html", context, status=status)
