"""Doing something to many applications: choose what, see what it does to each, confirm, see what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.bulk.enums import Result, RunState
from yunhui.features.bulk.errors import StaleError
from yunhui.features.bulk.rules import Plan
from yunhui.features.bulk.selectors import outcomes_of, progress_of, run_for
from yunhui.features.bulk.services import ACTIONS, plan_of, start_run
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.kernel.errors import InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.kernel.ids import uuids_among
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import Channel
from yunhui.pipeline.calls.selectors import stages_inside
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.rows import ids_of
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page

# What one page can show; what happens to the rest of a larger preview is counted by its sentence.
SHOWN = 1000


@page(holds(Role.OFFICE), "GET", "POST")
def bulk(request: Request, code: str) -> HttpResponse:
    """What to do with the selected applications; then what it does to each; then do it."""
    scope = Scope.of(request.actor, stages_inside(request.actor, code))
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/calls/{code}/")
    ids = chosen(request, scope)
    action, step = request.POST.get("action", ""), request.POST.get("step", "")
    if not ids:
        return _choose(request, scope, ids, says=_("Select applications in the list first."))
    given = {name: request.POST.get(f"{action}-{name}", "") for name in _NAMES.get(action, ())}
    if step not in ("preview", "run"):  # also back from a preview: what was typed is still there
        return _choose(request, scope, ids, action=action, given=given)
    if action not in ACTIONS:
        return _choose(request, scope, ids, says=_("Choose what to do."))
    common: dict[str, Any] = {"actor": request.actor, "call": scope.call, "action": action, "given": given, "ids": ids}
    try:
        if step == "run":
            run = start_run(**common, digest=request.POST.get("digest", ""))
            return HttpResponseRedirect(f"/w/calls/{code}/bulk/{run.pk}")
        return _preview(request, scope, plan_of(**common), given)
    except InvalidError as error:
        return _choose(request, scope, ids, action=action, given=given, error=error)
    except StaleError as error:
        return _preview(request, scope, plan_of(**common), given, says=str(error.message))


@page(holds(Role.OFFICE))
def outcome(request: Request, code: str, bulk_id: UUID) -> HttpResponse:
    """What became of each application of a run, while it works and after."""
    run = run_for(request.actor, bulk_id)
    if run.call.code != code:
        raise NotFoundError("run")
    context = {
        "title": ACTIONS[run.action].label,
        "run": run,
        "is_working": run.state == RunState.WORKING,
        "progress": progress_of(run),
        "outcomes": outcomes_of(run)[:SHOWN],
        "failed": [str(one.application_id) for one in outcomes_of(run, Result.FAILED)],
        "path": request.path,
        "call_name": pick(run.call, "title", request.actor.language),
        "call_url": f"/w/calls/{code}/",
    }
    template = "portal/bulk_progress.html" if request.headers.get("HX-Target") == "progress" else "portal/bulk_run.html"
    return render(request, template, context)


_NAMES = {
    "move_group": ("group",),
    "set_channel": ("channel", "wild"),
    "give_keeper": ("keeper",),
    "extend_answers": ("days", "reason"),
    "offer_board": ("board", "reason"),
    "write_letter": ("subject_zh", "text_zh", "subject_en", "text_en"),
}


def chosen(request: Request, scope: Scope) -> list[UUID]:
    """The ticked applications, or everything that the list's question finds."""
    if request.POST.get("all") == "1":
        return list(ids_of(scope, Asked.of_text(request.POST.get("query", ""))))
    return uuids_among(request.POST.getlist("pick")[:2000])


def _choose(
    request: Request,
    scope: Scope,
    ids: Sequence[UUID],
    *,
    action: str = "",
    given: dict[str, str] | None = None,
    error: InvalidError | None = None,
    says: str = "",
) -> HttpResponse:
    problems = {one.field: str(one.message) for one in error.problems} if error else {}
    fields = _fields(scope, action, given or {}, problems)
    context = {
        "title": _("What to do"),
        "actions": [(key, one.label, fields.get(key, []), key == action) for key, one in ACTIONS.items()],
        "wrong": [field for field in fields.get(action, []) if field.error],
        "says": says,
        **_around(request, scope, len(ids)),
    }
    return render(request, "portal/bulk_choose.html", context, status=422 if error or says else 200)


def _preview(request: Request, scope: Scope, plan: Plan, given: dict[str, str], *, says: str = "") -> HttpResponse:
    context = {
        "title": ACTIONS[plan.action].label,
        "plan": plan,
        "todo": plan.todo[:SHOWN],
        "skipped": plan.skipped[:SHOWN],
        "kinds": Counter(line.says for line in plan.todo).most_common(12),
        "reasons": Counter(line.says for line in plan.skipped).most_common(12),
        "digest": plan.digest,
        "given": [(f"{plan.action}-{name}", value) for name, value in given.items()],
        "typed": _typed(_fields(scope, plan.action, given, {}).get(plan.action, [])),
        "says": says,
        **_around(request, scope, len(plan.lines)),
    }
    return render(request, "portal/bulk_preview.html", context, status=409 if says else 200)


def _typed(fields: Sequence[Field]) -> list[tuple[str, str]]:
    """What was asked and what was answered, in words, for the preview."""
    words = [(field.label, {one[0]: one[1] for one in field.choices}.get(field.text, field.text)) for field in fields]
    return [(label, word) for label, word in words if word]


def _around(request: Request, scope: Scope, count: int) -> dict[str, Any]:
    is_all, base = request.POST.get("all") == "1", f"/w/calls/{scope.call.code}/"
    return {
        "base": base,
        "query": request.POST.get("query", ""),
        "is_all": is_all,
        "picks": [] if is_all else request.POST.getlist("pick")[:2000],
        "count": count,
        "call_name": pick(scope.call, "title", scope.actor.language),
        "call_url": base,
    }


def _fields(scope: Scope, action: str, given: dict[str, str], problems: dict[str, str]) -> dict[str, list[Field]]:
    """What each action asks, filled with what was typed."""
    language, call = scope.actor.language, scope.call
    groups = [Choice(one.key, pick(one, "name", language)) for one in call.groups.order_by("sort")]
    colleagues = [Choice(str(one.pk), one.name) for one in holders(Role.OFFICE, ScopeKind.CALL, call.pk)]
    areas = [Choice(str(one.pk), pick(one, "name", language)) for one in boards()]
    empty = Choice("", "—")
    made = {
        "move_group": [Field("group", _("Group"), "select", choices=[empty, *groups], required=True)],
        "set_channel": [
            Field("channel", _("Channel"), "select",
                  choices=[Choice("", _("leave as it is")), *(Choice(str(k), str(k.label)) for k in Channel)]),
            Field("wild", _("Wild card"), "select",
                  choices=[("", _("leave as it is")), ("1", _("give one")), ("0", _("take it away"))]),
        ],
        "give_keeper": [Field("keeper", _("Colleague"), "select", required=True,
                              choices=[empty, *colleagues, Choice("nobody", _("nobody"))])],
        "extend_answers": [
            Field("days", _("Working days from today"), "number", inputmode="numeric", required=True),
            Field("reason", _("Why; the host areas read it"), required=True, limit=300),
        ],
        "offer_board": [
            Field("board", _("Host area"), "select", choices=[empty, *areas], required=True),
            Field("reason", _("Why; the host area reads it"), limit=300),
        ],
        "write_letter": [
            Field("subject_zh", _("Subject in Chinese"), required=True, limit=120),
            Field("subject_en", _("Subject in English"), required=True, limit=120),
            Field("text_zh", _("Text in Chinese"), "textarea", required=True, limit=3000),
            Field("text_en", _("Text in English"), "textarea", required=True, limit=3000),
        ],
    }  # fmt: skip

    def filled(key: str, field: Field) -> Field:
        is_asked = key == action
        return replace(
            field,
            name=f"{key}-{field.name}",
            value=given.get(field.name, "") if is_asked else "",
            error=problems.get(field.name, "") if is_asked else "",
        )

    return {key: [filled(key, field) for field in fields] for key, fields in made.items()}
