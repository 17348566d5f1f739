"""One application, as the talent office, its director and the panel leader see it; and the form check."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.selectors import offers_of
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.applications.rules import can_keep, can_screen, reads_names, told_of
from yunhui.pipeline.applications.selectors import application_for
from yunhui.pipeline.applications.services import screen_application, take_back_note, write_note
from yunhui.pipeline.applications.web.changes import Change, changes_of
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.reading.services import open_application
from yunhui.pipeline.review.selectors import tasks_of_application
from yunhui.portal.beside import beside, version_of
from yunhui.portal.dossier import (
    answers_in_sections,
    history_of,
    passes_as_events,
    reader_of,
    score_table,
)
from yunhui.portal.next_step import MARKS
from yunhui.portal.words import last_day, listed
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed


@page(holds(*STAFF))
def application(request: Request, application_id: UUID) -> HttpResponse:
    """One application: in the side panel of the list, or as a page of its own. Each opening is logged."""
    row = open_application(actor=request.actor, application_id=application_id)
    return _shown(request, row, done=request.GET.get("done", ""))


@page(holds(Role.OFFICE), "GET", "POST")
def screen(request: Request, application_id: UUID) -> HttpResponse:
    """The form check: passed, or not passed with everything that is missing. Who had to sign in first comes by GET."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/applications/{application_id}/")
    row = application_for(request.actor, application_id)
    screening, verdict = _of_kind(row, "screening"), pressed(request, "yes", "no", name="passed")
    if screening is None:
        raise NotFoundError("form check")
    reason = request.POST.get("reason", "")
    try:
        screen_application(actor=request.actor, stage_pass=screening, passed=verdict == "yes", reason=reason)
    except InvalidError as error:
        return _shown(request, row, reason=reason, error=str(error.message))
    done = "passed" if verdict == "yes" else "failed"
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(f"/w/applications/{application_id}/?done={done}")
    response = _shown(request, application_for(request.actor, application_id))
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": str(_said(done))}, "screened": True})
    return response


@page(holds(Role.OFFICE), "GET", "POST")
def write(request: Request, application_id: UUID) -> HttpResponse:
    """A note for the office; what is wrong with it is said beside it, and nothing typed is lost."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/applications/{application_id}/")
    text = request.POST.get("text", "")
    try:
        write_note(actor=request.actor, application_id=application_id, text=text)
    except InvalidError as error:
        row = application_for(request.actor, application_id)
        return _shown(request, row, note=text, note_error=str(error.message))
    return _again(request, application_id)


@page(holds(Role.OFFICE), "POST")
def take_back(request: Request, application_id: UUID, office_note_id: UUID) -> HttpResponse:
    """Take one's own note back."""
    take_back_note(actor=request.actor, note_id=office_note_id)
    return _again(request, application_id)


def _again(request: Request, application_id: UUID) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _shown(request, application_for(request.actor, application_id))
    return HttpResponseRedirect(f"/w/applications/{application_id}/#notes")


def _changes(
    actor: Actor, row: Application, versions: Sequence[ApplicationVersion], version: ApplicationVersion | None
) -> list[Change]:
    """What the shown version changed in the one before it."""
    before = next((one for one in versions if version and one.number == version.number - 1), None)
    if version is None or before is None:
        return []
    return changes_of(row, before, version, actor.language, reader_of(actor))


def _shown(
    request: Request,
    row: Application,
    *,
    done: str = "",
    reason: str = "",
    error: str = "",
    note: str = "",
    note_error: str = "",
) -> HttpResponse:
    actor, language = request.actor, request.actor.language
    around = beside(actor, row)
    version = version_of(around.versions, request.GET.get("version", ""))
    screening, docking, review = (_of_kind(row, kind) for kind in ("screening", "docking", "review"))
    offers, tasks = offers_of(actor, row), tasks_of_application(actor, row.call, row.pk)
    answers, told = answers_in_sections(version, language, reader_of(actor)), told_of(row, language)
    context: dict[str, Any] = {
        "title": row.title if language.startswith("zh") else row.title_en or row.title,
        "application": row,
        "state": ApplicationState(row.state).label,
        "version": version,
        "who": listed((row.speaker if reads_names(actor) else "", answers.place, _there(row, language)), language),
        "group": pick(row.group, "name", language) if row.group else "",
        "sections": [*answers.sections, *([(_("Can I apply?"), told)] if told else [])],
        "beside": around,
        "is_old": version is not None and version != around.versions[0],
        "changes": _changes(actor, row, around.versions, version),
        "can_keep": bool(can_keep(actor, row, ended=True)),
        "keeper": row.keeper.name if row.keeper else "",
        "channel": row.get_channel_display(),
        "note": Field(
            name="text",
            label=_("New note"),
            kind="textarea",
            value=note,
            error=note_error,
            rows=2,
            limit=2000,
            help=_("Neither the applicant nor host areas see it."),
        ),
        "passes": passes_as_events(row, actor),
        "docking": docking,
        "answers_until": last_day(docking.due_at, language) if docking else "",
        "docking_word": pick(docking.stage, "name", language) if docking else "",
        "offers": [(offer, pick(offer.board, "name", language), MARKS[OfferState(offer.state)]) for offer in offers],
        "review": review,
        "scores": score_table(review, tasks, language) if review else None,
        "history": history_of(actor, row, offers, tasks),
        "screening": screening,
        "can_screen": bool(screening and screening.state == PassState.OPEN and can_screen(actor, row)),
        "reason": Field(
            name="reason",
            label=_("What is missing"),
            kind="textarea",
            value=reason,
            error=error,
            rows=4,
            required=True,
            limit=400,
            help=_("All of it, at once: the applicant reads this."),
        ),
        "call_name": pick(row.call, "title", language),
        "call_url": f"/w/calls/{row.call.code}/",
        "messages": [_said(done)] if done in ("passed", "failed") else [],
    }
    template = "portal/office_panel.html" if "HX-Request" in request.headers else "portal/office_application.html"
    return render(request, template, context, status=422 if error or note_error else 200)


def _there(row: Application, language: str) -> str:
    return _("%(clock)s there") % {"clock": formats.hour(clock.now(), row.zone, language)}


def _said(done: str) -> str:
    if done == "passed":
        return _("Form check passed.")
    return _("Recorded as not passed. The applicant reads the reason.")


def _of_kind(row: Application, kind: str) -> StagePass | None:
    return next((one for one in row.passes.all() if one.stage.kind == kind), None)
