"""The texts of the letters: what each says, in both languages, on real data; and the city's own wording."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.enums import Kind, Release
from yunhui.foundation.notices.models import Template
from yunhui.foundation.notices.ports import Letter, LetterError, all_letters, letter_of, subject_of
from yunhui.foundation.notices.rules import can_word_letters, plain, problems_of, word
from yunhui.foundation.notices.selectors import own_wordings, texts_of
from yunhui.foundation.notices.services import keep_wording, restore_wording, template_now
from yunhui.foundation.notices.services.composing import Reading, read
from yunhui.foundation.notices.services.templates import TEXTS
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

HOME = "/w/letters/"
LABELS = {
    "subject_zh": gettext_lazy("Subject, Chinese"),
    "subject_en": gettext_lazy("Subject, English"),
    "body_zh": gettext_lazy("Body, Chinese"),
    "body_en": gettext_lazy("Body, English"),
    "sms_zh": gettext_lazy("SMS, Chinese"),
    "sms_en": gettext_lazy("SMS, English"),
}


@page(holds(Role.OFFICE))
def letters(request: Request) -> HttpResponse:
    """Every letter that the platform writes, by what it is for."""
    actor, every = request.actor, all_letters()
    own = own_wordings(actor, [one.key for one in every])
    groups = [
        (str(kind.label), [_row(actor, one, own) for one in every if one.kind == kind])
        for kind in Kind
        if any(one.kind == kind for one in every)
    ]
    return render(request, "notices/letters.html", {"title": _("Texts of the letters"), "groups": groups})


@page(holds(Role.OFFICE), "GET", "POST")
def letter(request: Request, letter_key: str) -> HttpResponse:
    """One letter: its text, its variables, a preview on real data, its history; a POST previews or keeps a text."""
    kind = _known(letter_key)
    if request.method != "POST":
        return _page(request, kind)
    given = {name: request.POST.get(name, "")[:20_000].replace("\r\n", "\n") for name in TEXTS}
    if "keep" not in request.POST:
        return _page(request, kind, given, problems_of(kind, {name: text.strip() for name, text in given.items()}))
    seen = request.POST.get("seen", "")
    try:
        keep_wording(actor=request.actor, letter=letter_key, texts=given, seen=int(seen) if seen.isdecimal() else 0)
    except InvalidError as error:
        return _page(request, kind, given, error.problems, status=422)
    except DomainError as error:
        if error.code != "changed_meanwhile":
            raise
        return _page(request, kind, given, refusal=str(error.message), status=409)
    return HttpResponseRedirect(f"{HOME}{letter_key}/?done=kept")


@page(holds(Role.OFFICE), "POST")
def restore(request: Request, letter_key: str) -> HttpResponse:
    """Return to the built-in text."""
    restore_wording(actor=request.actor, letter=_known(letter_key).key)
    return HttpResponseRedirect(f"{HOME}{letter_key}/?done=restored")


def _page(
    request: Request,
    kind: Letter,
    given: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, now = request.actor, template_now(kind)
    texts = dict(given or {name: getattr(now, name) for name in TEXTS})
    query = request.POST if request.method == "POST" else request.GET
    values, about, found = _context(actor, kind, query.get("on", ""), query.get("find", "")[:100])
    context = {
        "title": pick(kind, "name", actor.language),
        "letter": kind,
        "facts": _facts(kind),
        "variables": [(one.name, _meaning(one, actor), _sample(one.sample, actor)) for one in kind.variables],
        "fields": _fields(kind, texts, problems) if can_word_letters(actor) else [],
        "seen": request.POST.get("seen", now.pk) if given else now.pk,
        "is_own": now.is_own,
        "previews": [] if problems else _previews(kind, texts, values),
        "about": about,
        "find": query.get("find", ""),
        "found": found,
        "can_find": subject_of(kind.about) is not None,
        "history": [_version(actor, one, now) for one in texts_of(actor, kind.key)[:20]],
        "done": request.GET.get("done", ""),
        "refusal": refusal,
    }
    return render(request, "notices/wording.html", context, status=status)


def _context(actor: Actor, kind: Letter, on: str, text: str) -> tuple[dict[str, Any], str, Sequence[tuple[str, str]]]:
    """What the preview says: samples, with everything that a real thing knows in their place."""
    values = kind.samples()
    subject = subject_of(kind.about)
    if subject is None:
        return plain(values), "", ()
    found = subject.find(actor, text)
    chosen = on or (found[0][0] if found else "")
    facts = subject.facts(actor, chosen) if chosen else {}
    values |= {name: value for name, value in facts.items() if name in values}
    return plain(values), chosen if facts else "", found


def _previews(kind: Letter, texts: Mapping[str, str], values: dict[str, Any]) -> list[tuple[str, Reading]]:
    zone = {CHINESE: formats.BEIJING, ENGLISH: "Europe/Amsterdam"}
    draft = Template(letter=kind.key, **texts)
    return [(one, read(kind, draft, values, "", one, zone[one])) for one in (CHINESE, ENGLISH)]


def _fields(kind: Letter, texts: Mapping[str, str], problems: Sequence[Problem]) -> list[Field]:
    errors = {problem.field: str(problem.message) for problem in problems}
    return [
        Field(
            name=name,
            label=str(LABELS[name]),
            kind="textarea" if name.startswith("body") else "text",
            rows=9,
            value=texts[name],
            error=errors.get(name, ""),
            required=True,
        )
        for name in TEXTS
        if not name.startswith("sms") or kind.sms_zh
    ]


def _facts(kind: Letter) -> list[str]:
    found = [str(kind.kind.label)]
    found.append(_("leaves after a person has looked at it") if kind.release == Release.HELD else _("leaves by itself"))
    if kind.urgent:
        found.append(_("urgent: passes quiet hours"))
    if kind.sms_zh:
        found.append(_("also as SMS"))
    return found


def _row(actor: Actor, kind: Letter, own: Mapping[str, Template]) -> dict[str, Any]:
    text: Template | Letter = own.get(kind.key, kind)
    return {
        "url": f"{HOME}{kind.key}/",
        "name": pick(kind, "name", actor.language),
        "subject": pick(text, "subject", actor.language),
        "facts": _facts(kind)[1:],
        "is_own": kind.key in own,
    }


def _version(actor: Actor, one: Template, now: Template) -> dict[str, Any]:
    return {
        "row": one,
        "when": formats.moment(one.made_at, actor.language, actor.zone, year=True),
        "who": one.made_by.name if one.made_by else _("the platform"),
        "word": _("the city's own text") if one.is_own else _("the built-in text"),
        "is_now": one.pk == now.pk,
        "subject": pick(one, "subject", actor.language),
        "body": pick(one, "body", actor.language),
    }


def _meaning(variable: Any, actor: Actor) -> str:
    return str(variable.zh if actor.language.startswith("zh") else variable.en)


def _sample(sample: object, actor: Actor) -> str:
    return word(plain({"it": sample})["it"], actor.language, actor.zone)


def _known(key: str) -> Letter:
    try:
        return letter_of(key)
    except LetterError as error:
        raise NotFoundError("letter") from error
