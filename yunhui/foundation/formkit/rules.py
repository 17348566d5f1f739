"""Questions, and what a good answer is."""

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick

Kind = Literal["text", "long_text", "choice", "number", "email", "country", "place"]
# Controls that can hide or turn text: bidi overrides and isolates, and everything in category Cc but line ends.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick."""

    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form version, in both languages."""

    key: str
    kind: Kind
    label_zh: str
    label_en: str
    help_zh: str = ""
    help_en: str = ""
    section_zh: str = ""
    section_en: str = ""
    required: bool = True
    max_length: int = 200
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()

    def label(self, language: str) -> str:
        """The question in the reader's language."""
        return pick(self, "label", language)


def questions_of(data: list[dict[str, Any]]) -> tuple[Question, ...]:
    """The questions of a stored version."""
    return tuple(
        Question(**{**row, "choices": tuple(Choice(**choice) for choice in row.get("choices", ()))}) for row in data
    )


def clean_text(value: object) -> str:
    """A text as it is kept: NFC, no control that hides or turns text, no space at its ends."""
    text = unicodedata.normalize("NFC", str(value if value is not None else ""))
    kept = (c for c in text if ord(c) not in _TURNING and (c in "\n\t" or unicodedata.category(c) != "Cc"))
    return "".join(kept).strip()


def clean_answers(
    questions: tuple[Question, ...], answers: dict[str, Any], *, known: dict[str, frozenset[str]]
) -> tuple[dict[str, Any], list[Problem]]:
    """Clean answers to the known questions, and what is wrong with them.

    Args:
        known: the valid codes of `country` and `place` questions.

    Returns:
        The cleaned answers (what cannot be cleaned stays as typed, so that nothing is lost) and the problems.
    """
    cleaned: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in questions:
        text = clean_text(answers.get(question.key))
        cleaned[question.key] = text
        problem = _problem(question, text, known)
        if problem:
            problems.append(Problem(question.key, *problem))
        elif question.kind == "number" and text:
            cleaned[question.key] = _number(text)
    return cleaned, problems


def _problem(question: Question, text: str, known: dict[str, frozenset[str]]) -> tuple[str, Any] | None:
    if not text:
        return ("required", _("Please fill this in.")) if question.required else None
    if len(text) > question.max_length:
        over = len(text) - question.max_length
        return "too_long", _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
    if question.kind == "choice" and text not in {choice.code for choice in question.choices}:
        return "not_a_choice", _("Choose one of the answers.")
    if question.kind in ("country", "place") and text not in known.get(question.kind, frozenset()):
        return "not_known", _("Choose one from the list.")
    if question.kind == "email":
        return _email_problem(text)
    if question.kind == "number":
        return _number_problem(question, text)
    return None


def _email_problem(text: str) -> tuple[str, Any] | None:
    try:
        validate_email(text)
    except ValidationError:
        return "not_an_email", _("This is not an e-mail address, e.g. name@firm.example.")
    return None


def _number(text: str) -> int | float | None:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() else value


def _number_problem(question: Question, text: str) -> tuple[str, Any] | None:
    value = _number(text)
    if value is None:
        return "not_a_number", _("Write a number, e.g. 12.")
    if (question.low is not None and value < question.low) or (question.high is not None and value > question.high):
        return "out_of_range", _("Write a number from %(low)s to %(high)s.") % {
            "low": question.low,
            "high": question.high,
        }
    return None
