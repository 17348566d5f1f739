"""Pages of settings as data: what is asked, how it is read, and how it stands on the page with what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import clean_text, day_of, decimal_of, half_width
from yunhui.kernel import clock
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import CHINESE
from yunhui.ui import fields

Kind = Literal[
    "text", "textarea", "whole", "decimal", "moment", "day", "choices", "select", "check", "checks", "hidden"
]
Choices = Sequence[tuple[str, Any]]
Raw = dict[str, Any]
MOST_ROWS = 60
_MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
_DRAWN: dict[Kind, fields.Kind] = {
    "text": "text", "textarea": "textarea", "whole": "number", "decimal": "number", "moment": "datetime-local",
    "day": "date", "choices": "choices", "select": "select", "check": "check", "checks": "choices", "hidden": "hidden",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """One setting.

    Attributes:
        pair: a text in both languages; its names are `name_zh` and `name_en`.
        limit: characters of a text.
        low, high: bounds of a number, both included.
        required: nothing can be saved without it; optional: publication does not ask for it.
        choices: what can be chosen, as (value, words); asked anew for each page, because words have a language.
    """

    name: str
    label: Any
    kind: Kind = "text"
    help: Any = ""
    pair: bool = False
    limit: int = 200
    low: int | None = None
    high: int | None = None
    choices: Callable[[], Choices] = tuple
    required: bool = False
    optional: bool = False
    rows: int = 3
    unit: Any = ""

    @property
    def parts(self) -> list["Input"]:
        """The single inputs: one, or one for each language."""
        if not self.pair:
            return [self]
        words = ((_("Chinese"), "zh"), (_("English"), "en"))
        label = _("{label} · {language}")
        return [
            replace(self, name=f"{self.name}_{code}", label=label.format(label=self.label, language=word), pair=False)
            for word, code in words
        ]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list on a page: its number from 0, what it is called, its lines, and lines that are folded away."""

    number: int
    title: str
    lines: list[tuple[fields.Field, ...]]
    folded: list[tuple[fields.Field, ...]]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: lines of fields, or a list of items that can be added to, moved and taken away."""

    title: str = ""
    help: str = ""
    lines: Sequence[tuple[fields.Field, ...]] = ()
    items: Sequence[Item] = ()
    prefix: str = ""
    add: str = ""
    fold: str = ""


class Read(NamedTuple):
    """What was read: values of the right types by name, and problems by the names of the fields."""

    values: dict[str, Any]
    problems: list[Problem]


def read(inputs: Iterable[Input], data: Mapping[str, Any], prefix: str = "") -> Read:
    """The values that a page posted; what cannot be read is a problem, and its value None."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in (part for given in inputs for part in given.parts):
        name = prefix + one.name
        typed = _all(data, name) if one.kind == "checks" else data.get(name, "")
        value, wrong = _value(one, typed)
        values[one.name] = value
        if wrong:
            problems.append(Problem(name, *wrong))
    return Read(values, problems)


def raw_of(inputs: Iterable[Input], values: Mapping[str, Any], prefix: str = "") -> Raw:
    """Stored values as they stand in the fields of a page."""
    return {prefix + one.name: _typed(values.get(one.name)) for given in inputs for one in given.parts}


def raw_from(inputs: Iterable[Input], data: Mapping[str, Any], prefix: str = "") -> Raw:
    """What a page posted, as it was typed."""
    parts = [(prefix + one.name, one.kind) for given in inputs for one in given.parts]
    return {name: _all(data, name) if kind == "checks" else str(data.get(name, "")) for name, kind in parts}


def lines_of(
    inputs: Iterable[Input],
    raw: Mapping[str, Any],
    errors: Mapping[str, str],
    prefix: str = "",
    stale: Mapping[str, str] | None = None,
) -> list[tuple[fields.Field, ...]]:
    """The fields of a page, line by line; `stale` says by the name of a pair which language is behind."""
    behind = stale or {}
    return [
        tuple(_field(one, raw, errors, prefix, behind.get(given.name, "")) for one in given.parts) for given in inputs
    ]


def missing(raw: Raw, *names: str) -> list[Problem]:
    """A problem for each of the fields that is empty."""
    return [Problem(name, "required", _("Please fill this in.")) for name in names if not raw.get(name)]


def rows_of(inputs: Iterable[Input], data: Mapping[str, Any], prefix: str) -> list[Raw]:
    """The rows of a list that a page posted, in their order, as typed."""
    inputs = list(inputs)
    count = str(data.get(f"{prefix}-count", "0"))
    number = min(int(count), MOST_ROWS) if count.isdecimal() else 0
    rows = [raw_from(inputs, data, f"{prefix}-{n}-") for n in range(number)]
    return [{name.removeprefix(f"{prefix}-{n}-"): text for name, text in row.items()} for n, row in enumerate(rows)]


def rearranged(rows: list[Raw], action: str, prefix: str, empty: Raw) -> list[Raw] | None:
    """The rows after `add:<prefix>`, `up:`, `down:` or `drop:<prefix>:<number>`; None where the action is another."""
    verb, _colon, rest = action.partition(":")
    name, _colon, text = rest.partition(":")
    if name != prefix or verb not in ("add", "up", "down", "drop"):
        return None
    if verb == "add":
        return [*rows, dict(empty)]
    place, moved = int(text) if text.isdecimal() else -1, list(rows)
    if not 0 <= place < len(rows):
        return moved
    row = moved.pop(place)
    if verb != "drop":
        moved.insert(max(0, place + (-1 if verb == "up" else 1)), row)
    return moved


def as_data(rows: Iterable[Raw], prefix: str) -> Raw:
    """Rows under the names by which a page posts them."""
    rows = list(rows)
    return {
        f"{prefix}-count": str(len(rows)),
        **{f"{prefix}-{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()},
    }


def _all(data: Mapping[str, Any], name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(one) for one in (found if isinstance(found, list | tuple) else [found])]


def _value(one: Input, typed: Any) -> tuple[Any, tuple[str, Any] | None]:
    if one.kind == "check":
        return bool(typed), None
    if one.kind == "checks":
        known = {value for value, _words in one.choices()}
        return [text for text in typed if text in known], None
    text = clean_text(typed)
    if one.kind in ("text", "textarea", "hidden"):
        if one.required and not text:
            return "", ("required", _("Please fill this in."))
        if len(text) > one.limit:
            over = len(text) - one.limit
            return text, ("too_long", _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over})
        return text, None
    if not text:
        return ("" if one.kind in ("choices", "select") else None), (
            ("required", _("Please fill this in.")) if one.required else None
        )
    match one.kind:
        case "choices" | "select":
            known = {value for value, _words in one.choices()}
            return (text, None) if text in known else ("", ("not_a_choice", _("Choose one of the answers.")))
        case "moment":
            at = _moment(text)
            return at, None if at else ("not_a_moment", _("Write a day and a time, e.g. 2026-12-01 17:00."))
        case "day":
            day = day_of(text)
            return day, None if day else ("not_a_day", _("Write a day as year, month and day, e.g. 2026-12-01."))
        case _:
            return _number(one, text)


def _number(one: Input, text: str) -> tuple[Any, tuple[str, Any] | None]:
    value = decimal_of(text)
    if value is None or (one.kind == "whole" and value != value.to_integral_value()):
        return None, ("not_a_number", _("Write a number, e.g. 12."))
    low, high = one.low, one.high
    if (low is not None and value < low) or (high is not None and value > high):
        if low is not None and high is not None:
            sentence = _("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high}
        elif low is not None:
            sentence = _("Write a number from %(low)s up.") % {"low": low}
        else:
            sentence = _("Write a number up to %(high)s.") % {"high": high}
        return None, ("out_of_range", sentence)
    return (int(value) if one.kind == "whole" else value), None


def _moment(text: str) -> datetime | None:
    """A wall-clock time in Beijing as an instant."""
    for pattern in _MOMENTS:
        try:
            return datetime.strptime(half_width(text), pattern).replace(tzinfo=clock.BEIJING)
        except ValueError:
            continue
    return None


def _typed(value: Any) -> Any:
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case list() | tuple():
            return [str(one) for one in value]
        case datetime():
            return f"{value.astimezone(clock.BEIJING):%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case Decimal() | float():
            return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def _field(one: Input, raw: Mapping[str, Any], errors: Mapping[str, str], prefix: str, behind: str) -> fields.Field:
    name = prefix + one.name
    given = raw.get(name, "")
    kind, text = _DRAWN[one.kind], given if isinstance(given, str) else ""
    if (one.kind == "moment" and text and _moment(text) is None) or (one.kind == "day" and text and not day_of(text)):
        kind = "text"  # what is no day cannot stand in a date field, and must not be lost
    words = [str(one.help)] if one.help else []
    if behind and one.name.endswith(f"_{behind}"):
        older = _("older than the English") if behind == "zh" else _("older than the Chinese")
        words.append(older)
    options = list(one.choices())
    if one.kind == "select" and not one.required:
        options = [("", _("None")), *options]
    return fields.Field(
        name=name,
        label=str(one.label),
        kind=kind,
        value=given,
        help=" · ".join(words),
        error=errors.get(name, ""),
        required=not one.optional,  # what publication asks for; a draft takes everything
        choices=options,
        multiple=one.kind == "checks",
        limit=one.limit if one.kind == "textarea" else None,
        rows=one.rows,
        unit=str(one.unit),
        inputmode="numeric" if one.kind == "whole" else "",
        extra={"lang": "zh-Hans" if one.name.endswith("_zh") else "en"} if one.name.endswith(("_zh", "_en")) else {},
    )


def language_of(reader: str) -> str:
    """The suffix of the reader's language: zh or en."""
    return "zh" if reader == CHINESE else "en"
