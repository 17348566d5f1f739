"""One offer as its host area sees it: the brief, the answer, what is owed, first contact, notes; page or panel."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.enums import OfferState, TaskState
from yunhui.features.docking.forms import (
    NOTHING,
    Sent,
    first_contact_fields,
    interest_fields,
    no_reasons,
    note_field,
    reason_field,
    talk_fields,
)
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import (
    can_answer,
    can_extend_task,
    can_object,
    can_register_first,
    can_take_back,
    is_open,
    is_protected,
    last_day,
)
from yunhui.features.docking.selectors import (
    earlier_answers,
    first_contact_for,
    notes_of,
    offer_for,
    origin_of,
    talks_of,
    task_of,
)
from yunhui.features.docking.services import own_address, phone_of
from yunhui.features.docking.web.countdown import recent_calendar
from yunhui.features.docking.web.rows import HOME, overview_of, row_of, tabs_of, title_of
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.foundation.formkit.rules import questions_of, read_by, words_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import ApplicationVersion
from yunhui.pipeline.applications.selectors import last_version
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.rules import is_meant_for
from yunhui.ui.page import Request

# What a host area reads of the answers: the project, never how to reach its people.
BRIEF = ("summary", "novelty", "team", "landing")
HEADING = ("title", "title_en", "group", "name", "country", "place")
# Contact details need both sides' wish, files the reader with its watermark.
SEALED = ("email", "file")


def detail(request: Request, found: Offer, sent: Sent = NOTHING) -> HttpResponse:
    """The offer; after a form that was not taken, with what was typed and why."""
    context = context_of(request.actor, found, sent, like=request.GET.get("like", ""))
    context |= {"done": words_for(request.GET.get("done", "")), "hx": "HX-Request" in request.headers}
    template = "docking/offer_panel.html" if "HX-Request" in request.headers else "docking/offer.html"
    return render(request, template, context, status=422 if sent.form else 200)


def done(request: Request, offer_id: UUID, what: str) -> HttpResponse:
    """After a command: the panel with what is true now, or the page with it."""
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(f"{HOME}{offer_id}/?done={what}")
    context = context_of(request.actor, offer_for(request.actor, offer_id)) | {"done": words_for(what), "hx": True}
    numbers = overview_of(request.actor).numbers
    context["tabs"] = tabs_of(numbers, "waiting")
    context["waiting"] = numbers["waiting"]
    return render(request, "docking/offer_answered.html", context)


def refused(request: Request, offer_id: UUID, form: str, typed: dict[str, str], error: DomainError) -> HttpResponse:
    """A form that was not taken: each problem beside its field, or the reason of the refusal.

    Raises:
        NotFoundError: the offer is not this actor's.
    """
    if isinstance(error, NotFoundError):
        raise error
    found = offer_for(request.actor, offer_id)
    if isinstance(error, InvalidError):
        return detail(request, found, Sent(form, typed, tuple(error.problems)))
    if isinstance(error, RefusedError) or error.code:
        return detail(request, found, Sent(form, typed, refusal=str(error.message)))
    raise error


def words_for(what: str) -> str:
    """What the page says after a command."""
    return {
        "answered": _("Your answer is recorded."),
        "taken_back": _("Your host area is no longer interested; the talent office reads why."),
        "reconsidered": _("Your answer is taken back. The project waits for a new one."),
        "talk": _("The talk is registered."),
        "extended": _("You have five working days more."),
        "first": _("Your first contact is registered."),
        "objected": _("Your objection is with the talent office."),
        "noted": _("Your note is kept."),
        "picked": _("The project is yours to answer."),
    }.get(what, "")


def context_of(actor: Actor, found: Offer, sent: Sent = NOTHING, like: str = "") -> dict[str, Any]:
    """Everything that the templates of one offer show."""
    version = last_version(found.application)
    if version is None:
        raise NotFoundError("offer")
    calendar = recent_calendar()
    country = codes_of(Scheme.COUNTRY).get(found.application.country)
    row = row_of(found, actor, pick(country, "name", actor.language) if country else "", calendar)
    is_withdrawn = found.application.state == ApplicationState.WITHDRAWN
    return {
        "title": title_of(found, actor),
        "row": row,
        "offer": found,
        "board": pick(found.board, "name", actor.language),
        "version": version,
        "origin": origin_of(found, actor.language),
        "brief": [] if is_withdrawn else brief_of(found, version, actor.language),
        "has_files": not is_withdrawn and _has_files(found, version),
        "is_withdrawn": is_withdrawn,
        "is_pending": found.state == OfferState.PENDING,
        "is_interested": found.state == OfferState.INTERESTED,
        "sent": sent,
        "was_refused": bool(sent.refusal),
        "unsent": _unsent(sent),
        **_answer(actor, found, sent, like),
        **_owed(actor, found, sent),
        **_first_contact(actor, found, sent),
        "notes": list(notes_of(actor, found)),
        "note_field": note_field(sent.values("note"), sent.errors("note")),
    }


def brief_of(offer: Offer, version: ApplicationVersion, language: str) -> list[tuple[str, str]]:
    """(question, answer) of what a host area reads: what the form says; of an older version the four texts.

    Name and place stand in the heading; how to reach somebody is unsealed apart, whatever the form says.
    """
    questions = read_by(questions_of(version.form_version.questions), "board")
    return [
        (one.label(language), words_of(one, value, language, {}))
        for one in questions
        if (one.key in BRIEF or (one.readers is not None and one.key not in HEADING and one.kind not in SEALED))
        and (value := version.answers.get(one.key))
    ]


def _has_files(offer: Offer, version: ApplicationVersion) -> bool:
    """Whether there are files that a host area may read on screen."""
    questions = questions_of(offer.application.form_version.questions)
    return any(
        one.kind == "file" and is_meant_for(one, Capacity.BOARD) and version.answers.get(one.key) for one in questions
    )


def _answer(actor: Actor, offer: Offer, sent: Sent, like: str) -> dict[str, Any]:
    verdict = can_answer(actor, offer)
    is_asked = offer.state == OfferState.PENDING
    earlier = earlier_answers(actor, offer) if verdict else []
    own = {"contact": actor.name, "contact_email": own_address(actor)} if verdict else {}
    values = {**own, **_remembered(earlier, like), **sent.values("interested")}
    label, line = _("More, if you like"), _("For the talent office only; the applicant does not read it")
    return {
        "can_answer": bool(verdict),
        "refusal": sent.refusal or (verdict.reason if is_asked else ""),
        "is_too_late": is_asked and verdict.code == "too_late",
        "fields": interest_fields(values, sent.errors("interested")),
        "earlier": earlier,
        "like": like,
        "reasons": no_reasons(),
        "reason_fields": [
            reason_field("", sent.values("not_interested"), sent.errors("not_interested"), label=label, line=line)
        ],
        "is_reason_wrong": sent.form == "not_interested",
        "can_take_back": bool(can_take_back(actor, offer)),
        "back_fields": [
            reason_field(
                "back",
                sent.values("take_back"),
                sent.errors("take_back"),
                label=_("Reason"),
                line=_("The talent office reads it; the applicant only learns that you do not go on"),
                required=True,
            )
        ],
        "given": [
            *((one.label, getattr(offer, one.name)) for one in interest_fields({}, {}) if hasattr(offer, one.name)),
        ]
        if offer.state == OfferState.INTERESTED
        else [],
        "given_phone": phone_of(offer) if offer.state == OfferState.INTERESTED else "",
    }


def _remembered(earlier: list[Offer], like: str) -> dict[str, str]:
    """What an earlier answer of this very host area fills in: how to reach it always, the rest where it was chosen."""
    if not earlier:
        return {}
    chosen = next((one for one in earlier if str(one.pk) == like), None)
    source = chosen or earlier[0]
    names = ("site", "policy", "contact", "next_step", "contact_email") if chosen else ("contact", "contact_email")
    found = {**{name: getattr(source, name) for name in names}, "contact_phone": phone_of(source)}
    return {name: text for name, text in found.items() if text}


def _owed(actor: Actor, offer: Offer, sent: Sent) -> dict[str, Any]:
    task, release = task_of(offer), getattr(offer, "release", None)
    if offer.state != OfferState.INTERESTED:
        return {"task": None}
    if task is not None:
        task.offer = offer
    label, line = _("Reason"), _("The talent office reads it")
    return {
        "task": task,
        "task_until": last_day(task.due_at) if task else None,
        "release": release,
        "is_open": is_open(offer, release),
        "talks": talks_of(actor, offer),
        "is_owed": task is not None and task.state in (TaskState.OPEN, TaskState.OVERDUE),
        "can_extend": task is not None and bool(can_extend_task(actor, task)),
        "talk_fields": talk_fields(sent.values("talk"), sent.errors("talk")),
        "extend_fields": [
            reason_field("extend", sent.values("extend"), sent.errors("extend"), label=label, line=line, required=True)
        ],
    }


def _first_contact(actor: Actor, offer: Offer, sent: Sent) -> dict[str, Any]:
    view = first_contact_for(actor, offer)
    form = "object" if sent.form == "object" else "first"
    can_first = can_register_first(actor, offer, view.standing)
    current = view.objection if view.objection and view.objection.first_contact_id == _key(view.standing) else None
    return {
        "first": view,
        "first_is_ours": view.own is not None and view.own == view.standing,
        "first_protects": view.standing if is_protected(view.standing) else None,
        "can_register_first": bool(can_first),
        "is_anothers": can_first.code == "protected"
        or (view.standing is not None and is_protected(view.standing) and view.standing.board_id != offer.board_id),
        "can_object": bool(can_object(actor, offer, view.standing, current)),
        "first_fields": first_contact_fields(sent.values(form), sent.errors(form)),
    }


def _key(thing: object) -> object:
    return getattr(thing, "pk", None)


def _unsent(sent: Sent) -> list[tuple[str, str]]:
    """What was typed into a form that was refused, with its labels, so that nothing is lost."""
    if not sent.refusal:
        return []
    fields = [*interest_fields({}, {}), *talk_fields({}, {}), *first_contact_fields({}, {}), note_field({}, {})]
    words = {one.name: one.label for one in fields} | {"reason": _("Reason")}
    return [(words[name], text) for name, text in sent.typed.items() if text and name in words]
