"""The applicant's pages: my applications, what applying means, what was submitted and what happens next."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.formkit.rules import Question, questions_of, visible_questions
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import Verdict
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.forms import lists_of, read_view, same_answers
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.ports import status_parts
from yunhui.pipeline.applications.rules import (
    can_edit,
    can_start,
    can_submit,
    can_withdraw,
    is_open,
    is_owner,
    told_of,
)
from yunhui.pipeline.applications.selectors import (
    acknowledged_at,
    files_of,
    is_shared,
    own_application,
    own_applications,
)
from yunhui.pipeline.applications.services import (
    acknowledge_call,
    save_draft,
    start_application,
    withdraw_application,
)
from yunhui.pipeline.applications.services.told import keep_told
from yunhui.pipeline.applications.states import APPLICATION
from yunhui.pipeline.applications.web.journey import timeline_of, what_was_missing
from yunhui.pipeline.applications.web.rows import HOME, address, call_card, open_calls, row_of
from yunhui.pipeline.applications.web.writing import show_form
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import before_from, carried, carry
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.page import Request, page, signed_in

# Parts of a lower rank stand above the receipt.
_RECEIPT = 50


@page(signed_in)
def my_applications(request: Request) -> HttpResponse:
    """Drafts, what is in progress, what has ended, and the calls that are open."""
    actor = request.actor
    rows = [row_of(one, actor) for one in own_applications(actor)]
    drafts = [row for row in rows if row.application.state == ApplicationState.DRAFT]
    ended = [row for row in rows if row.application.state in APPLICATION.endings]
    running = [row for row in rows if row not in drafts and row not in ended]
    in_calls = {row.application.call_id for row in drafts if row.is_own}
    return _render(
        request,
        "applications/my_applications.html",
        title=_("Your applications"),
        groups=[
            (_("To finish"), drafts),
            (_("In progress"), running),
            (_("Ended"), ended),
        ],
        rows=rows,
        first_draft=next((row for row in drafts if is_open(row.application.call)), None),
        calls=[call_card(call, actor) for call in open_calls(actor) if call.pk not in in_calls],
    )


@page(signed_in, "GET", "POST")
def start(request: Request, code: str) -> HttpResponse:
    """What applying to a call means, before the first field; its button makes the draft, or finds the one that is
    there. The text that was read is kept with the time, once for each version."""
    actor, call = request.actor, call_for(request.actor, code)
    before = before_from(call.before)
    if request.method == "POST":
        application = start_application(actor=actor, call=call)
        acknowledge_call(actor=actor, call=call, version=before.version)
        if told := carried(request.session, call.code):
            keep_told(actor=actor, application_id=application.pk, answers=told)
            carry(request.session, call.code, {})
        if not application.revisions:
            _begin_with(actor, application)
        return HttpResponseRedirect(address(application))
    questions = questions_of(call.form_version.questions) if call.form_version else ()
    sections = list(dict.fromkeys(pick(one, "section", actor.language) for one in questions))
    context = call_card(call, actor)
    context |= {
        "sections": sections,
        "questions": len(questions),
        "refusal": _reason(can_start(actor, call)),
        "facts": before.facts(actor.language),
        "readers": readers_of_plan(call, questions),
        "read_at": acknowledged_at(actor, call, before.version),
        "told": carried(request.session, call.code),
        "asks_first": bool(call.eligibility),
        "eligible_url": f"/{'zh' if actor.language.startswith('zh') else 'en'}/calls/{call.code}/eligible",
    }
    return _render(request, "applications/my_start.html", title=context["name"], **context)


@page(signed_in)
def application(request: Request, application_id: UUID) -> HttpResponse:
    """A draft is its form; what was submitted is its receipt, what happens next and what was written."""
    found = own_application(request.actor, application_id)
    if found.state == ApplicationState.DRAFT:
        return show_form(request, found)
    return _status(request, found)


@page(signed_in, "GET", "POST")
def withdraw(request: Request, application_id: UUID) -> HttpResponse:
    """Say what withdrawing means, then do it."""
    found = own_application(request.actor, application_id)
    if request.method == "POST":
        withdraw_application(actor=request.actor, application_id=application_id)
        return HttpResponseRedirect(address(found))
    return _render(
        request,
        "applications/my_withdraw.html",
        title=_("Withdraw this application"),
        row=row_of(found, request.actor),
        verdict=can_withdraw(request.actor, found),
        call_is_open=bool(is_open(found.call)),
        closes_at=found.call.closes_at,
    )


def readers_of_plan(call: Call, questions: tuple[Question, ...]) -> list[tuple[str, str]]:
    """Who reads what of an application: (who, what), from the readers of its questions."""
    known = [question for question in questions if question.readers is not None]

    def some(reader: str) -> bool:
        return any(reader in (question.readers or ()) for question in known) if known else reader != "public"

    everything = all("expert" in (question.readers or ()) for question in known) if known else False
    rows = [(_("The talent office"), _("Everything, to run the call."))]
    if some("expert"):
        what = _("Everything.") if everything else _("What the project and the team are, to score it; not your name.")
        rows.append((_("The experts of your group"), what))
    if some("board"):
        areas = _("The host areas that the office asks, at most {n}").format(n=call.max_boards)
        rows.append((areas, _("The project in short. Your contact details only when both sides want to talk.")))
    rows.append((_("Nobody else"), _("Unless you allow it: firms, the public, a recording. Each is asked by itself.")))
    return rows


def _status(request: Request, application: Application) -> HttpResponse:
    actor = request.actor
    versions = list(application.versions.select_related("form_version").order_by("-number"))
    last = versions[0] if versions else None
    shown = last or application
    questions = questions_of(shown.form_version.questions)
    parts = [
        {
            "anchor": one.anchor,
            "title": one.title,
            "html": render_to_string(one.template, dict(context), request),
            "is_first": one.rank < _RECEIPT,
        }
        for one in status_parts()
        if (context := one.context(actor, application))
    ]
    return _render(
        request,
        "applications/my_status.html",
        title=row_of(application, actor).title,
        application=application,
        row=row_of(application, actor),
        timeline=timeline_of(application, actor),
        version=last,
        versions=versions,
        fingerprint=in_groups(last.digest) if last else [],
        missing=what_was_missing(application),
        told=told_of(application, actor.language),
        has_ended=application.state in APPLICATION.endings,
        answers=read_view(questions, shown.answers, actor.language, lists_of(actor.language, files_of(application))),
        just_submitted=request.GET.get("done") == "submitted" and last is not None,
        unsent=last is not None and _has_unsent(application, last) and bool(can_edit(actor, application)),
        can_change=bool(can_edit(actor, application)),
        can_submit=bool(can_submit(actor, application)),
        can_withdraw=bool(can_withdraw(actor, application)),
        is_owner=is_owner(actor, application),
        is_shared=is_shared(application),
        closes_at=application.call.closes_at,
        first_parts=[part for part in parts if part["is_first"]],
        parts=[part for part in parts if not part["is_first"]],
    )


def _begin_with(actor: Actor, application: Application) -> None:
    """What the account knows already stands in the form, to be changed at will."""
    account = own_account(actor)
    save_draft(actor=actor, application_id=application.pk, answers={"name": account.name, "email": account.email})


def _has_unsent(application: Application, version: ApplicationVersion) -> bool:
    questions = visible_questions(questions_of(application.form_version.questions), application.answers)
    return not same_answers(questions, application.answers, version.answers)


def _reason(verdict: Verdict) -> str:
    return "" if verdict else str(verdict.reason)


def _render(request: Request, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, template, {"bench_url": HOME, **context}, status=status)


def in_groups(digest: str) -> list[str]:
    """A digest in pieces of eight, so that it breaks on a phone and two can be compared by eye."""
    name, _colon, value = digest.rpartition(":")
    return [f"{name}:" if name else "", *(value[i : i + 8] for i in range(0, len(value), 8))]
