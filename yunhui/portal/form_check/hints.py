"""What the machine noticed in an application: hints with their reasons, for the person who checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yunhui.decide.likeness import oddity
from yunhui.foundation.codes.selectors import known_codes, places
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.formkit.rules import Question, clean_answers, visible_questions
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import organisations_called
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.selectors import Alike, alike_to
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import lacking

_TEXTS = ("text", "long_text")
_SUPPORTED = (ApplicationState.SELECTED, ApplicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: `r` keeps it from passing, `y` wants a look, `g` is in order. With the key of the question
    that it is about, or an application to compare."""

    light: str
    text: str
    question: str = ""
    url: str = ""


def hints_of(
    actor: Actor, application: Application, version: ApplicationVersion, questions: tuple[Question, ...]
) -> list[Hint]:
    """Every hint, the most serious first; a fixed number of queries."""
    answers: Mapping[str, Any] = version.answers
    files = {str(one.pk): one for one in attachments_of("application", application.pk)}
    found = [
        *_of_answers(questions, answers, {**known_codes(), "file": frozenset(files)}),
        *_of_place(answers),
        *_of_others(actor, alike_to(actor, application), actor.language),
        *_of_register(answers),
        *_of_consents(application),
    ]
    return sorted(found, key=lambda one: "ryg".index(one.light))


def _of_answers(
    questions: tuple[Question, ...], answers: Mapping[str, Any], known: Mapping[str, frozenset[str]]
) -> Iterable[Hint]:
    _cleaned, problems = clean_answers(questions, answers, known=known)
    wrong = {problem.field.partition(".")[0]: problem for problem in problems}
    labels = {one.key: one for one in questions}
    for key, problem in wrong.items():
        said = _("Not answered") if problem.code == "required" else str(problem.message)
        yield Hint("r", said, key if key in labels else "")
    seen: dict[str, str] = {}
    for question in visible_questions(questions, answers):
        text = answers.get(question.key)
        if question.kind not in _TEXTS or not isinstance(text, str) or question.key in wrong:
            continue
        is_long = question.kind == "long_text"
        if odd := oddity(text, is_long=is_long):
            yield Hint("y", _odd_words()[odd], question.key)
        elif is_long and text in seen:
            yield Hint("y", _("The same text as in another answer"), question.key)
        if is_long:
            seen.setdefault(text, question.key)


def _of_place(answers: Mapping[str, Any]) -> Iterable[Hint]:
    place = places().get(str(answers.get("place") or ""))
    country = str(answers.get("country") or "")
    if place and country and place.country != country:
        yield Hint("y", _("The place is in another country or region than the one given"), "place")


def _of_others(actor: Actor, others: Iterable[Alike], language: str) -> Iterable[Hint]:
    words = {
        "owner": _("the same account"),
        "email": _("the same e-mail address"),
        "speaker": _("the same speaker"),
        "title": _("a project of a like name"),
    }
    for one in others:
        why = ("、" if language.startswith("zh") else ", ").join(words[reason] for reason in one.reasons)
        values = {
            "number": f"{one.number:04d}",
            "call": pick(one, "call", language),
            "why": why,
            "state": ApplicationState(one.state).label,
        }
        url = f"/w/applications/{one.pk}/"
        if one.state in _SUPPORTED:
            yield Hint("y", _("Supported before: %(number)s in “%(call)s” (%(why)s)") % values, url=url)
        else:
            yield Hint("y", _("Compare with %(number)s in “%(call)s”: %(why)s; %(state)s") % values, url=url)


def _of_register(answers: Mapping[str, Any]) -> Iterable[Hint]:
    employer = str(answers.get("employer") or "")
    if employer and (found := organisations_called(employer)):
        yield Hint("g", _("The register knows “%(name)s”") % {"name": found[0]}, "employer")


def _of_consents(application: Application) -> Iterable[Hint]:
    missing = lacking(application, (Purpose.EXPERTS, Purpose.BOARDS))
    for one in missing:
        yield Hint("r", _("No consent: %(purpose)s") % {"purpose": Purpose(one).label})
    if not missing:
        yield Hint("g", _("Consent to be read by experts and host areas is given"))


def _odd_words() -> dict[str, str]:
    return {
        "filler": _("A filler instead of an answer"),
        "repeated": _("The same characters over and over"),
        "short": _("Very short for what is asked"),
    }
