"""One question of "Can I apply?" on the office's page, and the questions as an applicant answers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.foundation.formkit.rules import Options
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
from yunhui.pipeline.calls.rules import Answer, Eligibility, EligibilityQuestion, Limit, eligibility_problems
from yunhui.ui.fields import Field


@dataclass(frozen=True, slots=True)
class Editing:
    """A question on the desk: the question, and the choices before it whose answers can move its bounds."""

    question: EligibilityQuestion
    before: Sequence[EligibilityQuestion]
    countries: Options
    language: str


def kind_words() -> list[tuple[str, str]]:
    """The kinds of questions, as (kind, words)."""
    return [("choice", _("Choice")), ("number", _("Number, e.g. age or years")), ("country", _("Country or region"))]


def stored(editing: Editing) -> Raw:
    """The question as it stands in its fields."""
    one = editing.question
    values: dict[str, Any] = {field: getattr(one, field) for field in EligibilityQuestion.__slots__}
    values |= {"only": list(one.only), "never": list(one.never)}
    for limit in one.limits:
        values |= {f"low_{limit.code}": limit.low, f"high_{limit.code}": limit.high}
    rows = [{"code": row.code, "label_zh": row.label_zh, "label_en": row.label_en, "ok": "1" if row.ok else ""}
            for row in one.choices]  # fmt: skip
    return raw_of(_inputs(editing, one.by), values) | as_data(rows, "c")


def posted(editing: Editing, data: Mapping[str, Any]) -> tuple[Raw, bool]:
    """What the page posted, as typed, and whether its button only changed the page."""
    action = str(data.get("do", ""))
    rows = rows_of(_answer_inputs(), data, "c")
    changed = rearranged(rows, action, "c", {"code": "", "label_zh": "", "label_en": "", "ok": "1"})
    raw = raw_from(_inputs(editing, str(data.get("by", ""))), data)
    return raw | as_data(rows if changed is None else changed, "c"), changed is not None or action == "refresh"


def question_of(editing: Editing, raw: Raw) -> tuple[EligibilityQuestion, list[Problem]]:
    """The question as it is written on the page, and what is wrong with it."""
    by = str(raw.get("by", ""))
    values, problems = read(_inputs(editing, by), raw)
    codes = [choice.code for one in editing.before if one.key == by for choice in one.choices]
    limits = tuple(
        Limit(code, _float(values.get(f"low_{code}")), _float(values.get(f"high_{code}")))
        for code in codes
        if values.get(f"low_{code}") is not None or values.get(f"high_{code}") is not None
    )
    texts = {name: values[name] for name in values if name.endswith(("_zh", "_en"))} | {"clause": values["clause"]}
    made = replace(
        editing.question,
        **texts,
        choices=_answers_of(raw),
        low=_float(values.get("low")),
        high=_float(values.get("high")),
        by=by if codes else "",
        limits=limits,
        only=tuple(values.get("only", ())),
        never=tuple(values.get("never", ())),
    )
    return made, [*problems, *(Problem("", "question", sentence) for sentence in eligibility_problems(made))]


def blocks_of(editing: Editing, raw: Raw, problems: list[Problem]) -> list[Block]:
    """The page with what was typed, each problem beside its field."""
    errors = {problem.field: str(problem.message) for problem in problems if problem.field}
    found = [Block(lines=lines_of(_words(), raw, errors))]
    rule = _rule(editing, str(raw.get("by", "")))
    if rule:
        found.append(Block(_("The rule"), lines=lines_of(rule, raw, errors)))
    if editing.question.kind == "choice":
        rows = rows_of(_answer_inputs(), raw, "c")
        items = [
            Item(n, str(row[f"label_{language_of(editing.language)}"]) or _("New answer"),
                 lines_of(_answer_inputs(), raw, errors, f"c-{n}-"), [])
            for n, row in enumerate(rows)
        ]  # fmt: skip
        found.append(Block(_("Answers"), items=items, prefix="c", add=_("Add an answer")))
    found.append(Block(_("If it keeps somebody from applying"), lines=lines_of(_verdict(), raw, errors)))
    return found


def asked(
    questions: Sequence[EligibilityQuestion],
    answers: Mapping[str, Any],
    found: Eligibility | None,
    language: str,
    countries: Options,
) -> list[Field]:
    """The questions as an applicant answers them, with what was answered."""
    errors = {problem.field: str(problem.message) for problem in found.problems} if found else {}
    return [
        _asked(one, str(answers.get(one.key, "")), errors.get(one.key, ""), language, countries) for one in questions
    ]


def _asked(one: EligibilityQuestion, value: str, error: str, language: str, countries: Options) -> Field:
    common: dict[str, Any] = {
        "name": one.key,
        "label": one_label(one, language),
        "help": pick(one, "help", language),
        "value": value,
        "error": error,
        "required": True,
    }
    if one.kind == "choice":
        options = [(choice.code, pick(choice, "label", language)) for choice in one.choices]
        return Field(kind="choices", choices=options, **common)
    if one.kind == "country":
        return Field(kind="select", choices=[("", _("Choose from the list")), *countries], **common)
    return Field(kind="number", inputmode="numeric", **common)


def one_label(one: EligibilityQuestion, language: str) -> str:
    """The question in the reader's language."""
    return pick(one, "label", language)


def _inputs(editing: Editing, by: str) -> list[Input]:
    return [*_words(), *_rule(editing, by), *_verdict()]


def _words() -> list[Input]:
    return [
        Input("label", _("Question"), pair=True, limit=200),
        Input("help", _("Help"), pair=True, limit=300, optional=True),
    ]


def _rule(editing: Editing, by: str) -> list[Input]:
    if editing.question.kind == "country":
        return [
            Input("only", _("Only from these"), "checks", choices=lambda: editing.countries, optional=True,
                  help=_("None ticked: from everywhere")),
            Input("never", _("Not from these"), "checks", choices=lambda: editing.countries, optional=True),
        ]  # fmt: skip
    if editing.question.kind != "number":
        return []
    others = {one.key: one for one in editing.before if one.kind == "choice"}
    bounds = [
        Input("low", _("Lowest value"), "decimal", optional=True),
        Input("high", _("Highest value"), "decimal", optional=True),
    ]
    if not others:
        return bounds

    def questions() -> Choices:
        return [(key, one_label(one, editing.language)) for key, one in others.items()]

    bounds.append(Input("by", _("Other values by the answer to"), "select", choices=questions, optional=True))
    for choice in others[by].choices if by in others else ():
        word = pick(choice, "label", editing.language)
        bounds.append(
            Input(f"low_{choice.code}", _("Lowest for “{answer}”").format(answer=word), "decimal", optional=True)
        )
        bounds.append(
            Input(f"high_{choice.code}", _("Highest for “{answer}”").format(answer=word), "decimal", optional=True)
        )
    return bounds


def _answer_inputs() -> list[Input]:
    return [
        Input("code", "", "hidden", limit=40),
        Input("label", pgettext("choice", "Answer"), pair=True, limit=120),
        Input("ok", _("One can apply with this answer"), "check", optional=True),
    ]


def _verdict() -> list[Input]:
    return [
        Input("reason", _("Why not"), "textarea", pair=True, limit=300, rows=2),
        Input("instead", _("What one can do instead"), "textarea", pair=True, limit=300, rows=2, optional=True),
        Input("clause", _("Clause of the notice"), limit=40, optional=True),
    ]


def _answers_of(raw: Raw) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for row in rows_of(_answer_inputs(), raw, "c"):
        zh, en = str(row["label_zh"]).strip(), str(row["label_en"]).strip()
        if zh or en:
            taken = {one.code for one in found}
            stems = ((slugify(en)[:24] or "answer"), *(f"answer-{n}" for n in range(1, 99)))
            code = str(row["code"]) or next(key for key in stems if key not in taken)
            found.append(Answer(code[:40], zh[:120], en[:120], bool(row["ok"])))
    return tuple(found)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
