"""Bringing tables in: choose a file, see what each row would do, say what columns mean, write."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.imports.enums import Kind, Outcome, RunState
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import MOST_BYTES, Column, can_import, kinds_for
from yunhui.features.imports.selectors import import_for, imports_at, rows_of
from yunhui.features.imports.services import (
    cancel_import,
    confirm_import,
    is_small,
    map_columns,
    run_columns,
    shown_cells,
    start_import,
    work_on,
)
from yunhui.features.imports.web.sheets import XLSX, bad_rows, template
from yunhui.features.imports.web.words import column_name, how_it_was_read, problems_of, value_in_words
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.services import send_claims
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.calls.selectors import call_for, calls_inside
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

HOME = "/w/imports/"
ON_A_PAGE = 50
# So many letters one press writes.
_LETTERS = 500
# Where what a row became has a page of its own.
_PAGES = {str(Kind.APPLICATIONS): "/w/applications/", str(Kind.EXPERTS): "/w/experts/"}
_BRINGERS = holds(Role.OFFICE, Role.SYSTEM_ADMIN)


@page(_BRINGERS, "GET", "POST")
def imports(request: Request) -> HttpResponse:
    """What was brought in, and the form for another table."""
    if request.method != "POST":
        return _start_page(request, {"kind": request.GET.get("kind", ""), "call": request.GET.get("call", "")})
    posted, sent = request.POST.dict(), request.FILES.get("file")
    call = next((one for one in _calls(request.actor) if one.code == posted.get("call")), None)
    if sent is None:
        return _start_page(request, posted, [Problem("file", "required", _("Choose a file."))])
    if (sent.size or 0) > MOST_BYTES:
        too_large = _("The file is larger than 30 MB. Part it into several files.")
        return _start_page(request, posted, [Problem("file", "file_large", too_large)])
    try:
        run = start_import(
            actor=request.actor,
            kind=posted.get("kind", ""),
            file_name=sent.name or "",
            data=sent.read(),
            call=call,
            consent=posted.get("consent", ""),
        )
    except InvalidError as error:
        return _start_page(request, posted, error.problems)
    except RefusedError:
        raise
    except DomainError as error:
        return _start_page(request, posted, [Problem("file", error.code, error.message)])
    if is_small(run):
        work_on(run.pk)
    return HttpResponseRedirect(f"{HOME}{run.pk}/")


@page(_BRINGERS)
def one(request: Request, run_id: UUID) -> HttpResponse:
    """What each row would do, or did; while it is under way, how far it is."""
    run = import_for(request.actor, run_id)
    if request.headers.get("HX-Target") == "progress":
        if run.state in (RunState.CHECKING, RunState.WRITING):
            return render(request, "imports/progress.html", _progress(run))
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    return _shown(request, run)


@page(_BRINGERS, "GET", "POST")
def columns(request: Request, run_id: UUID) -> HttpResponse:
    """Say which columns mean what, and check anew."""
    run = import_for(request.actor, run_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{run_id}/")
    chosen = {place: request.POST.get(f"column-{place}", "") for place in range(len(run.heads))}
    try:
        run = map_columns(actor=request.actor, run_id=run_id, mapping=chosen)
    except InvalidError as error:
        return _shown(request, run, typed=chosen, problems=error.problems)
    if is_small(run):
        work_on(run.pk)
    return HttpResponseRedirect(f"{HOME}{run_id}/")


@page(_BRINGERS, "GET", "POST")
def confirm(request: Request, run_id: UUID) -> HttpResponse:
    """Write what was checked."""
    if request.method == "POST":
        try:
            run = confirm_import(actor=request.actor, run_id=run_id)
        except NotFoundError:
            raise
        except DomainError as error:
            return _shown(request, import_for(request.actor, run_id), refusal=str(error.message))
        if is_small(run):
            work_on(run.pk)
    return HttpResponseRedirect(f"{HOME}{run_id}/")


@page(_BRINGERS, "GET", "POST")
def cancel(request: Request, run_id: UUID) -> HttpResponse:
    """Give the table up."""
    if request.method == "POST":
        cancel_import(actor=request.actor, run_id=run_id)
        return HttpResponseRedirect(HOME)
    return HttpResponseRedirect(f"{HOME}{run_id}/")


@page(_BRINGERS, "GET", "POST")
def claims(request: Request, run_id: UUID) -> HttpResponse:
    """Write to the applicants of a table that they can take their applications over."""
    run = import_for(request.actor, run_id)
    if request.method != "POST" or run.kind != Kind.APPLICATIONS or run.state != RunState.DONE:
        return HttpResponseRedirect(f"{HOME}{run_id}/")
    written = rows_of(run, Outcome.NEW).filter(written_at__isnull=False).values_list("target_id", flat=True)
    after = max(0, int(run.settings.get("letters", 0)))
    ids = [UUID(target) for target in written[after : after + _LETTERS]]
    send_claims(actor=request.actor, application_ids=ids)
    run.settings = {**run.settings, "letters": after + len(ids)}
    run.save(update_fields=["settings"])
    return HttpResponseRedirect(f"{HOME}{run_id}/?done=letters")


@page(_BRINGERS)
def bad(request: Request, run_id: UUID) -> HttpResponse:
    """The bad rows as a workbook, each with its reason."""
    run = import_for(request.actor, run_id)
    data = bad_rows(run, run_columns(run.kind, run.call), request.actor.language)
    return _workbook(data, f"{run.file_name.rpartition('.')[0] or run.file_name} - {_('bad rows')}.xlsx")


@page(_BRINGERS)
def empty(request: Request, kind: str) -> HttpResponse:
    """An empty table of a kind with its heads."""
    call = call_for(request.actor, request.GET.get("call", ""), inside=True) if kind == Kind.APPLICATIONS else None
    if kind not in Kind.values or not can_import(request.actor, kind, call):
        raise NotFoundError("table")
    if call is not None and call.form_version is None:
        raise NotFoundError("table")
    return _workbook(template(run_columns(kind, call), request.actor.language), f"{Kind(kind).label}.xlsx")


def _start_page(request: Request, typed: Mapping[str, str], problems: Iterable[Problem] = ()) -> HttpResponse:
    actor = request.actor
    errors = {problem.field: str(problem.message) for problem in problems}
    kinds, calls = kinds_for(actor), _calls(actor)
    runs = list(imports_at(actor)[:50])
    fields = [
        Field(
            name="kind",
            label=_("What the table holds"),
            kind="choices",
            choices=[Choice(kind, str(kind.label), _notes()[kind]) for kind in kinds],
            value=typed.get("kind", "") or (str(kinds[0]) if len(kinds) == 1 else ""),
            error=errors.get("kind", ""),
            required=True,
        )
    ]
    if Kind.APPLICATIONS in kinds:
        fields.append(
            Field(
                name="call",
                label=_("Call"),
                kind="select",
                choices=[("", _("Choose from the list")), *((c.code, pick(c, "title", actor.language)) for c in calls)],
                value=typed.get("call", ""),
                error=errors.get("call", ""),
                help=_("For applications"),
            )
        )
        fields.append(
            Field(
                name="consent",
                label=_("Where the applicants' consents are kept"),
                value=typed.get("consent", ""),
                error=errors.get("consent", ""),
                help=_(
                    "That experts and host areas read them: e.g. signed forms of 1 June, file 12. Without it the "
                    "applications carry no consent."
                ),
            )
        )
    fields.append(
        Field(
            name="file",
            label=_("File"),
            kind="file",
            accept=".xlsx,.csv,.txt,.tsv",
            error=errors.get("file", ""),
            help=_("Excel (.xlsx) or text (.csv) in UTF-8 or GB18030, up to 30 MB and 50,000 rows"),
            required=True,
        )
    )
    context = {
        "title": _("Bring in a table"),
        "fields": fields,
        "templates": [
            (f"{HOME}template/{kind}.xlsx{f'?call={calls[0].code}' if kind == Kind.APPLICATIONS else ''}", kind.label)
            for kind in kinds
            if kind != Kind.APPLICATIONS or calls
        ],
        "runs": [(run, f"{HOME}{run.pk}/", _counts(run)) for run in runs],
    }
    return render(request, "imports/imports.html", context, status=422 if errors else 200)


def _shown(
    request: Request,
    run: ImportRun,
    *,
    typed: Mapping[int, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    actor, known = request.actor, run_columns(run.kind, run.call)
    errors = {problem.field: str(problem.message) for problem in problems}
    show = request.GET.get("show", "")
    first = next((one for one in ("bad", "changed", "new", "same") if run.counts.get(one)), "new")
    show = show if show in Outcome.values else first
    paginator = Paginator(rows_of(run, show), ON_A_PAGE)
    found = paginator.get_page(request.GET.get("page"))
    chosen = typed if typed is not None else {int(place): key for place, key in run.mapping.items()}
    fields = _mapping_fields(run, known, chosen, actor.language, errors)
    is_moving = run.state in (RunState.CHECKING, RunState.WRITING)
    letters = int(run.settings.get("letters", 0))
    context: dict[str, Any] = {
        "title": run.file_name,
        "run": run,
        "kind": Kind(run.kind).label,
        "call_name": pick(run.call, "title", actor.language) if run.call else "",
        "how": how_it_was_read(run.encoding, run.separator, run.sheet),
        "is_moving": is_moving,
        "is_checked": run.state == RunState.CHECKED,
        "is_done": run.state == RunState.DONE,
        "tabs": [
            Tab(f"?show={outcome}", str(outcome.label), run.counts.get(outcome, 0), outcome == show)
            for outcome in Outcome
        ],
        "counts": run.counts,
        "to_write": run.counts.get("new", 0) + run.counts.get("changed", 0),
        "show": show,
        "page": found,
        "rows": [_row(row, run, known, actor.language) for row in found],
        "heads": _heads(run, known, actor.language),
        "fields": fields,
        "is_mapping_open": bool(errors) or not run.mapping,
        "unread": [head for place, head in enumerate(run.heads) if head and str(place) not in run.mapping],
        "lacking": [one.name(actor.language) for one in known if one.required and one.key not in run.mapping.values()],
        "wrong": [field for field in fields if field.error],
        "refusal": refusal,
        "letters_left": max(0, run.counts.get("new", 0) - letters) if run.kind == Kind.APPLICATIONS else 0,
        "done": request.GET.get("done", ""),
        **_progress(run),
    }
    return render(request, "imports/import.html", context, status=422 if errors else 409 if refusal else 200)


def _row(row: ImportRow, run: ImportRun, known: Iterable[Column], language: str) -> dict[str, Any]:
    columns = list(known)
    places = sorted(run.mapping, key=int)[:4]
    cells = shown_cells(run.kind, row, columns, run.mapping)
    return {
        "number": row.number,
        "cells": [value_in_words(cells[int(p)]) if int(p) < len(cells) else "—" for p in places],
        "problems": problems_of(row, columns, language),
        "changes": [
            (column_name(key, columns, language), value_in_words(pair[0]), value_in_words(pair[1]))
            for key, pair in row.changes.items()
        ],
        "missing": row.values.get("_missing", 0),
        "url": f"{_PAGES[run.kind]}{row.target_id}/" if row.written_at and run.kind in _PAGES else "",
    }


def _heads(run: ImportRun, known: Iterable[Column], language: str) -> list[str]:
    columns = list(known)
    return [column_name(run.mapping[place], columns, language) for place in sorted(run.mapping, key=int)[:4]]


def _mapping_fields(
    run: ImportRun, known: Iterable[Column], chosen: Mapping[int, str], language: str, errors: Mapping[str, str]
) -> list[Field]:
    options = [("", _("Do not read")), *((column.key, column.name(language)) for column in known)]
    return [
        Field(
            name=f"column-{place}",
            label=head or _("Column %(n)s without a head") % {"n": place + 1},
            kind="select",
            choices=options,
            value=chosen.get(place, ""),
            error=errors.get(f"column-{place}", ""),
            required=True,
        )
        for place, head in enumerate(run.heads)
        if head or place in chosen
    ]


def _progress(run: ImportRun) -> dict[str, Any]:
    whole = run.total if run.state == RunState.CHECKING else sum(run.counts.get(one, 0) for one in ("new", "changed"))
    return {"run": run, "done_rows": run.done, "whole": whole, "is_writing": run.state == RunState.WRITING}


def _counts(run: ImportRun) -> str:
    return " · ".join(f"{outcome.label} {run.counts[outcome]}" for outcome in Outcome if run.counts.get(outcome))


def _calls(actor: Actor) -> list[Call]:
    rows = calls_inside(actor).filter(form_version__isnull=False).exclude(state="draft")
    return [call for call in rows if can_run_call(actor, call)]


def _notes() -> dict[str, str]:
    return {
        Kind.APPLICATIONS: _("Each row becomes an application that waits for the form check"),
        Kind.BOARDS: _("Counties, zones and universities that pitch"),
        Kind.ORGANISATIONS: _("Firms, universities, government units and partners of the register"),
        Kind.EXPERTS: _("Who can be asked to judge: titles, fields, organisations; bank and tax data are encrypted"),
        Kind.STAFF: _("Each person is invited by e-mail; roles are granted by the security administrator"),
    }


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
