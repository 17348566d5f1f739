"""A question as a field of a page, and an answer in words as its reader sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.core import Locale
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import people
from yunhui.foundation.formkit.rules.amounts import day_of
from yunhui.foundation.formkit.rules.cleaning import as_kept, as_typed
from yunhui.foundation.formkit.rules.questions import Question
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.fields import Field

Options = Sequence[tuple[str, str]]
# Up to so many choices all are shown; more go into a list.
_SHOWN = 7
# Empty rows after the people who are named, so that more can be added without a script.
_SPARE = 2
_AUTOCOMPLETE = {"name": "name", "email": "email", "employer": "organization"}
_ENDINGS = {
    "pdf": ".pdf,application/pdf",
    "pptx": ".pptx",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "image": "image/png,image/jpeg",
    "video": "video/mp4,.mp4",
}


def field_of(question: Question, value: object, language: str, lists: Mapping[str, Options], error: str = "") -> Field:
    """The field of a question with what was answered; `error` is the sentence beside it.

    `lists` has the options of `country` and `place` questions. A `file` field carries no value: who draws it shows the
    files that are there.
    """
    text = as_typed(question, value)
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
            options = options_of(question, language, lists)
            if question.kind == "choice" and len(options) <= _SHOWN:
                return Field(kind="choices", choices=options, **common)
            return Field(kind="select", choices=[("", _("Choose from the list")), *options], **common)
        case "number":
            return Field(kind="number", inputmode="numeric" if _is_whole(question) else "decimal", **common)
        case "money":
            return Field(kind="number", inputmode="decimal", unit=unit_words(question, language), **common)
        case "date":
            # What is no day cannot stand in a date field, and must not be lost: it stands as text beside its error.
            is_day = not text or day_of(text) is not None
            common["value"] = day.isoformat() if (day := day_of(text)) else text
            return Field(
                kind="date" if is_day else "text", minimum=question.earliest, maximum=question.latest, **common
            )
        case "email":
            return Field(kind="email", placeholder="name@firm.example", **common)
        case "link":
            return Field(kind="url", placeholder="https://", **common)
        case "file":
            accept = ",".join(_ENDINGS[kind] for kind in question.accept if kind in _ENDINGS)
            return Field(kind="file", accept=accept, multiple=question.max_length > 1, **{**common, "value": ""})
        case "people":
            rows = people.rows_of(value)
            spare = min(_SPARE, max(0, min(question.max_length, people.MOST) - len(rows)))
            return Field(kind="people", people=[*rows, *[{}] * max(spare, not rows)], **{**common, "value": ""})
        case "text":
            return Field(**common)


def words_of(question: Question, value: object, language: str, lists: Mapping[str, Options]) -> str:
    """An answer as its reader sees it, codes as names; a dash where there is none.

    `lists` has the options of `country` and `place` questions and the names of the files at hand as `file`; people
    stand one in a line.
    """
    kept = as_kept(question, value)
    match question.kind:
        case "choice" | "country" | "place":
            return dict(options_of(question, language, lists)).get(kept, kept) or formats.MISSING
        case "number" if isinstance(kept, int | float):
            return formats.number(kept, language)
        case "money" if isinstance(kept, int):
            return money_words(question, kept, language)
        case "date" if day := day_of(kept):
            return formats.day(day, language, year=True)
        case "file":
            names = dict(lists.get("file", ()))
            return "\n".join(names.get(one, one) for one in kept) or formats.MISSING
        case "people":
            return "\n".join(_person(row, language) for row in kept) or formats.MISSING
    return str(kept) or formats.MISSING


def options_of(question: Question, language: str, lists: Mapping[str, Options]) -> list[tuple[str, str]]:
    """What a question lets choose from, as (code, name)."""
    if question.kind == "choice":
        return [(choice.code, pick(choice, "label", language)) for choice in question.choices]
    return list(lists.get(question.kind, ()))


def unit_words(question: Question, language: str) -> str:
    """What stands behind a field of money: 万元, 万美元, CNY 10,000 each."""
    if formats.is_chinese(language):
        return ("万" if question.unit == "wan" else "") + _currency_zh(question.currency)
    return _("× 10,000 {currency}").format(currency=question.currency) if question.unit == "wan" else question.currency


def money_words(question: Question, fen: int, language: str) -> str:
    """A sum of fen in words: 120万元 in Chinese, CNY 1,200,000 in English."""
    if formats.is_chinese(language):
        return as_typed(question, fen) + unit_words(question, language)
    yuan, rest = divmod(fen, 100)
    return f"{question.currency} {yuan:,}" + (f".{rest:02}" if rest else "")


def _currency_zh(code: str) -> str:
    return "元" if code == "CNY" else Locale("zh", script="Hans").currencies.get(code, code)


def _person(row: people.Row, language: str) -> str:
    full_time = _("full time") if row["full_time"] else _("not full time")
    comma = "，" if formats.is_chinese(language) else ", "
    return comma.join(filter(None, (row["name"], row["role"], row["affiliation"], full_time)))


def _is_whole(question: Question) -> bool:
    return all(float(bound).is_integer() for bound in (question.low or 0, question.high or 0))
