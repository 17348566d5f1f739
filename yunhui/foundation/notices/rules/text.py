"""The text of letters: which variables it has, and what it reads like for one reader. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.functional import Promise

from yunhui.foundation.notices.ports import Both, Letter, LetterError
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.ui import formats

_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(\?)?\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_MANY_BLANKS = re.compile(r"\n{3,}")


def variables_in(text: str) -> set[str]:
    """The names of the variables of a text."""
    return {name for name, _optional in _PLACE.findall(text)}


def has_stray_braces(text: str) -> bool:
    """Whether a text has double braces that are no variable."""
    return bool(_BRACES.search(_PLACE.sub("", text)))


def fill(text: str, values: Mapping[str, Any], language: str, zone: str, *, short: bool = False) -> str:
    """A text for one reader; `values` as `plain` makes them; `short` for subjects and SMS: one clock, named.

    Raises:
        LetterError: a variable has no value.
    """
    lines = []
    for line in text.strip().splitlines():
        words = {name: word(_value(values, name), language, zone, short=short) for name in variables_in(line)}
        if any(optional and not words[name] for name, optional in _PLACE.findall(line)):
            continue
        lines.append(_PLACE.sub(lambda found, words=words: words[found.group(1)], line).rstrip())  # type: ignore[misc]
    return _MANY_BLANKS.sub("\n\n", "\n".join(lines)).strip()


def _value(values: Mapping[str, Any], name: str) -> Any:
    if name not in values:
        raise LetterError(f"the variable {name} has no value")
    return values[name]


def check_context(letter: Letter, context: Iterable[str]) -> None:
    """Whether a context has just the variables of its letter.

    Raises:
        LetterError: one is missing or unknown.
    """
    known, given = {one.name for one in letter.variables}, set(context)
    if known != given:
        raise LetterError(f"{letter.key}: missing {sorted(known - given)}, unknown {sorted(given - known)}")


def plain(context: Mapping[str, object]) -> dict[str, Any]:
    """A context as JSON that `word` can read again."""
    return {name: _plain(value) for name, value in context.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Both):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Promise):
        return {"zh": _translated(value, CHINESE), "en": _translated(value, ENGLISH)}
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise LetterError("an instant in a letter needs a zone")
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LetterError(f"a letter cannot say {value!r}")
    return value


def value_of(plain_value: Any) -> Any:
    """A value of a plain context as the letter was given it: text, number, `Both`, day or instant."""
    match plain_value:
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"zh": zh, "en": en}:
            return Both(zh, en)
    return plain_value


def _translated(value: Promise, language: str) -> str:
    with translation.override(language):
        return str(value)


def word(value: Any, language: str, zone: str, *, short: bool = False) -> str:
    """A value of a plain context as its reader reads it."""
    if isinstance(value, int):
        return formats.number(value, language)
    if isinstance(value, str):
        return value
    if "at" in value:
        at = datetime.fromisoformat(value["at"])
        return one_clock(at, language, zone) if short else two_clocks(at, language, zone)
    if "day" in value:
        return formats.day(date.fromisoformat(value["day"]), language, year=True)
    zh, en = str(value["zh"]), str(value["en"])
    return (zh or en) if formats.is_chinese(language) else (en or zh)


def two_clocks(at: datetime, language: str, zone: str) -> str:
    """An instant on the reader's clock and in Beijing time (UTC+8); midnight ends the day before, as 24:00."""
    own, beijing = (formats.end(at, language, clock, year=True) for clock in (zone, formats.BEIJING))
    is_chinese = formats.is_chinese(language)
    if formats.utc_offset(at, zone) == formats.utc_offset(at, formats.BEIJING):
        return f"{beijing}（北京时间，UTC+8）" if is_chinese else f"{beijing} Beijing time (UTC+8)"
    place = formats.clock_name(zone, language)
    if is_chinese:
        return f"{place}{own}（即北京时间{beijing}，UTC+8）"
    return f"{own} {place} ({beijing} Beijing time, UTC+8)"


def one_clock(at: datetime, language: str, zone: str) -> str:
    """An instant on the reader's clock, which is named: Thu 11 Jun, 08:00 Amsterdam time."""
    own, place = formats.end(at, language, zone), formats.clock_name(zone, language)
    return f"{place}{own}" if formats.is_chinese(language) else f"{own} {place}"


class Block(NamedTuple):
    """A paragraph: its text, or the items of a list."""

    text: str
    items: list[str]


def paragraphs(body: str) -> list[Block]:
    """The paragraphs of a text; lines that begin with `- ` are the items of a list."""
    found: list[Block] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        for is_list, lines in groupby(block.splitlines(), lambda line: line.startswith("- ")):
            if is_list:
                found.append(Block("", [line[2:] for line in lines]))
            else:
                found.append(Block("\n".join(lines), []))
    return found
