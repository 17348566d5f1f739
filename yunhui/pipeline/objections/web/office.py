"""Objections and re-checks as the office works on them: what waits, what was found, the answer."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.files.selectors import attachment_of, attachments_of, bytes_of
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.objections.enums import Channel, ObjectionKind, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import HOW_LENGTH, TEXT_LENGTH, can_decide, can_examine, can_hand_over
from yunhui.pipeline.objections.selectors import OWNER, objection_for, objections_in
from yunhui.pipeline.objections.services import decide_objection, examine_objection, hand_over_answer
from yunhui.pipeline.objections.states import WAITING
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed
from yunhui.ui.sent import shown_file

ON_A_PAGE = 50
LIGHTS = {
    ObjectionState.OPEN: "r",
    ObjectionState.EXAMINED: "y",
    ObjectionState.UPHELD: "full",
    ObjectionState.DISMISSED: "dash",
}


@page(holds(*STAFF))
def objections(request: Request, code: str) -> HttpResponse:
    """A call's objections, the most urgent first."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    rows = Paginator(objections_in(actor, call), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Objections"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{code}/places/",
        "can_record": bool(can_run_call(actor, call)),
        "page": rows,
        "rows": [
            {
                "one": one,
                "title": title_in(one.application, actor.language),
                "came": str(Channel(one.channel).label) if one.channel != Channel.ONLINE else "",
                "is_recheck": one.kind == ObjectionKind.RECHECK,
                "light": LIGHTS[ObjectionState(one.state)],
                "word": str(ObjectionState(one.state).label),
                "waits": one.state in WAITING,
            }
            for one in rows
        ],
    }
    return render(request, "objections/objections.html", context)


@page(holds(*STAFF), "GET", "POST")
def objection(request: Request, objection_id: UUID) -> HttpResponse:
    """One objection: examine it again, then decide with reasons."""
    found = objection_for(request.actor, objection_id)
    if request.method != "POST":
        return _shown(request, found)
    do, typed = pressed(request, "examine", "hand", "uphold", "dismiss"), request.POST.dict()
    try:
        if do == "examine":
            examine_objection(actor=request.actor, objection_id=objection_id, finding=typed.get("finding", ""))
        elif do == "hand":
            hand_over_answer(actor=request.actor, objection_id=objection_id, how=typed.get("how", ""))
        else:
            decide_objection(
                actor=request.actor,
                objection_id=objection_id,
                uphold=do == "uphold",
                answer_zh=typed.get("answer_zh", ""),
                answer_en=typed.get("answer_en", ""),
            )
    except InvalidError as error:
        return _shown(request, found, typed, error.problems)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _shown(request, objection_for(request.actor, objection_id), typed, refusal=str(error.message))
    done = {"examine": "examined", "hand": "handed"}.get(do, "decided")
    return HttpResponseRedirect(f"/w/objections/{objection_id}/?done={done}#said")


@page(holds(*STAFF))
def file(request: Request, objection_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A paper that came with an objection."""
    found = objection_for(request.actor, objection_id)
    attachment = attachment_of(OWNER, found.pk, attachment_id)
    return shown_file(bytes_of(attachment), attachment.blob.media_type)


def _shown(
    request: Request,
    found: Objection,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    actor, typed = request.actor, typed or {}
    errors = {problem.field: str(problem.message) for problem in problems}
    own = "answer_zh" if found.language.startswith("zh") else "answer_en"
    is_recheck = found.kind == ObjectionKind.RECHECK
    reads = (
        _("The applicant reads them")
        if is_recheck
        else _("The objector reads them, and if it is upheld the applicant too")
    )
    labels = {"answer_zh": _("Reasons in Chinese"), "answer_en": _("Reasons in English")}
    answers = [
        Field(
            name=name,
            label=labels[name],
            kind="textarea",
            rows=5,
            limit=TEXT_LENGTH,
            value=typed.get(name, ""),
            error=errors.get(name, ""),
            help=reads if name == own else "",
            required=name == own,
        )
        for name in sorted(labels, key=lambda name: name != own)
    ]
    context: dict[str, Any] = {
        "title": (_("Re-check %(number)s") if is_recheck else _("Objection %(number)s")) % {"number": found.number},
        "is_recheck": is_recheck,
        "call_name": pick(found.call, "title", actor.language),
        "call_url": f"/w/calls/{found.call.code}/objections/",
        "objection": found,
        "project": title_in(found.application, actor.language),
        "word": str(ObjectionState(found.state).label),
        "light": LIGHTS[ObjectionState(found.state)],
        "waits": found.state in WAITING,
        "files": list(attachments_of(OWNER, found.pk)),
        "can_examine": bool(can_examine(actor, found)),
        "can_decide": bool(can_decide(actor, found)),
        "came": str(Channel(found.channel).label) if found.channel != Channel.ONLINE else "",
        "can_take_letter": bool(can_run_call(actor, found.call)),
        "can_hand": found.handed_at is None and bool(can_hand_over(actor, found)),
        "how": Field(
            name="how",
            label=_("How the answer left"),
            limit=HOW_LENGTH,
            value=typed.get("how", ""),
            error=errors.get("how", ""),
            required=True,
            help=_("Posted under which number, or signed for by whom"),
        ),
        "finding": Field(
            name="finding",
            label=_("What was examined again, and what was found"),
            kind="textarea",
            rows=6,
            limit=TEXT_LENGTH,
            value=typed.get("finding", found.finding),
            error=errors.get("finding", ""),
            help=_("Who looked at what, and when. The office alone reads it."),
            required=True,
        ),
        "answers": answers,
        "wrong": [one for one in answers if one.error],
        "refusal": refusal,
        "done": "" if request.method == "POST" else request.GET.get("done", ""),
    }
    return render(request, "objections/objection.html", context, status=422 if errors else 409 if refusal else 200)
