"""From the text of a cell to what it means, or why it means nothing."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as WrongNumber

from yunhui.features.imports.rules.catalogue import Column
from yunhui.foundation.formkit.rules import Question

_PARTS = re.compile(r"[、,，;；/|\n]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$")
_EPOCH = date(1899, 12, 30)
_FORMULA = ("=", "+", "@", "\t")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell cannot be taken: a code with its values, put into words for the reader."""

    column: str
    value: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As a row keeps it; of a long text only the beginning."""
        return {"column": self.column, "value": self.value[:300], "code": self.code, "params": dict(self.params)}


def half(text: str) -> str:
    """A text with full-width digits, letters and marks as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()


def day_of(text: str) -> str:
    """A day as ISO text from 2026-06-11, 2026/6/11, 2026年6月11日, 20260611 or a serial number; else the text."""
    plain = half(text)
    if found := _DAY.match(plain):
        year, month, day = map(int, found.groups())
    elif re.fullmatch(r"(19|20)\d{6}", plain):
        year, month, day = int(plain[:4]), int(plain[4:6]), int(plain[6:])
    elif re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return (_EPOCH + timedelta(days=int(float(plain)))).isoformat()
    else:
        return text
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def choice_of(text: str, options: Mapping[str, Sequence[str]]) -> str:
    """The code that a text means: the code itself or one of its names, whatever the width and case; else empty."""
    plain = half(text).casefold()
    for code, names in options.items():
        if plain == code.casefold() or plain in {half(name).casefold() for name in names}:
            return code
    return ""


def some_of(options: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What may be written, by language: of each choice its first name in Chinese, its last in English."""
    chinese, english = ([names[at] for names in options.values()] for at in (0, -1))
    return {"zh-hans": "、".join(chinese), "en": ", ".join(english)}


def answer_of(question: Question, text: str, options: Mapping[str, Mapping[str, str]]) -> str:
    """An answer as the form keeps it, from what people write into tables; what is not understood stays as it is, so
    that the form's own rules can say what is wrong.

    Args:
        options: question kind or `choice:<key>` -> {plain name: code}.
    """
    match question.kind:
        case "choice":
            return options[f"choice:{question.key}"].get(half(text).casefold(), text)
        case "country" | "place":
            return options[question.kind].get(half(text).casefold(), text)
        case "date":
            return day_of(text)
        case "number" | "money" | "email":
            return half(text)
    return text


def read_cell(column: Column, text: str) -> tuple[Any, Wrong | None]:
    """What a cell of a kind without a form says, and what is wrong with it."""
    if not text:
        return "", Wrong(column.key, "", "required") if column.required else None
    value: Any = half(text) if column.kind in ("email", "code", "credit_code", "whole", "country") else text
    if column.kind == "credit_code":
        return _credit_code(column, text, value)
    if len(value) > column.longest:
        return value, Wrong(column.key, text, "too_long", {"over": len(value) - column.longest})
    if column.kind == "email":
        return value.lower(), None if _is_email(value) else Wrong(column.key, text, "not_an_email")
    if column.kind == "whole":
        digits = value.replace(",", "")
        return (
            (int(digits), None) if re.fullmatch(r"\d{1,9}", digits) else (value, Wrong(column.key, text, "not_whole"))
        )
    if column.kind == "list":
        return [part.strip() for part in _PARTS.split(text) if part.strip()], None
    return value, None


def _credit_code(column: Column, text: str, value: str) -> tuple[str, Wrong | None]:
    plain = re.sub(r"[\s\-]", "", value).upper()
    try:
        return uscc.validate(plain), None
    except WrongNumber:
        return plain, Wrong(column.key, text, "not_a_credit_code")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text when it opens it: what goes out is written as text there."""
    return text.startswith(_FORMULA) or (text.startswith("-") and not re.fullmatch(r"-[\d.,]+", text))
