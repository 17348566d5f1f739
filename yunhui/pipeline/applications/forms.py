"""The shape of an application on a page: the questions of its form version, by section, with what was answered."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of, places
from yunhui.foundation.formkit.rules import Question, clean_answers, clean_text
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.parties.rules import sort_key
from yunhui.ui import formats
from yunhui.ui.fields import Field

Options = list[tuple[str, str]]
# Up to so many choices all are shown; more go into a list.
_SHOWN = 7
_AUTOCOMPLETE = {"name": "name", "email": "email", "employer": "organization"}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: its fields, how many answers it still misses and how many need correction."""

    number: int
    name: str
    fields: tuple[Field, ...]
    missing: int
    wrong: int

    @property
    def key(self) -> str:
        """The id of the section on the page."""
        return f"s-{self.number}"

    @property
    def is_complete(self) -> bool:
        """Whether nothing in it keeps the application from being submitted."""
        return not (self.missing or self.wrong)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as its reader sees it."""

    label: str
    text: str
    is_long: bool


def lists_of(language: str) -> dict[str, Options]:
    """The choices of `country` and `place` questions, in the reader's language and order."""
    countries = {code: pick(row, "name", language) for code, row in codes_of(Scheme.COUNTRY).items()}
    comma = "，" if language == CHINESE else ", "
    cities = {
        code: comma.join(filter(None, (pick(row, "name", language), countries.get(row.country, ""))))
        for code, row in places().items()
    }
    return {"country": _sorted(countries, language), "place": _sorted(cities, language)}


def sections_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    language: str,
    lists: Mapping[str, Options],
    refused: Iterable[Problem] = (),
) -> list[Section]:
    """The form by section.

    An answer that needs correction says so beside its field at once; one that is only missing says so when it was
    among the `refused` problems of an attempt to submit.
    """
    questions = tuple(questions)
    known = {kind: frozenset(code for code, _name in options) for kind, options in lists.items()}
    _cleaned, problems = clean_answers(questions, dict(answers), known=known)
    asked = {problem.field: str(problem.message) for problem in refused}
    missing = {problem.field for problem in problems if problem.code == "required"}
    wrong = {problem.field: str(problem.message) for problem in problems if problem.code != "required"}
    sections = []
    for number, (name, of_section) in enumerate(groupby(questions, lambda one: pick(one, "section", language)), 1):
        mine = list(of_section)
        keys = {question.key for question in mine}
        said = {**wrong, **asked}
        fields = tuple(
            _field(question, answers.get(question.key), language, lists, said.get(question.key, ""))
            for question in mine
        )
        late = (asked.keys() & keys) - missing
        sections.append(Section(number, name, fields, len(missing & keys), len(keys & wrong.keys() | late)))
    return sections


def read_view(
    questions: Iterable[Question], answers: Mapping[str, Any], language: str, lists: Mapping[str, Options]
) -> list[tuple[str, list[Given]]]:
    """What was answered, by section, as its reader sees it."""
    return [
        (name, [Given(one.label(language), *_words(one, answers.get(one.key), language, lists)) for one in of_section])
        for name, of_section in groupby(questions, lambda one: pick(one, "section", language))
    ]


def same_answers(questions: Iterable[Question], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of answers say the same, typed or cleaned."""
    return all(clean_text(one.get(q.key)) == clean_text(other.get(q.key)) for q in questions)


def _field(question: Question, value: Any, language: str, lists: Mapping[str, Options], error: str) -> Field:
    """The field of a question; `error` is the sentence beside it."""
    text = clean_text(value)
    common: dict[str, Any] = {
        "name": question.key,
        "label": question.label(language),
        "help": pick(question, "help", language),
        "value": text,
        "error": error,
        "required": question.required,
        "autocomplete": _AUTOCOMPLETE.get(question.key, ""),
    }
    match question.kind:
        case "long_text":
            return Field(kind="textarea", limit=question.max_length, rows=6, **common)
        case "choice" | "country" | "place":
            if question.kind == "choice":
                options = [(choice.code, pick(choice, "label", language)) for choice in question.choices]
            else:
                options = list(lists[question.kind])
            if question.kind == "choice" and len(options) <= _SHOWN:
                return Field(kind="choices", choices=options, **common)
            return Field(kind="select", choices=[("", _("Choose from the list")), *options], **common)
        case "number":
            return Field(kind="number", inputmode="numeric" if _is_whole(question) else "decimal", **common)
        case "email":
            return Field(kind="email", placeholder="name@firm.example", **common)
        case "text":
            return Field(**common)


def _words(question: Question, value: Any, language: str, lists: Mapping[str, Options]) -> tuple[str, bool]:
    text = clean_text(value)
    match question.kind:
        case "choice":
            names = {choice.code: pick(choice, "label", language) for choice in question.choices}
            text = names.get(text, text)
        case "country" | "place":
            text = dict(lists[question.kind]).get(text, text)
        case "number" if isinstance(value, int | float):
            text = formats.number(value, language)
    return text or formats.MISSING, question.kind == "long_text"


def _is_whole(question: Question) -> bool:
    return all(float(bound).is_integer() for bound in (question.low or 0, question.high or 0))


def _sorted(names: Mapping[str, str], language: str) -> Options:
    key = _pinyin if language == CHINESE else _plain
    return sorted(names.items(), key=lambda item: (key(item[1]), item[0]))


@lru_cache(maxsize=1024)
def _pinyin(name: str) -> str:
    """The sort key of a Chinese name, kept: four hundred of them cost 30 ms."""
    return sort_key(name)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """A Latin name without accents and case: Åland sorts beside Albania."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
