"""Writing an application: the form, saving as it is typed, choosing between two texts, submitting."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.selectors import names_of
from yunhui.foundation.formkit.rules import answers_from, questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.verdict import Verdict
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.forms import Section, lists_of, others_of, read_view, sections_of
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, form_parts
from yunhui.pipeline.applications.rules import can_edit, can_submit, is_owner
from yunhui.pipeline.applications.selectors import files_of, is_shared, own_application
from yunhui.pipeline.applications.services import save_draft, settle_answer, submit_application
from yunhui.pipeline.applications.services.saving import Posted, asked_of, both_of, token_of
from yunhui.pipeline.applications.web.journey import timeline_of
from yunhui.pipeline.applications.web.rows import HOME, address, form_address, row_of
from yunhui.ui import formats
from yunhui.ui.page import Request, page, signed_in

# What the page writes beside a field: the revision of the answer that it shows.
TOKEN = "was-"  # noqa: S105 - a prefix of names, no secret


@page(signed_in)
def change(request: Request, application_id: UUID) -> HttpResponse:
    """The form again, for a new version of what was submitted."""
    found = own_application(request.actor, application_id)
    if not can_edit(request.actor, found):
        return HttpResponseRedirect(address(found))
    return show_form(request, found)


@page(signed_in, "GET", "POST")
def save(request: Request, application_id: UUID) -> HttpResponse:
    """Save what was typed.

    A script gets JSON: `saved_at`, `was` (the new revision of each answer that now stands as it was sent) and `others`
    (for each that does not, the part of the page that shows the other text); 422 with the reason where the form can no
    longer be saved. Without a script the page comes back.
    """
    if request.method != "POST":  # the page was reloaded after a save that could not be done
        return HttpResponseRedirect(form_address(own_application(request.actor, application_id)))
    try:
        found = save_posted(request, application_id)
    except (RefusedError, InvalidError) as error:
        if _is_script(request):
            return JsonResponse({"code": error.code, "message": str(error.message)}, status=422)
        problems = error.problems if isinstance(error, InvalidError) else ()
        return shown_again(request, application_id, problems, "" if problems else str(error.message))
    if _is_script(request):
        return JsonResponse(_answer(request, found, _sent(request)))
    return HttpResponseRedirect(f"{form_address(found)}?saved")


@page(signed_in, "POST")
def choose(request: Request, application_id: UUID) -> HttpResponse:
    """Choose between two texts of one answer: `choose` names the question, the other text, and `this` (what is in the
    field), `that` (the other) or `both`. What else was typed is saved with it."""
    key, _bar, rest = request.POST.get("choose", "").partition("|")
    tab, _bar, way = rest.rpartition("|")
    found = own_application(request.actor, application_id)
    question = next((one for one in asked_of(found) if one.key == key), None)
    if question is None or way not in ("this", "that", "both"):
        raise NotFoundError("choice")
    if not _is_script(request):
        found = save_posted(request, application_id, without=key)
    mine = answers_from([question], request.POST).get(key)
    others = [one["text"] for one in found.others.get(key, []) if one["tab"] == tab]
    other = others[0] if others else found.answers.get(key)
    value = {"this": mine, "that": other, "both": both_of(question, mine, other)}[way]
    found = settle_answer(
        actor=request.actor,
        application_id=application_id,
        key=key,
        value=value,
        token=request.POST.get(f"{TOKEN}{key}", ""),
        tabs=(tab, request.POST.get("tab", "")),
    )
    if _is_script(request):
        return JsonResponse({**_answer(request, found, [key]), "value": found.answers.get(key)})
    return HttpResponseRedirect(f"{form_address(found)}#f-{key}")


@page(signed_in, "GET", "POST")
def submit(request: Request, application_id: UUID) -> HttpResponse:
    """Submit what is in the form; where an answer needs the applicant, all of it is kept and shown again."""
    if request.method != "POST":  # the page was reloaded after an answer that needed correction
        return HttpResponseRedirect(form_address(own_application(request.actor, application_id)))
    key = request.POST.get("key", "")[:64]
    try:
        submit_application(actor=request.actor, application_id=application_id, posted=_posted(request), key=key)
    except InvalidError as error:
        return _refused(request, application_id, error.problems)
    except RefusedError as error:
        return shown_again(request, application_id, refusal=str(error.message))
    return HttpResponseRedirect(f"{HOME}applications/{application_id}/?done=submitted")


def show_form(
    request: Request,
    application: Application,
    *,
    typed: Mapping[str, Any] | None = None,
    refused: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    """The form of an application; `typed` is what could not be saved and is shown all the same."""
    actor, refused = request.actor, tuple(refused)
    refusal = refusal or _reason(can_edit(actor, application))
    answers = {**application.answers, **(typed or {})}
    lists = lists_of(actor.language, files_of(application))
    questions = questions_of(application.form_version.questions)
    sections = sections_of(
        questions, answers, actor.language, lists, refused, written=application, names=_writers(application, actor)
    )
    parts = [_part(one, request, application) for one in form_parts()]
    left = [one for one in sections if not one.is_complete]
    left_parts = [one for one in parts if not one["is_complete"]]
    row = row_of(application, actor)
    number, done = len(sections) + len(parts), len(sections) + len(parts) - len(left) - len(left_parts)
    context: dict[str, Any] = {
        "application": application,
        "row": row,
        "sections": sections,
        "parts": parts,
        "fields": [field for section in sections for field in section.fields],
        "elsewhere": _elsewhere(refused, sections, parts),
        "all_sections": number,
        "complete": done,
        "first_left": _first_left(left, left_parts),
        "heading": _heading(application, number - done, request, refusal),
        "refusal": refusal,
        "closes_at": application.call.closes_at,
        "saved_at": formats.clock(application.saved_at, actor.zone) if application.revisions else "",
        "home": address(application),
        "form_url": form_address(application),
        "tab": secrets.token_urlsafe(9),
        "key": secrets.token_urlsafe(18),
        "can_submit": can_submit(actor, application),
        "is_owner": is_owner(actor, application),
        "owner": application.owner,
        "is_shared": is_shared(application),
    }
    if "HX-Request" in request.headers:
        return render(request, "applications/my_progress.html", context)
    if refusal:
        context["answers"] = read_view(questions, answers, actor.language, lists)
    context["timeline"] = timeline_of(application, actor)
    status = 422 if refused else 409 if refusal and request.method == "POST" else 200
    context |= {"bench_url": HOME, "title": row.title}
    return render(request, "applications/my_form.html", context, status=status)


def save_posted(request: Request, application_id: UUID, without: str = "") -> Application:
    """Save what a page posted, all but the question `without`; raises what `save_draft` raises."""
    return save_draft(actor=request.actor, application_id=application_id, posted=_posted(request, without))


def _posted(request: Request, without: str = "") -> Posted:
    data = request.POST
    known = {name[len(TOKEN) :]: data[name] for name in data if name.startswith(TOKEN)}
    number = data.get("number", "")
    return Posted(
        data=data,
        known=known,
        tab=data.get("tab", "")[:40],
        number=int(number) if number.isdecimal() and len(number) < 10 else 0,
        without=without,
    )


def _refused(request: Request, application_id: UUID, problems: Iterable[Problem]) -> HttpResponse:
    """A submission that needs correction is saved all the same."""
    try:
        save_posted(request, application_id)
    except InvalidError as error:
        problems = error.problems
    return shown_again(request, application_id, problems)


def shown_again(
    request: Request, application_id: UUID, problems: Iterable[Problem] = (), refusal: str = ""
) -> HttpResponse:
    """The form again with what was typed, and with what keeps it from being saved or submitted."""
    found = own_application(request.actor, application_id)
    typed = answers_from(asked_of(found), request.POST)
    problems = tuple(problems)
    is_kept = not refusal and all(problem.code != "too_long_to_keep" for problem in problems)
    return show_form(request, found, typed=None if is_kept else typed, refused=problems, refusal=refusal)


def _sent(request: Request) -> list[str]:
    return [name[len(TOKEN) :] for name in request.POST if name.startswith(TOKEN)]


def _answer(request: Request, application: Application, keys: Iterable[str]) -> dict[str, Any]:
    """What a script learns of the answers that it sent."""
    questions = {one.key: one for one in asked_of(application)}
    tab = request.POST.get("tab", "")
    was, others = {}, {}
    for key in keys:
        if key not in questions:
            continue
        if any(one["tab"] == tab for one in application.others.get(key, [])):
            others[key] = _standing(request, application, key)
        else:
            was[key] = token_of(application, questions[key])
    return {"saved_at": application.saved_at.isoformat(), "was": was, "others": others}


def _standing(request: Request, application: Application, key: str) -> str:
    """The part of the page that shows what stands, beside the field that says something else."""
    question = next(one for one in asked_of(application) if one.key == key)
    actor = request.actor
    lists = lists_of(actor.language, files_of(application))
    ask = others_of(question, application, actor.language, lists, _writers(application, actor), standing=True)
    return render_to_string("applications/parts/others.html", {"ask": ask, "home": address(application)}, request)


def _writers(application: Application, actor: Actor) -> dict[str, str]:
    """The names of the others who have a hand in the answers, by account id; what no name stands at is the reader's."""
    ids = {mark.get("by") for mark in application.revisions.values()}
    ids |= {one["by"] for others in application.others.values() for one in others}
    ids -= {None, str(actor.user_id)}
    if not application.others and not is_shared(application):
        return {}
    return {str(pk): name for pk, name in names_of(UUID(one) for one in ids if one).items()}


def _part(part: FormPart, request: Request, application: Application) -> dict[str, Any]:
    return {
        "anchor": part.anchor,
        "title": part.title,
        "html": render_to_string(part.template, dict(part.context(request.actor, application)), request),
        "is_complete": part.is_complete(request.actor, application),
    }


def _elsewhere(refused: Iterable[Problem], sections: list[Section], parts: list[dict[str, Any]]) -> list[Problem]:
    """The problems that no field of the form says."""
    said = {ask.key for section in sections for ask in section.asks}
    return [problem for problem in refused if problem.field not in said]


def _first_left(left: list[Section], parts: list[dict[str, Any]]) -> tuple[str, str] | None:
    if left:
        return left[0].key, left[0].name
    return (parts[0]["anchor"], str(parts[0]["title"])) if parts else None


def _heading(application: Application, left: int, request: Request, refusal: str) -> str:
    if refusal:
        return _("This can no longer be submitted")
    if left:
        return ngettext("Finish one section and submit", "Finish {n} sections and submit", left).format(
            n=formats.number(left, request.actor.language)
        )
    if application.state == ApplicationState.DRAFT:
        return _("All is filled in. Submit it") if is_owner(request.actor, application) else _("All is filled in")
    return _("Change and submit again")


def _reason(verdict: Verdict) -> str:
    return "" if verdict else str(verdict.reason)


def _is_script(request: Request) -> bool:
    return "application/json" in request.headers.get("Accept", "")
