"""One question of the application form on its page: its words, what is asked, under which condition, who reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.foundation.formkit.rules import MOST_CHOICES, Choice, Kind, Question, Reader, ShowIf, question_problems
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.forms.sheets import (
    Block,
    Choices,
    Input,
    Item,
    Raw,
    as_data,
    language_of,
    lines_of,
    raw_from,
    raw_of,
    read,
    rearranged,
    rows_of,
)
from yunhui.pipeline.calls.rules import CORE

_CHOICE = ("code", "label_zh", "label_en")
_PLAIN = (
    "label_zh", "label_en", "help_zh", "help_en", "required", "max_length", "low", "high", "earliest", "latest", "unit",
    "currency",
)  # fmt: skip
_FILES = ("pdf", "pptx", "docx", "xlsx", "image", "video")
# A project is called by these; in a blind review the office enters another title where they tell who applies.
_HEADING = ("title", "title_en", "group")
# Which field of the page a problem of the question belongs to.
_FIELD_OF = {
    "label": "label_zh", "help": "help_zh", "section": "section_zh", "bounds": "low", "choices": "c-0-label_zh",
    "show_if": "if_question", "max_length": "max_length", "currency": "currency", "readers": "readers",
}  # fmt: skip


def kind_word(kind: Kind) -> str:
    """What a kind of question is called."""
    return {
        "text": _("Short text"),
        "long_text": _("Long text"),
        "choice": _("Choice"),
        "number": _("A number"),
        "date": _("Date"),
        "money": _("Sum of money"),
        "email": _("E-mail"),
        "link": _("Link, e.g. to a video"),
        "country": _("Country or region"),
        "place": _("A city"),
        "file": _("File"),
        "people": _("People"),
    }[kind]


def reader_word(reader: Reader) -> str:
    """Who reads."""
    return {
        "office": _("Talent office"),
        "expert": _("Experts"),
        "board": _("Host areas"),
        "public": _("Everybody, once selected"),
    }[reader]


@dataclass(frozen=True, slots=True)
class Editing:
    """A question on its page: the question itself (new or not), those before it, and the sections that there are."""

    question: Question
    before: Sequence[Question]
    sections: Sequence[tuple[str, str]]
    taken: frozenset[str]
    language: str
    is_new: bool

    @property
    def is_core(self) -> bool:
        """Whether the platform needs the question as it is."""
        return self.question.key in CORE

    @property
    def offers(self) -> bool:
        """Whether its answers are written here; those of the group are the groups of the call."""
        return self.question.kind == "choice" and self.question.key != "group"


def stored(editing: Editing) -> Raw:
    """The question as it stands in its fields."""
    one = editing.question
    condition = one.show_if
    values = {
        **{
            name: getattr(one, name)
            for name in ("label_zh", "label_en", "help_zh", "help_en", "required", "max_length")
        },
        **{name: getattr(one, name) for name in ("low", "high", "earliest", "latest", "unit", "currency")},
        "accept": list(one.accept),
        "readers": list(one.readers if one.readers is not None else ("office", "expert", "board")),
        "identifies": one.tells_who,
        "section": _section_value(editing, (one.section_zh, one.section_en)),
        "if_question": condition.question if condition else "",
        "if_values": list(condition.values) if condition else [],
    }
    raw = raw_of(_inputs(editing, values["if_question"]), values)
    rows = [{name: getattr(row, name) for name in _CHOICE} for row in one.choices]
    if editing.is_new and editing.offers:
        rows = [dict.fromkeys(_CHOICE, "")] * 2
    return raw | as_data(rows, "c")


def posted(editing: Editing, data: Mapping[str, Any]) -> tuple[Raw, bool]:
    """What the page posted, as typed, and whether its button only changed the page (rows, the condition's answers)."""
    action = str(data.get("do", ""))
    rows = rows_of(_choice_inputs(), data, "c")[:MOST_CHOICES]
    changed = rearranged(rows, action, "c", dict.fromkeys(_CHOICE, ""))
    raw = raw_from(_inputs(editing, str(data.get("if_question", ""))), data)
    return raw | as_data(rows if changed is None else changed, "c"), changed is not None or action == "refresh"


def question_of(editing: Editing, raw: Raw) -> tuple[Question, list[Problem]]:
    """The question as it is written on the page, and what is wrong with it, by the fields of the page."""
    values, problems = read(_inputs(editing, str(raw.get("if_question", ""))), raw)
    section = values.pop("section", "")
    names = (values.pop("section_zh", ""), values.pop("section_en", ""))
    if section.isdecimal() and int(section) < len(editing.sections) and not any(names):
        names = editing.sections[int(section)]
    depends, answers = values.pop("if_question", ""), tuple(values.pop("if_values", ()))
    old = editing.question
    changed = {name: value for name, value in values.items() if value is not None}
    for name in ("low", "high"):
        if name in values:
            changed[name] = None if values[name] is None else float(values[name])
    for name in ("earliest", "latest"):
        if name in values:
            changed[name] = values[name].isoformat() if values[name] else ""
    if "accept" in changed:
        changed["accept"] = tuple(changed["accept"])
    made = replace(
        old,
        **{
            **changed,
            "readers": tuple(values["readers"]),
            "section_zh": names[0],
            "section_en": names[1],
            "show_if": ShowIf(depends, answers) if depends else None,
            "choices": _choices_of(raw) if editing.offers else old.choices,
        },
    )
    if "identifies" in values:
        made = replace(made, identifies=bool(values["identifies"]))
    if editing.is_core:
        made = replace(made, required=True, show_if=None)
    if editing.is_new:
        made = replace(made, key=_new_key(made, editing.taken))
    wrong = question_problems(made, {one.key: one for one in editing.before})
    problems += [Problem(_FIELD_OF.get(code, ""), code, message) for code, message in wrong]
    return made, problems


def blocks_of(editing: Editing, raw: Raw, problems: list[Problem]) -> list[Block]:
    """The page with what was typed, each problem beside its field."""
    errors = {problem.field: str(problem.message) for problem in problems}
    found = [
        Block(lines=lines_of(_words(), raw, errors)),
        Block(_("Section"), lines=lines_of(_place(editing), raw, errors)),
    ]
    if limits := _limits(editing.question.kind):
        found.append(
            Block(_("What may be answered"), lines=[tuple(f for line in lines_of(limits, raw, errors) for f in line)])
        )
    if editing.offers:
        rows = rows_of(_choice_inputs(), raw, "c")
        items = [
            Item(n, str(row[f"label_{language_of(editing.language)}"]) or _("New answer"),
                 lines_of(_choice_inputs(), raw, errors, f"c-{n}-"), [])
            for n, row in enumerate(rows)
        ]  # fmt: skip
        found.append(Block(_("Answers to choose from"), items=items, prefix="c", add=_("Add an answer")))
    found.append(
        Block(
            _("Who reads the answer"),
            _("Besides the applicant, who always does"),
            lines_of(_readers(editing), raw, errors),
        )
    )
    if not editing.is_core:
        condition = _condition(editing, str(raw.get("if_question", "")))
        found.append(Block(_("Whether it is asked"), lines=lines_of(condition, raw, errors)))
    return found


def _inputs(editing: Editing, depends: str) -> list[Input]:
    asked = [] if editing.is_core else _condition(editing, depends)
    return [*_words(), *_place(editing), *_limits(editing.question.kind), *_readers(editing), *asked]


def _words() -> list[Input]:
    return [
        Input("label", _("Question"), pair=True, limit=200),
        Input("help", _("Help"), pair=True, limit=300, optional=True, help=_("One line under the question")),
    ]


def _place(editing: Editing) -> list[Input]:
    name = 0 if editing.language.startswith("zh") else 1

    def sections() -> Choices:
        return [(str(n), names[name] or names[1 - name]) for n, names in enumerate(editing.sections)]

    return [
        Input("section", _("Section"), "select", choices=sections, optional=True),
        Input("section", _("or a new section"), pair=True, limit=80, optional=True),
    ]


def _limits(kind: Kind) -> list[Input]:
    low, high = (
        Input("low", _("Lowest value"), "decimal", optional=True),
        Input("high", _("Highest value"), "decimal", optional=True),
    )
    match kind:
        case "text" | "long_text":
            return [Input("max_length", _("Characters, at most"), "whole", low=1, high=10_000, required=True)]
        case "people":
            return [Input("max_length", _("People, at most"), "whole", low=1, high=30, required=True)]
        case "file":
            return [
                Input("max_length", _("Files, at most"), "whole", low=1, high=20, required=True),
                Input("accept", _("Kinds of file"), "checks", choices=lambda: [(one, one.upper()) for one in _FILES],
                      optional=True, help=_("None ticked: whatever the platform takes")),
            ]  # fmt: skip
        case "number":
            return [low, high]
        case "money":
            return [
                low,
                high,
                Input("unit", _("Unit"), "select", choices=_units, required=True),
                Input("currency", _("Currency"), limit=3, required=True, help=_("Three letters, e.g. CNY")),
            ]
        case "date":
            return [
                Input("earliest", _("First day"), "day", optional=True),
                Input("latest", _("Last day"), "day", optional=True),
            ]
    return []


def _units() -> Choices:
    return [("wan", _("ten thousands (万)")), ("yuan", _("single units"))]


def _choice_inputs() -> list[Input]:
    return [Input("code", "", "hidden", limit=40), Input("label", pgettext("choice", "Answer"), pair=True, limit=120)]


def _readers(editing: Editing) -> list[Input]:
    names: tuple[Reader, ...] = ("office", "expert", "board", "public")
    found = [Input("readers", _("Readers"), "checks", choices=lambda: [(one, reader_word(one)) for one in names])]
    if editing.question.key not in _HEADING:
        told = _("It tells who applies: in a blind review experts do not read it")
        found.append(Input("identifies", told, "check", optional=True))
    return found


def _condition(editing: Editing, depends: str) -> list[Input]:
    others = {one.key: one for one in editing.before if one.kind == "choice"}

    def questions() -> Choices:
        return [(key, one.label(editing.language)) for key, one in others.items()]

    def answers() -> Choices:
        found = others.get(depends)
        return [(one.code, pick(one, "label", editing.language)) for one in found.choices] if found else []

    required = Input("required", _("It must be answered"), "check", optional=True)
    question = Input(
        "if_question", _("Only if the answer to this question"), "select", choices=questions, optional=True
    )
    values = Input("if_values", _("is one of these"), "checks", choices=answers, optional=True)
    if not others:
        return [required]
    return [required, question, values] if depends in others else [required, question]


def _choices_of(raw: Raw) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for row in rows_of(_choice_inputs(), raw, "c"):
        zh, en = str(row["label_zh"]).strip(), str(row["label_en"]).strip()
        if not (zh or en):
            continue
        taken = {one.code for one in found} | {str(row["code"])}
        code = str(row["code"]) or next(
            key for key in ((slugify(en)[:24] or "answer"), *(f"answer-{n}" for n in range(1, 99))) if key not in taken
        )
        found.append(Choice(code[:40], zh[:120], en[:120]))
    return tuple(found)


def _new_key(question: Question, taken: frozenset[str]) -> str:
    stem = slugify(question.label_en).replace("-", "_")[:24].strip("_")
    stem = stem if stem[:1].isalpha() else question.kind
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 99))) if key not in taken)


def _section_value(editing: Editing, names: tuple[str, str]) -> str:
    return str(editing.sections.index(names)) if names in editing.sections else ""
