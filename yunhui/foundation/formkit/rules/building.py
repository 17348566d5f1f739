"""Whether a form can be asked: what its questions must have before a version of it is published."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules.amounts import day_of
from yunhui.foundation.formkit.rules.people import MOST
from yunhui.foundation.formkit.rules.questions import DECIDING, KINDS, READERS, Question
from yunhui.kernel.errors import Problem

MOST_QUESTIONS = 80
MOST_CHOICES = 60
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_Wrong = tuple[str, Any]


def form_problems(questions: Iterable[Question]) -> list[Problem]:
    """What keeps a form from being published; each problem's field is the key of the question that it is about."""
    questions = tuple(questions)
    found = [] if questions else [Problem("", "required", _("The form has no question."))]
    if len(questions) > MOST_QUESTIONS:
        text = _("A form may have {most} questions; this one has {count}.")
        found.append(Problem("", "too_many", text.format(most=MOST_QUESTIONS, count=len(questions))))
    twice = {key for key, count in Counter(question.key for question in questions).items() if count > 1}
    before: dict[str, Question] = {}
    for question in questions:
        found += [Problem(question.key, *wrong) for wrong in question_problems(question, before)]
        if question.key in twice and question.key in before:
            found.append(Problem(question.key, "twice", _("Two questions have the same name in the data.")))
        before[question.key] = question
    return found


def question_problems(question: Question, before: dict[str, Question]) -> list[_Wrong]:
    """What is wrong with one question, as (code, sentence); `before` are the questions that come earlier, by key."""
    return [*_basics(question), *_bounds(question), *_choices(question), *_condition(question, before)]


def _basics(question: Question) -> Iterator[_Wrong]:
    if not _KEY.fullmatch(question.key):
        yield "key", _("The name in the data is made of small letters, digits and _, and begins with a letter.")
    if question.kind not in KINDS:
        yield "kind", _("This kind of question is not known.")
    if not (question.label_zh.strip() and question.label_en.strip()):
        yield "label", _("The question is needed in both languages.")
    if bool(question.help_zh.strip()) != bool(question.help_en.strip()):
        yield "help", _("The help is needed in both languages, or in none.")
    if not (question.section_zh.strip() and question.section_en.strip()):
        yield "section", _("The section is needed in both languages.")
    if question.readers is not None and not set(question.readers) <= set(READERS):
        yield "readers", _("This kind of reader is not known.")
    if question.readers == ():
        yield "readers", _("Nobody reads the answer: choose who does, or take the question away.")


def _bounds(question: Question) -> Iterator[_Wrong]:
    if question.max_length < 1:
        yield "max_length", _("The limit is at least 1.")
    if question.kind == "people" and question.max_length > MOST:
        yield "max_length", _("A list names at most {most} people.").format(most=MOST)
    if question.low is not None and question.high is not None and question.low > question.high:
        yield "bounds", _("The lowest value is above the highest.")
    if question.kind == "date":
        if any(text and day_of(text) is None for text in (question.earliest, question.latest)):
            yield "bounds", _("Write a day as year, month and day, e.g. 2026-12-01.")
        elif question.earliest and question.latest and question.earliest > question.latest:
            yield "bounds", _("The first day is after the last.")
    if question.kind == "money" and not _CURRENCY.fullmatch(question.currency):
        yield "currency", _("A currency has three capital letters, e.g. CNY.")


def _choices(question: Question) -> Iterator[_Wrong]:
    if question.kind != "choice":
        return
    if len(question.choices) < 2:
        yield "choices", _("At least two answers to choose from are needed.")
    if len(question.choices) > MOST_CHOICES:
        yield "choices", _("At most {most} answers can be offered.").format(most=MOST_CHOICES)
    if any(not (choice.code and choice.label_zh.strip() and choice.label_en.strip()) for choice in question.choices):
        yield "choices", _("Each answer is needed in both languages.")
    if len({choice.code for choice in question.choices}) < len(question.choices):
        yield "choices", _("Two answers have the same name in the data.")


def _condition(question: Question, before: dict[str, Question]) -> Iterator[_Wrong]:
    condition = question.show_if
    if condition is None:
        return
    other = before.get(condition.question)
    if other is None:
        yield "show_if", _("The condition rests on a question that does not come earlier.")
    elif other.kind not in DECIDING:
        yield "show_if", _("A condition can rest only on a question that is answered out of a list.")
    elif not condition.values:
        yield "show_if", _("Choose the answers under which this is asked.")
    elif other.kind == "choice" and not set(condition.values) <= {choice.code for choice in other.choices}:
        yield "show_if", _("The condition names an answer that is no longer offered.")
