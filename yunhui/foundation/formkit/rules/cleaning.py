"""What a good answer is."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.formkit.rules import people
from yunhui.foundation.formkit.rules.amounts import UNIT_FEN, day_of, fen_of, in_unit, number_of
from yunhui.foundation.formkit.rules.questions import Question, visible_questions
from yunhui.foundation.formkit.rules.texts import clean_text
from yunhui.kernel.errors import Problem

# Of one draft answer so much is kept at most; what is over the question's limit stays, so that it can be shortened.
_KEPT = 200_000
_Wrong = tuple[str, Any]


def clean_answers(
    questions: tuple[Question, ...], answers: Mapping[str, Any], *, known: Mapping[str, frozenset[str]]
) -> tuple[dict[str, Any], list[Problem]]:
    """Clean answers to the questions that are asked under them, and what is wrong with them.

    Shapes of clean answers: text (also codes, e-mail, link); `number` int or float; `date` an ISO day; `money` integer
    fen; `people` a list of rows with name, role, affiliation, full_time; `file` a list of ids. A question that was not
    answered is "" or []. Cleaning a clean answer changes nothing. Questions that are not asked have no entry.

    Args:
        known: the valid codes of `country` and `place` questions, and the ids of the files at hand as `file`.

    Returns:
        The cleaned answers (what cannot be cleaned stays as typed, so that nothing is lost) and the problems.
    """
    cleaned: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in visible_questions(questions, answers):
        typed = as_kept(question, answers.get(question.key))
        cleaned[question.key], wrong = _clean(question, typed, known)
        if wrong:
            problems.append(Problem(question.key, *wrong))
    return cleaned, problems


def as_kept(question: Question, value: object) -> Any:
    """An answer as a draft keeps it, whatever was typed: text, a clean number or sum, or a list; never refused."""
    match question.kind:
        case "people":
            return people.rows_of(value)[: people.MOST * 2]
        case "file":
            ids = value if isinstance(value, list | tuple) else [value]
            return [text for one in ids if (text := clean_text(one))]
        case "number" if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return value
        case "money" if isinstance(value, int) and not isinstance(value, bool):
            return value
    return clean_text(value)[:_KEPT]


def as_typed(question: Question, value: object) -> str:
    """A text answer as it stands in its field; a clean sum in the question's unit. Lists have no text."""
    kept = as_kept(question, value)
    if question.kind == "money" and isinstance(kept, int):
        return in_unit(question, kept)
    return "" if isinstance(kept, list) else str(kept)


def answers_from(questions: Iterable[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that a page posted, as a draft keeps them; questions that the page did not carry have no entry.

    People are posted as `<key>-<n>-name` and so on, beside `<key>` itself as a sign that the question was there.
    """
    return {
        question.key: (
            people.typed_rows(question.key, data)
            if question.kind == "people"
            else as_kept(question, _all(data, question.key) if question.kind == "file" else data[question.key])
        )
        for question in questions
        if question.key in data
    }


def _all(data: Mapping[str, Any], key: str) -> Any:
    return data.getlist(key) if hasattr(data, "getlist") else data[key]


def _clean(question: Question, typed: Any, known: Mapping[str, frozenset[str]]) -> tuple[Any, _Wrong | None]:
    if typed in ("", []):
        return typed, ("required", _("Please fill this in.")) if question.required else None
    match question.kind:
        case "people":
            return typed, people.problem_of(typed, min(question.max_length, people.MOST))
        case "file":
            return typed, _file_problem(question, typed, known.get("file", frozenset()))
        case "number":
            value = number_of(str(typed))
            return (typed if value is None else value), _number_problem(question, value)
        case "money":
            fen = typed if isinstance(typed, int) else fen_of(question, typed)
            return (typed if fen is None else fen), _money_problem(question, fen)
        case "date":
            day = day_of(typed)
            return (day.isoformat() if day else typed), _day_problem(question, day)
    return typed, _text_problem(question, typed, known)


def _text_problem(question: Question, text: str, known: Mapping[str, frozenset[str]]) -> _Wrong | None:
    if len(text) > question.max_length:
        over = len(text) - question.max_length
        return "too_long", _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
    if question.kind == "choice" and text not in {choice.code for choice in question.choices}:
        return "not_a_choice", _("Choose one of the answers.")
    if question.kind in ("country", "place") and text not in known.get(question.kind, frozenset()):
        return "not_known", _("Choose one from the list.")
    if question.kind == "email":
        return _email_problem(text)
    if question.kind == "link":
        return _link_problem(text)
    return None


def _email_problem(text: str) -> _Wrong | None:
    try:
        validate_email(text)
    except ValidationError:
        return "not_an_email", _("This is not an e-mail address, e.g. name@firm.example.")
    return None


def _link_problem(text: str) -> _Wrong | None:
    try:
        parts = urlsplit(text)
        is_link = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in text
    except ValueError:
        is_link = False
    return None if is_link else ("not_a_link", _("Write a whole address, e.g. https://video.example/pitch."))


def _number_problem(question: Question, value: float | None) -> _Wrong | None:
    if value is None:
        return "not_a_number", _("Write a number, e.g. 12.")
    low, high = question.low, question.high
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    return "out_of_range", _range_words(low, high)


def _money_problem(question: Question, fen: int | None) -> _Wrong | None:
    if fen is None:
        return "not_money", _("Write a sum as a number in the unit beside the field, e.g. 120 or 0.5.")
    value, low, high = fen / UNIT_FEN[question.unit], question.low, question.high
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    return "out_of_range", _range_words(low, high)


def _range_words(low: float | None, high: float | None) -> Any:
    if low is not None and high is not None:
        return _("Write a number from %(low)s to %(high)s.") % {"low": f"{low:.15g}", "high": f"{high:.15g}"}
    if low is not None:
        return _("Write a number from %(low)s up.") % {"low": f"{low:.15g}"}
    return _("Write a number up to %(high)s.") % {"high": f"{high:.15g}"}


def _day_problem(question: Question, day: date | None) -> _Wrong | None:
    if day is None:
        return "not_a_day", _("Write a day as year, month and day, e.g. 2026-12-01.")
    text = day.isoformat()
    if question.earliest and text < question.earliest:
        return "too_early", _("Not before %(day)s.") % {"day": question.earliest}
    if question.latest and text > question.latest:
        return "too_late", _("Not after %(day)s.") % {"day": question.latest}
    return None


def _file_problem(question: Question, ids: list[str], at_hand: frozenset[str]) -> _Wrong | None:
    if len(ids) > question.max_length:
        return "too_many", _("At most %(most)s files; take %(over)s away.") % {
            "most": question.max_length,
            "over": len(ids) - question.max_length,
        }
    if not at_hand.issuperset(ids):
        return "not_there", _("A file did not arrive whole. Upload it again.")
    return None
