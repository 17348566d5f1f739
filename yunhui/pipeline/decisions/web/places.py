"""Places after the release: who has one, who has confirmed, what is free, who moves up next."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.enums import BatchState, Cause, Reply
from yunhui.pipeline.decisions.rules import DecisionConfig, can_propose, event_has_begun
from yunhui.pipeline.decisions.selectors import current_batch, title_in
from yunhui.pipeline.decisions.selectors.placed import Place, places_after
from yunhui.pipeline.decisions.services import confirm_place, decline_place, decline_reserves, promote_reserve
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, UnknownButton, holds, page


@page(holds(*STAFF), "GET", "POST")
def places(request: Request, code: str) -> HttpResponse:
    """The places of the released batch; a POST moves a reserve up, ends the list, or answers for an applicant."""
    call = call_for(request.actor, code, inside=True)
    if request.method != "POST":
        return _shown(request, call)
    try:
        done = _do(request, call)
    except InvalidError as error:
        return _shown(request, call, request.POST.dict(), error.problems)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _shown(request, call, refusal=error)
    return HttpResponseRedirect(f"/w/calls/{code}/places/?done={done}#said")


def _do(request: Request, call: Call) -> str:
    actor = request.actor
    match request.POST.get("do", ""):
        case "promote":
            if promote_reserve(actor=actor, call=call) is None:
                raise DomainError("nobody", _("No place is free, or nobody waits on the reserve list."))
            return "promoted"
        case "end":
            decline_reserves(actor=actor, call=call)
            return "ended"
        case "confirm" | "decline" as answer:
            try:
                application_id = UUID(request.POST.get("application", ""))
            except ValueError:
                raise NotFoundError("application") from None
            command = confirm_place if answer == "confirm" else decline_place
            command(actor=actor, application_id=application_id, note=request.POST.get("note", ""))
            return "answered"
        case _:
            raise UnknownButton


def _shown(
    request: Request,
    call: Call,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor, typed = request.actor, typed or {}
    batch = current_batch(actor, call)
    context: dict[str, Any] = {
        "title": _("Places and reserves"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "refusal": refusal.message if refusal else "",
        "done": "" if request.method == "POST" else request.GET.get("done", ""),
        "lang": "en" if actor.language == ENGLISH else "zh",
    }
    errors = {one.field: str(one.message) for one in problems}
    if batch is not None and batch.state == BatchState.RELEASED:
        found, begun = places_after(batch), event_has_begun(call)
        free = [] if begun else found.free  # who does not come to the event leaves no place to fill
        rows = [_row(one, actor.language, typed, errors) for one in found.held]
        answers = bool(can_run_call(actor, call))
        context |= {
            "batch": batch,
            "rows": rows,
            "counts": [
                (word, found.count(reply)) for reply, word in (
                    (Reply.CONFIRMED, _("confirmed")), (Reply.WAITING, _("not answered yet")))
            ],
            "confirms": any(one["place"].confirming for one in rows),
            "free": [(one.application, title_in(one.application, actor.language), str(one.cause.label))
                     for one in free],
            "chain": [
                {
                    "one": one,
                    "up": title_in(one.promoted, actor.language),
                    "out": title_in(one.vacated, actor.language),
                    "cause": str(Cause(one.cause).label),
                }
                for one in found.promotions
            ],
            "reserves": [(one, title_in(one.application, actor.language)) for one in found.reserves],
            "can_promote": bool(can_propose(actor, call)) and bool(free) and bool(found.reserves),
            "can_end": bool(can_propose(actor, call)) and bool(found.reserves),
            "by_itself": DecisionConfig.of_call(call).promotes_at_once,
            "event_begun": begun,
            "can_answer": answers,
        }  # fmt: skip
    status = refusal.status if refusal else 422 if errors else 200
    return render(request, "decisions/places.html", context, status=status)


def _row(place: Place, language: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    one: Application = place.application
    own = typed.get("application") == str(one.pk)
    waits = place.reply == Reply.WAITING and place.confirming is not None and place.confirming.state == PassState.OPEN
    return {
        "place": place,
        "title": title_in(one, language),
        "notice": _notice(place),
        "reply": str(place.reply.label) if place.reply else "",
        "light": {Reply.CONFIRMED: "full", Reply.WAITING: "ring"}.get(place.reply, "dash") if place.reply else "",
        "waits": waits,
        "is_open": own and bool(errors),
        "note": Field(
            name="note",
            id=f"f-note-{one.number}",
            label=_("How you know"),
            help=_("E.g. by phone with whom and when; kept in the log"),
            value=typed.get("note", "") if own else "",
            error=errors.get("note", "") if own else "",
            limit=400,
            required=True,
        ),
    }


def _notice(place: Place) -> tuple[str, str]:
    row = place.notice
    if row is None:
        return "", ""
    if place.is_stopped:
        return "r", _("stopped by an objection")
    if row.state == PassState.OPEN:
        return "ring", _("on public notice")
    return "full", _("notice is over")
