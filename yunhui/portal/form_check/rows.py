"""The answers of an application as the form check shows them: each with what was noticed, asked and changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import Options, Question, visible_questions, words_of
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import ApplicationVersion, Completion
from yunhui.pipeline.applications.services import Missing
from yunhui.portal.form_check.hints import Hint
from yunhui.portal.form_check.phrases import BY_KEY, phrases_for
from yunhui.ui.fields import Field

WHOLE = "whole"
# The fields stand beside the answers, their form stands in the panel.
_OF_FORM = {"form": "check"}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its answer, the hints on it, what was asked of it before, what it said before, and the fields in
    which the officer says what is missing."""

    key: str
    label: str
    text: str
    hints: tuple[Hint, ...]
    asked: str
    before: str | None
    fields: tuple[Field, ...]
    is_open: bool


def rows_of(
    questions: tuple[Question, ...],
    version: ApplicationVersion,
    previous: ApplicationVersion | None,
    hints: Iterable[Hint],
    completions: Iterable[Completion],
    language: str,
    lists: Mapping[str, Options],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[tuple[str, list[Row]]]:
    """The visible questions by section."""
    asked = {item.question: pick(item, "text", language) for one in completions for item in one.items.all()}
    of_question: dict[str, list[Hint]] = {}
    for hint in hints:
        of_question.setdefault(hint.question, []).append(hint)
    shown = visible_questions(questions, version.answers)
    sections = []
    for name, of_section in groupby(shown, lambda one: pick(one, "section", language)):
        rows = []
        for question in of_section:
            key, answer = question.key, version.answers.get(question.key)
            old = previous.answers.get(key) if previous else answer
            fields = missing_fields(question.key, phrase_options(question, language), typed, errors)
            rows.append(
                Row(
                    key=key,
                    label=question.label(language),
                    text=words_of(question, answer, language, lists),
                    hints=tuple(of_question.get(key, ())),
                    asked=asked.get(key, ""),
                    before=words_of(question, old, language, lists) if old != answer else None,
                    fields=fields,
                    is_open=any(field.text or field.error for field in fields),
                )
            )
        sections.append((name, rows))
    return sections


def phrase_options(question: Question, language: str) -> list[tuple[str, str]]:
    """The ready words for a question, by their key."""
    return [(one.key, one.zh if language.startswith("zh") else one.en) for one in phrases_for(question)]


def missing_fields(
    key: str, options: list[tuple[str, str]], typed: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[Field, ...]:
    """Ready words, and one's own in both languages."""
    error = errors.get(f"missing-{key}", "")
    pick_one = Field(
        name=f"say-{key}",
        label=_("Ready words"),
        kind="select",
        choices=[("", _("None")), *options],
        value=typed.get(f"say-{key}", ""),
        extra=_OF_FORM,
    )
    words = (("zh", _("In your words, Chinese")), ("en", _("In your words, English")))
    own = [
        Field(
            name=f"{name}-{key}",
            label=label,
            kind="textarea",
            rows=2,
            value=typed.get(f"{name}-{key}", ""),
            error=error if index == 0 else "",
            extra=_OF_FORM,
        )
        for index, (name, label) in enumerate(words)
    ]
    return (pick_one, *own) if options else tuple(own)


def missing_from(posted: Mapping[str, str], keys: Iterable[str]) -> list[Missing]:
    """What the officer said is missing: ready words with their own behind them, in both languages."""
    found = []
    for key in (*keys, WHOLE):
        phrase = BY_KEY.get(posted.get(f"say-{key}", ""))
        zh, en = (posted.get(f"{name}-{key}", "").strip() for name in ("zh", "en"))
        if phrase:
            zh, en = f"{phrase.zh}{zh}", f"{phrase.en} {en}".strip()
        if zh or en:
            found.append(Missing("" if key == WHOLE else key, zh, en))
    return found


def names_of(posted: Mapping[str, Any]) -> dict[str, str]:
    """What was typed into the form, to show it again."""
    return {name: str(value) for name, value in posted.items() if name != "csrfmiddlewaretoken"}
