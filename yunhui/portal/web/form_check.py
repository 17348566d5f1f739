"""The form check (形式审查) as the office works through it: one application at a time, with its answers."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import names_of
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import Channel, PassState
from yunhui.pipeline.applications.models import Completion, StagePass
from yunhui.pipeline.applications.rules import told_of
from yunhui.pipeline.applications.selectors import completions_of, files_of, owed_by_applicants, to_check
from yunhui.pipeline.applications.services import (
    ask_to_complete,
    extend_completion,
    open_application,
    screen_application,
    take_back_completion,
)
from yunhui.pipeline.applications.services.passes import REASON_LENGTH
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.calls.selectors import call_for, lists_of
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening
from yunhui.portal.form_check.clocks import applicant_clock, office_clock
from yunhui.portal.form_check.hints import hints_of
from yunhui.portal.form_check.phrases import PHRASES
from yunhui.portal.form_check.rows import WHOLE, missing_fields, missing_from, rows_of
from yunhui.portal.form_check.rows import names_of as typed_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

_GENERAL = tuple(one for one in PHRASES if not one.kinds)


@page(holds(Role.OFFICE))
def queue(request: Request, code: str) -> HttpResponse:
    """The next application that waits, or the one asked for; who is waited for; nothing left."""
    call = _call(request, code)
    waiting = list(to_check(request.actor, call).values_list("application_id", flat=True))
    asked = _uuid(request.GET.get("at", ""))
    after = _uuid(request.GET.get("after", ""))
    if asked is None and waiting:
        place = waiting.index(after) + 1 if after in waiting else 0
        asked = waiting[place % len(waiting)]
    if asked is None:
        return _nothing(request, call)
    return _shown(request, call, asked, waiting)


@page(holds(Role.OFFICE))
def owed(request: Request, code: str) -> HttpResponse:
    """Whom the office waits for, each with their clock."""
    return _nothing(request, _call(request, code))


@page(holds(Role.OFFICE), "GET", "POST")
def check(request: Request, application_id: UUID) -> HttpResponse:
    """One outcome: passed, please complete, not passed. Who had to sign in first comes by GET."""
    actor = request.actor
    application = open_application(actor=actor, application_id=application_id)
    call = application.call
    home = f"/w/calls/{call.code}/check/"
    if request.method != "POST":
        return HttpResponseRedirect(f"{home}?at={application_id}")
    screening = _screening(application_id)
    outcome, posted = pressed(request, "pass", "fail", "complete", name="outcome"), request.POST.dict()
    try:
        match outcome:
            case "pass":
                screen_application(actor=actor, stage_pass=screening, passed=True)
            case "fail":
                screen_application(actor=actor, stage_pass=screening, passed=False, reason=posted.get("reason", ""))
            case _:
                keys = [one.key for one in questions_of(application.form_version.questions)]
                ask_to_complete(
                    actor=actor,
                    pass_id=screening.pk,
                    missing=missing_from(posted, keys),
                    again_reason=posted.get("again_reason", ""),
                )
    except InvalidError as error:
        waiting = list(to_check(actor, call).values_list("application_id", flat=True))
        return _shown(request, call, application_id, waiting, typed_of(posted), error.problems)
    except DomainError as error:
        if error.code not in ("already_checked", "applicant_owes", "move_not_allowed"):
            raise
        return HttpResponseRedirect(f"{home}?{urlencode({'done': 'met', 'was': application_id})}")
    return HttpResponseRedirect(
        f"{home}?{urlencode({'done': outcome, 'was': application_id, 'after': application_id})}"
    )


@page(holds(Role.OFFICE), "GET", "POST")
def extend(request: Request, completion_id: UUID) -> HttpResponse:
    """More time for the applicant, with the reason that they read."""
    return _on_request(request, completion_id, "extend")


@page(holds(Role.OFFICE), "GET", "POST")
def take_back(request: Request, completion_id: UUID) -> HttpResponse:
    """The office no longer needs what it asked for."""
    return _on_request(request, completion_id, "take_back")


def _on_request(request: Request, completion_id: UUID, what: str) -> HttpResponse:
    completion = Completion.objects.select_related("stage_pass__application__call").filter(pk=completion_id).first()
    if completion is None or not can_run_call(request.actor, completion.stage_pass.application.call):
        raise NotFoundError("request")
    application = completion.stage_pass.application
    here = f"/w/calls/{application.call.code}/check/?at={application.pk}"
    if request.method != "POST":
        return HttpResponseRedirect(here)
    posted = request.POST.dict()
    try:
        if what == "extend":
            days = posted.get("days", "").strip()
            extend_completion(
                actor=request.actor,
                completion_id=completion_id,
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
                reason=posted.get("extend_reason", ""),
            )
        else:
            take_back_completion(actor=request.actor, completion_id=completion_id, reason=posted.get("back_reason", ""))
    except InvalidError as error:
        names = {"reason": "extend_reason" if what == "extend" else "back_reason"}
        problems = [Problem(names.get(one.field, one.field), one.code, one.message) for one in error.problems]
        return _shown(request, application.call, application.pk, [], typed_of(posted), problems)
    return HttpResponseRedirect(f"{here}&done={what}")


def _shown(
    request: Request,
    call: Call,
    application_id: UUID,
    waiting: list[UUID],
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    actor, typed = request.actor, typed or {}
    application = open_application(actor=actor, application_id=application_id)
    if application.call_id != call.pk:
        raise NotFoundError("application")
    record_opening(actor=actor, application=application, what=What.ANSWERS, capacity=Capacity.OFFICE)
    versions = list(application.versions.order_by("-number").select_related("form_version")[:2])
    completions = completions_of(application)
    last = completions[-1] if completions else None
    # What changed is marked only where the applicant was asked to change it.
    previous = versions[1] if len(versions) > 1 and last and last.version_id == versions[0].pk else None
    questions = questions_of(versions[0].form_version.questions)
    errors = {problem.field: str(problem.message) for problem in problems}
    hints = hints_of(actor, application, versions[0], questions)
    lists = {**lists_of(actor.language), "file": files_of(application)}
    screening, calendar = _screening(application_id), calendar_from(clock.now())
    general = [(one.key, one.zh if actor.language.startswith("zh") else one.en) for one in _GENERAL]
    whole = missing_fields(WHOLE, general, typed, {f"missing-{WHOLE}": errors.get("missing", "")})
    owed_now = last if last and last.ended_at is None else None
    sections = rows_of(questions, versions[0], previous, hints, completions, actor.language, lists, typed, errors)
    place = waiting.index(application_id) + 1 if application_id in waiting else 0
    fields = _fields(typed, errors)
    context: dict[str, Any] = {
        "title": f"{_('Form check')} · {application}",
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{call.code}/",
        "application": application,
        "name": application.title if actor.language.startswith("zh") else application.title_en or application.title,
        "group": pick(application.group, "name", actor.language) if application.group else "",
        "channel": Channel(application.channel).label,
        "version": versions[0],
        "sections": sections,
        "whole": whole,
        "is_whole_open": any(field.text or field.error for field in whole),
        "about_all": [one for one in hints if not one.question],
        "clock": office_clock(screening, calendar, actor),
        "their_clock": applicant_clock(owed_now, calendar, actor) if owed_now else None,
        "owed": owed_now,
        "completions": completions,
        "is_again": bool(completions) and owed_now is None,
        "can_decide": screening.state == PassState.OPEN,
        "screening": screening,
        "decided_by": "",
        "asked_by": names_of([last.asked_by_id]).get(last.asked_by_id, "") if last and last.asked_by_id else "",
        "fields": fields,
        "told": told_of(application, actor.language),
        "errors": [field for field in (*fields.values(), *whole, *_wrong(sections)) if field.error],
        "place": place,
        "number": len(waiting),
        "next_url": f"?after={application_id}" if len(waiting) > 1 else "",
        "done": _done(request),
    }
    return render(request, "portal/form_check.html", context, status=422 if errors else 200)


def _nothing(request: Request, call: Call) -> HttpResponse:
    actor, calendar = request.actor, calendar_from(clock.now())
    rows = [(one, applicant_clock(one, calendar, actor)) for one in owed_by_applicants(actor, call)[:200]]
    context = {
        "title": _("Form check"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{call.code}/",
        "rows": [(one, words, _title(one, actor.language)) for one, words in rows],
        "number": to_check(actor, call).count(),
        "done": _done(request),
    }
    return render(request, "portal/form_check_owed.html", context)


def _fields(typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Field]:
    def area(name: str, label: str, help_text: str) -> Field:
        return Field(
            name=name, label=label, kind="textarea", rows=3, limit=REASON_LENGTH, help=help_text,
            value=typed.get(name, ""), error=errors.get(name, ""),
        )  # fmt: skip

    read = _("The applicant reads this")
    return {
        "reason": area("reason", _("Why it does not pass"), read),
        "again_reason": area("again_reason", _("Why you ask a second time"), read),
        "days": Field(
            name="days", label=_("Working days more"), kind="number", value=typed.get("days", "3"),
            error=errors.get("days", ""), minimum="1", maximum="60", inputmode="numeric",
        ),
        "extend_reason": area("extend_reason", _("Why they get more time"), read),
        "back_reason": area("back_reason", _("Why it is no longer needed"), read),
    }  # fmt: skip


def _wrong(sections: Iterable[tuple[str, list[Any]]]) -> list[Field]:
    return [field for _name, rows in sections for row in rows for field in row.fields if field.error]


def _done(request: Request) -> str:
    """What has just happened to the application before this one."""
    done, was = request.GET.get("done", ""), _uuid(request.GET.get("was", "") or request.GET.get("at", ""))
    if not done or was is None:
        return ""
    found = StagePass.objects.filter(application_id=was, stage__kind="screening").select_related("application").first()
    if found is None:
        return ""
    number = str(found.application)
    if done == "met":
        state = PassState(found.state).label
        return _("%(number)s was decided before you pressed: %(state)s.") % {"number": number, "state": state}
    said = {
        "pass": _("%(number)s has passed the form check."),
        "complete": _("%(number)s: the applicant has been asked to complete it. Your clock stands still."),
        "fail": _("%(number)s has not passed the form check."),
        "extend": _("%(number)s: the applicant has more time."),
        "take_back": _("%(number)s: the request is taken back. Your clock goes on."),
    }
    return said[done] % {"number": number} if done in said else ""


def _title(completion: Completion, language: str) -> str:
    application = completion.stage_pass.application
    return application.title if language.startswith("zh") else application.title_en or application.title


def _call(request: Request, code: str) -> Call:
    call = call_for(request.actor, code, inside=True)
    if not can_run_call(request.actor, call):
        raise NotFoundError("call")
    return call


def _screening(application_id: UUID) -> StagePass:
    found = (
        StagePass.objects.select_related("stage", "application")
        .filter(application_id=application_id, stage__kind="screening")
        .first()
    )
    if found is None:
        raise NotFoundError("form check")
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
