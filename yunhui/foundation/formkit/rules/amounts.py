"""Numbers, sums of money and days as people write them, in either script's digits."""

import re
from datetime import date
from decimal import Decimal

from yunhui.foundation.formkit.rules.questions import Question
from yunhui.foundation.formkit.rules.texts import half_width

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_GROUPS_OF_FOUR = re.compile(r"\d{1,4}(,\d{4})+(\.\d+)?")
_MONEY = re.compile(r"(?P<sign>[¥￥$€£]|[A-Z]{3})?\s*(?P<number>[\d.,+-]+)\s*(?P<unit>亿元?|万元?|元)?")
_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?")
# Longer is no number that a person typed; it keeps what is computed of it exact.
_DIGITS = 30
_FEN = {"元": 100, "万": 1_000_000, "亿": 10_000_000_000}
UNIT_FEN = {"yuan": _FEN["元"], "wan": _FEN["万"]}


def decimal_of(text: str) -> Decimal | None:
    """The number that a text writes, with or without separators; None for anything else."""
    plain = half_width(text).replace("，", ",").replace(" ", "")
    if len(plain) > _DIGITS or not (_NUMBER.fullmatch(plain) or _GROUPS_OF_FOUR.fullmatch(plain)):
        return None
    return Decimal(plain.replace(",", ""))


def number_of(text: str) -> int | float | None:
    """The number that a text writes, whole where it is whole."""
    value = decimal_of(text)
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def fen_of(question: Question, text: str) -> int | None:
    """The sum that a text writes, in fen; in the question's unit unless the text names 元, 万(元) or 亿(元) itself.

    None for anything else, also for what is finer than a fen, below nothing, or in a currency that is not asked for.
    """
    found = _MONEY.fullmatch(half_width(text).replace("，", ",").upper())
    if not found:
        return None
    sign = found["sign"] or ""
    if sign.isalpha() and sign != question.currency.upper():
        return None
    value = decimal_of(found["number"])
    if value is None or value < 0:
        return None
    fen = value * (_FEN[found["unit"][0]] if found["unit"] else UNIT_FEN[question.unit])
    return int(fen) if fen == fen.to_integral_value() else None


def day_of(text: str) -> date | None:
    """The day that a text writes: 2026-12-01, 2026/12/1 or 2026年12月1日; None for anything else."""
    found = _DAY.fullmatch(half_width(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def in_unit(question: Question, fen: int) -> str:
    """A sum in the question's unit without separators, exactly: 120, 0.5."""
    return f"{(Decimal(fen) / UNIT_FEN[question.unit]).normalize():f}"
