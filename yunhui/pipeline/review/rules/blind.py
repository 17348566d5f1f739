"""Blind review: which answers tell who applies, and where free texts say it all the same."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yunhui.foundation.formkit.rules import Question
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.review.models import Assignment

HEADING = ("title", "title_en")
_NAMES = ("name", "employer")
_LEAST = 2
_AROUND = 18


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a free text that tells who applies: which question, which words, and what stands around them."""

    question: str
    words: str
    around: str


def identifies(question: Question) -> bool:
    """Whether the answer tells who applies, so that a blind review keeps it back."""
    return question.tells_who


def shown_title(task: Assignment, language: str) -> str:
    """The project's name as its expert may know it: in a blind review the office's own title where it gave one, as
    `mask_zh` and `mask_en` of a task of `selectors.own`."""
    title: str = task.mask_en if language == ENGLISH else task.mask_zh  # type: ignore[attr-defined]
    application = task.application
    return title or (application.title_en if language == ENGLISH else "") or application.title


def without_identity(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions whose answers do not tell who applies."""
    return tuple(one for one in questions if not identifies(one))


def names_in(questions: Iterable[Question], answers: Mapping[str, Any], also: Iterable[str] = ()) -> list[Named]:
    """Where the texts that experts would read in a blind review name who applies.

    Names are looked for in both orders and without regard to case, accents, width and spaces; of an e-mail address the
    whole and its own domain.

    Args:
        also: further names of the applicant (of the account, of co-applicants).
    """
    asked = tuple(questions)
    wanted = _wanted(asked, answers, also)
    found = []
    for one in without_identity(asked):
        text = answers.get(one.key)
        if one.kind not in ("text", "long_text") or not isinstance(text, str):
            continue
        folded, places = _folded(text)
        for words in wanted:
            at = folded.find(words)
            if at >= 0:
                start, end = places[at], places[at + len(words) - 1] + 1
                around = text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ")
                found.append(Named(one.key, text[start:end], around))
    return found


def _wanted(questions: Iterable[Question], answers: Mapping[str, Any], also: Iterable[str]) -> list[str]:
    names = [str(answers.get(key) or "") for key in _NAMES] + list(also)
    for one in questions:
        value = answers.get(one.key)
        if one.kind == "people" and isinstance(value, list):
            names += [str(person.get("name") or "") for person in value if isinstance(person, dict)]
        elif one.kind == "email" and value:
            names += [str(value), str(value).rpartition("@")[2]]
    wanted: dict[str, None] = {}
    for name in names:
        parts = name.split()
        for order in (parts, [*parts[1:], *parts[:1]], [*parts[-1:], *parts[:-1]]):
            words = _folded(" ".join(order))[0]
            if len(words) >= _LEAST:
                wanted[words] = None
    return list(wanted)


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and for each of its letters where it stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part) and not part.isspace():
                letters.append(part)
                places.append(index)
    return "".join(letters), places
