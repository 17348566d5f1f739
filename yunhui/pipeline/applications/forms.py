"""The shape of an application on a page: the questions of its form version, by section, with what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import (
    Options,
    Question,
    clean_answers,
    field_of,
    options_of,
    visible_questions,
    words_of,
)
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services.saving import said, token_of
from yunhui.pipeline.calls.selectors import lists_of as choices_of_forms
from yunhui.ui.fields import Field

Names = Mapping[str, str]
# How a choice names the text that stands.
STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Other:
    """A second text of one answer, written while somebody else wrote the one that stands."""

    tab: str
    words: str
    by: str
    at: datetime

    @property
    def is_standing(self) -> bool:
        """Whether it is the text that stands, shown beside a field that says something else."""
        return self.tab == STANDING


@dataclass(frozen=True, slots=True)
class Ask:
    """One question on the page.

    Attributes:
        token: the revision of the answer that the page shows.
        condition: when the question is asked, in a sentence; empty where it always is.
        is_asked: whether it is asked under the answers as they stand.
        by, at: who wrote the answer last, and when; told where several people write.
        others: what else was written here and waits for a choice; `can_join` where both may stand.
    """

    question: Question
    field: Field
    token: str = ""
    condition: str = ""
    is_asked: bool = True
    by: str = ""
    at: datetime | None = None
    others: tuple[Other, ...] = ()

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    @property
    def can_join(self) -> bool:
        """Whether two texts can stand one after the other."""
        return self.question.kind in ("text", "long_text")

    @property
    def codes(self) -> str:
        """The answers of the other question under which this one is asked, for the script."""
        return " ".join(self.question.show_if.values) if self.question.show_if else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: its questions, how many answers it still misses and how many need correction."""

    number: int
    name: str
    asks: tuple[Ask, ...]
    missing: int
    wrong: int

    @property
    def key(self) -> str:
        """The id of the section on the page."""
        return f"s-{self.number}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its questions."""
        return tuple(ask.field for ask in self.asks)

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


def lists_of(language: str, files: Iterable[tuple[str, str]] = ()) -> dict[str, Options]:
    """The choices of `country` and `place` questions in the reader's language and order; the files at hand by id."""
    return {**choices_of_forms(language), "file": list(files)}


def sections_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    language: str,
    lists: Mapping[str, Options],
    refused: Iterable[Problem] = (),
    *,
    written: Application | None = None,
    names: Names | None = None,
) -> list[Section]:
    """The form by section.

    An answer that needs correction says so beside its field at once; one that is only missing says so when it was
    among the `refused` problems of an attempt to submit. Questions whose condition does not hold are in their section
    too, but not counted.

    Args:
        written: the application, where it is being written: each question gets its revision and its second texts.
        names: the names of accounts by id; where they are given, each question tells who wrote it last.
    """
    questions = tuple(questions)
    known = {kind: frozenset(code for code, _name in options) for kind, options in lists.items()}
    cleaned, problems = clean_answers(questions, dict(answers), known=known)
    asked = {problem.field: str(problem.message) for problem in refused}
    missing = {problem.field for problem in problems if problem.code == "required"}
    wrong = {problem.field: str(problem.message) for problem in problems if problem.code != "required"}
    said = {**wrong, **asked}
    by_key = {question.key: question for question in questions}
    sections = []
    for number, (name, of_section) in enumerate(groupby(questions, lambda one: pick(one, "section", language)), 1):
        mine = list(of_section)
        asks = []
        for question in mine:
            key = question.key
            ask = Ask(
                question,
                field_of(question, answers.get(key), language, lists, said.get(key, "") if key in cleaned else ""),
                condition=condition_of(question, by_key, language, lists),
                is_asked=key in cleaned,
            )
            if written:
                kept = others_of(question, written, language, lists, names or {})
                ask = replace(ask, token=kept.token, by=kept.by, at=kept.at, others=kept.others)
            asks.append(ask)
        keys = {question.key for question in mine}
        late = (asked.keys() & keys) - missing
        unsettled = {ask.key for ask in asks if ask.others and ask.is_asked}
        wrong_here = (keys & wrong.keys()) | late | (unsettled - missing)
        sections.append(Section(number, name, tuple(asks), len(missing & keys), len(wrong_here)))
    return sections


def condition_of(
    question: Question, by_key: Mapping[str, Question], language: str, lists: Mapping[str, Options]
) -> str:
    """When a question is asked, in a sentence; empty where it always is."""
    if question.show_if is None or question.show_if.question not in by_key:
        return ""
    other = by_key[question.show_if.question]
    names = dict(options_of(other, language, lists))
    either = _(" or ").join(names.get(code, code) for code in question.show_if.values)
    return _("Only if you answered “{answer}” to “{question}”.").format(answer=either, question=other.label(language))


def read_view(
    questions: Iterable[Question], answers: Mapping[str, Any], language: str, lists: Mapping[str, Options]
) -> list[tuple[str, list[Given]]]:
    """What was asked and answered, by section, as its reader sees it."""
    return [
        (name, [given_of(one, answers.get(one.key), language, lists) for one in of_section])
        for name, of_section in groupby(visible_questions(questions, answers), lambda one: one.section(language))
    ]


def given_of(question: Question, value: Any, language: str, lists: Mapping[str, Options]) -> Given:
    """One answer as its reader sees it."""
    is_long = question.kind in ("long_text", "people", "file")
    return Given(question.label(language), words_of(question, value, language, lists), is_long)


def same_answers(questions: Iterable[Question], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of answers say the same, typed or cleaned."""
    return all(said(q, one.get(q.key)) == said(q, other.get(q.key)) for q in questions)


def others_of(
    question: Question,
    application: Application,
    language: str,
    lists: Mapping[str, Options],
    names: Names,
    *,
    standing: bool = False,
) -> Ask:
    """One question with its second texts; with `standing`, what stands is the second text of a page that says
    something else."""
    mark = application.revisions.get(question.key) or {}
    kept = application.others.get(question.key, [])
    if standing:
        text = application.answers.get(question.key)
        kept = [{"tab": STANDING, "text": text, "by": mark.get("by"), "at": mark.get("at", "")}]
    others = tuple(
        Other(
            one["tab"],
            words_of(question, one["text"], language, lists),
            names.get(one["by"] or "", ""),
            datetime.fromisoformat(one["at"]) if one["at"] else application.saved_at,
        )
        for one in kept
    )
    return Ask(
        question,
        field_of(question, application.answers.get(question.key), language, lists),
        token=token_of(application, question),
        by=names.get(mark.get("by") or "", ""),
        at=datetime.fromisoformat(mark["at"]) if mark else None,
        others=others,
    )
