"""The panel leader's and the office director's page: the ranking of a group, and the batch that two people release."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors import batch_for, current_batch, groups_inside, items_of, sentences
from yunhui.pipeline.decisions.services import discard_batch, propose_batch, release_batch, sign_batch
from yunhui.pipeline.decisions.web.panel import order_of_tie, panel_of, progress_of
from yunhui.pipeline.decisions.web.rows import chance_words, outcome_word, table_of, title_of
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab


@page(holds(*STAFF))
def ranking(request: Request, code: str) -> HttpResponse:
    """One group in the announced order with the batch beside it; `?item=` opens one application in the panel."""
    return _ranking(request, code, request.GET.get("group", ""))


@page(holds(*STAFF), "GET", "POST")
def propose(request: Request, code: str) -> HttpResponse:
    """Compute a proposal, or compute it again with the order that people gave to a tie."""
    group = request.POST.get("group", "")
    if request.method != "POST":  # the page was reloaded after an answer that needed correction
        return HttpResponseRedirect(_address(code, group))
    call = groups_inside(request.actor, code)[0].call
    try:
        if "tie" in request.POST:
            tie = _posted_tie(request, call)
            places, reason = order_of_tie(tie, request.POST)
            propose_batch(actor=request.actor, call=call, deliberated=places, reason=reason)
        else:
            propose_batch(actor=request.actor, call=call)
    except InvalidError as error:
        return _ranking(request, code, group, problems=error.problems)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _ranking(request, code, group, refusal=error)
    return HttpResponseRedirect(_address(code, group, done="proposed"))


@page(holds(*STAFF), "GET", "POST")
def sign(request: Request, batch_id: UUID) -> HttpResponse:
    """Sign the proposal in the role that the actor has and that has not signed."""
    return _step(request, batch_id, sign_batch, "signed")


@page(holds(*STAFF), "GET", "POST")
def release(request: Request, batch_id: UUID) -> HttpResponse:
    """Release what two people have signed; a second press changes nothing."""
    return _step(request, batch_id, release_batch, "released")


@page(holds(*STAFF), "GET", "POST")
def discard(request: Request, batch_id: UUID) -> HttpResponse:
    """Undo a proposal; nothing had moved."""
    return _step(request, batch_id, discard_batch, "discarded")


def _step(request: Request, batch_id: UUID, command: Any, done: str) -> HttpResponse:
    """One command on a batch; a refusal that a person can mend is said on the page of the ranking."""
    code, group = batch_for(request.actor, batch_id).call.code, request.POST.get("group", "")
    if request.method != "POST":
        return HttpResponseRedirect(_address(code, group))
    try:
        command(actor=request.actor, batch_id=batch_id)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _ranking(request, code, group, refusal=error)
    return HttpResponseRedirect(_address(code, group, done=done))


def _posted_tie(request: Request, call: Call) -> Mapping[str, Any]:
    """The tie that was decided; refused when its proposal is no longer the one on the table."""
    batch = current_batch(request.actor, call)
    number = request.POST.get("tie", "")
    ties = batch.notes["ties"] if batch and str(batch.pk) == request.POST.get("batch") else []
    if not number.isdecimal() or int(number) >= len(ties):
        raise DomainError("other_proposal", _("Somebody has proposed anew meanwhile. Look at the ties once more."))
    found: Mapping[str, Any] = ties[int(number)]
    return found


def _address(code: str, group: str = "", **query: str) -> str:
    given = {name: value for name, value in {"group": group, **query}.items() if value}
    return f"/w/calls/{code}/ranking/" + (f"?{urlencode(given)}" if given else "")


def _ranking(
    request: Request,
    code: str,
    group_key: str,
    *,
    refusal: DomainError | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    actor = request.actor
    groups = groups_inside(actor, code)
    call = groups[0].call
    batch = current_batch(actor, call)
    items = list(items_of(batch)) if batch else []
    filled = {item.application.group_id for item in items}
    group = min(groups, key=lambda one: (one.key != group_key, one.pk not in filled))
    name = pick(group, "name", actor.language)
    context: dict[str, Any] = {
        "title": _("Ranking · %(group)s") % {"group": name},
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "group": group,
        "batch": batch,
        "address": _address(code, group.key),
        "can_examine": actor.has(Role.CHAIR, Role.APPROVER),
        "rule": rule_words(call.rank_by),
        "refusal": refusal.message if refusal else "",
        "done": "" if request.method == "POST" else request.GET.get("done", ""),
    }
    status = refusal.status if refusal else 422 if problems else 200
    if batch is None:
        context |= progress_of(actor, call, groups)
        return render(request, "decisions/progress.html", context, status=status)
    context |= _with_batch(request, call, groups, group, batch, items, tuple(problems))
    if request.headers.get("HX-Target") == "panel":
        return render(request, "decisions/panel.html", context)
    return render(request, "decisions/ranking.html", context, status=status)


def _with_batch(
    request: Request,
    call: Call,
    groups: list[Group],
    group: Group,
    batch: Batch,
    items: list[BatchItem],
    problems: tuple[Problem, ...],
) -> dict[str, Any]:
    actor, chosen = request.actor, request.GET.get("item", "")
    panel = panel_of(actor, call, batch, groups, items, request.POST if problems else {}, problems)
    item = next((one for one in items if str(one.application_id) == chosen), None)
    return {
        "table": table_of(batch, group, items, actor.language, chosen),
        "line": batch.notes["lines"].get(group.key, {}),
        "tabs": [
            Tab(_address(call.code, one.group.key), pick(one.group, "name", actor.language), one.total,
                one.group.pk == group.pk)
            for one in panel.tallies
        ],
        "panel": panel,
        "is_released": batch.state == BatchState.RELEASED,
        "open": {
            "item": item,
            "title": title_of(item, actor.language),
            "outcome": outcome_word(item),
            "chance": chance_words(item.p_in),
            "reasons": sentences(item.reasons),
            "of": sum(one.application.group_id == item.application.group_id for one in items),
        }
        if item
        else None,
    }  # fmt: skip
