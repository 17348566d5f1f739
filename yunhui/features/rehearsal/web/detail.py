"""One speaker for the office: the check list, files to look at, the hour of rehearsal, how it went."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Grade, Interpreter, MaterialState, Outcome
from yunhui.features.rehearsal.forms import NOTHING, Sent, decimal, trial_fields
from yunhui.features.rehearsal.models import Appearance, Material, Trial
from yunhui.features.rehearsal.rules import can_plan
from yunhui.features.rehearsal.selectors import Readiness, free_times, link_of, readiness_for, trials_of
from yunhui.features.rehearsal.services import (
    TrialResult,
    accept_material,
    assign_time,
    free_time,
    open_phone,
    record_trial,
    return_material,
)
from yunhui.features.rehearsal.web.files import Version, version_of
from yunhui.features.rehearsal.web.rows import row_of
from yunhui.foundation.notices.services.composing import absolute
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF, can_see_inside
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page, pressed

_GRADES = {Grade.GOOD: "g", Grade.POOR: "y", Grade.FAILED: "r", Grade.OPEN: "dash"}
_OUTCOMES = {Outcome.PASSED: "g", Outcome.AGAIN: "y", Outcome.ABSENT: "r"}
_JUDGED = (MaterialState.HANDED_IN, MaterialState.ACCEPTED, MaterialState.RETURNED)


@page(holds(*STAFF), "GET", "POST")
def speaker(request: Request, appearance_id: UUID) -> HttpResponse:
    """Everything about one speaker; each form posts what it does."""
    one = readiness_for(request.actor, appearance_id)
    if not can_see_inside(request.actor, one.appearance.call):
        raise NotFoundError("speaker")
    if request.method != "POST":
        return _page(request, one, NOTHING)
    form = pressed(request, "phone", *_COMMANDS)
    try:
        if form == "phone":
            return _page(request, one, NOTHING, phone=open_phone(actor=request.actor, appearance_id=appearance_id))
        _COMMANDS[form](request, one.appearance)
    except InvalidError as error:
        return _page(request, one, Sent(form, request.POST.dict(), tuple(error.problems)))
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, readiness_for(request.actor, appearance_id), Sent(form, {}, refusal=str(error.message)))
    return HttpResponseRedirect(f"/w/rehearsal/{appearance_id}/?done={form}")


def _accept(request: Request, appearance: Appearance) -> None:
    accept_material(actor=request.actor, material_id=_id(request, "material"))


def _return(request: Request, appearance: Appearance) -> None:
    return_material(actor=request.actor, material_id=_id(request, "material"), reason=request.POST.get("reason", ""))


def _assign(request: Request, appearance: Appearance) -> None:
    if not request.POST.get("time"):
        raise InvalidError([Problem("time", "needed", _("Choose one of the hours."))])
    assign_time(actor=request.actor, appearance_id=appearance.pk, time_id=_id(request, "time"))


def _free(request: Request, appearance: Appearance) -> None:
    free_time(actor=request.actor, appearance_id=appearance.pk)


def _trial(request: Request, appearance: Appearance) -> None:
    typed = request.POST
    speeds = {name: decimal(typed[name], name) if typed.get(name, "").strip() else None for name in ("down", "up")}
    names = ("outcome", "camera", "sound", "screen", "second_device", "note")
    tested = TrialResult(**{name: typed.get(name, "") for name in names}, **speeds)  # type: ignore[arg-type]
    record_trial(actor=request.actor, appearance_id=appearance.pk, tested=tested)


_COMMANDS: dict[str, Callable[[Request, Appearance], None]] = {
    "accept": _accept,
    "return": _return,
    "assign": _assign,
    "free": _free,
    "trial": _trial,
}


def _page(request: Request, one: Readiness, sent: Sent, phone: str = "") -> HttpResponse:
    actor, language, appearance = request.actor, request.actor.language, one.appearance
    may_plan = bool(can_plan(actor, appearance.call))
    fields = trial_fields(sent)
    context = {
        "title": one.name(language),
        "call": appearance.call,
        "call_name": pick(appearance.call, "title", language),
        "call_url": "/w/calls/",
        "row": row_of(one, language),
        "appearance": appearance,
        "home": f"/w/calls/{appearance.call.code}/rehearsal/",
        "project_url": f"/w/applications/{appearance.application_id}/" if appearance.application_id else "",
        "may_plan": may_plan,
        "link": absolute(link_of(appearance)) if may_plan and appearance.issue else "",
        "stage": _stage(one, language),
        "zone_name": formats.clock_name(one.zone, language),
        "versions": [(version, _can_judge(version, may_plan)) for version in _versions(one, language)],
        "time": one.time,
        "time_own": formats.moment(one.time.starts_at, language, one.zone) if one.time else "",
        "times": [
            (time.pk, f"{formats.moment(time.starts_at, language, appearance.call.venue_zone)} · "
                      f"{formats.clock(time.starts_at, one.zone)} {_('there')}")
            for time in (free_times(appearance.call, now=clock.now()) if may_plan else ())
        ],
        "time_error": sent.errors("assign").get("time", ""),
        "trials": [_trial_words(trial) for trial in trials_of(appearance)],
        "trial_fields": fields,
        "shows_trial": sent.form == "trial",
        "wrong": [field for field in fields if field.error],
        "reason_error": sent.errors("return").get("reason", ""),
        "returned_id": sent.typed.get("material", "") if sent.form == "return" else "",
        "refusal": sent.refusal,
        "interpreter": str(Interpreter(appearance.interpreter).label) if appearance.interpreter else "",
        "phone": phone,
        "done": request.GET.get("done", ""),
    }  # fmt: skip
    status = 422 if sent.problems else 409 if sent.refusal else 200
    return render(request, "rehearsal/detail.html", context, status=status)


def _versions(one: Readiness, language: str) -> list[Version]:
    return [version_of(row, language) for row in one.materials]


def _can_judge(version: Version, may_plan: bool) -> bool:
    row: Material = version.material
    return may_plan and row.state in _JUDGED


def _stage(one: Readiness, language: str) -> tuple[str, str, str] | None:
    if one.hour is None:
        return None
    call = one.appearance.call
    return (
        formats.moment(one.hour.starts_at, language, call.venue_zone),
        pick(one.hour, "room", language),
        formats.moment(one.hour.starts_at, language, one.zone),
    )


def _trial_words(trial: Trial) -> dict[str, Any]:
    names = (
        (_("Camera"), trial.camera),
        (_("Microphone and sound"), trial.sound),
        (_("Sharing the screen"), trial.screen),
        (_("Second device"), trial.second_device),
    )
    speeds = [f"↓ {trial.down}" if trial.down is not None else "", f"↑ {trial.up}" if trial.up is not None else ""]
    return {
        "trial": trial,
        "light": _OUTCOMES[Outcome(trial.outcome)],
        "word": str(Outcome(trial.outcome).label),
        "grades": [(name, _GRADES[Grade(grade)], str(Grade(grade).label)) for name, grade in names if grade],
        "line": " · ".join(one for one in speeds if one),
    }


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotFoundError(name) from None
