"""A list of people as one answer: name, what they do, where they belong, whether they are there full time."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.formkit.rules.texts import clean_text

COLUMNS = ("name", "role", "affiliation")
LENGTH = 120
MOST = 30

Row = dict[str, Any]


def rows_of(value: object) -> list[Row]:
    """The rows of an answer, cleaned; rows without any text are left out, and so is what is no list of rows."""
    if not isinstance(value, list | tuple):
        return []
    rows = [_row(one) for one in value if isinstance(one, Mapping)]
    return [row for row in rows if any(row[column] for column in COLUMNS)]


def typed_rows(key: str, data: Mapping[str, Any]) -> list[Row]:
    """The rows that a page posted as `<key>-<n>-<column>`, n from 0, in their order."""
    numbers = {
        int(number)
        for name in data
        if name.startswith(f"{key}-")
        for number, dash, column in [name[len(key) + 1 :].partition("-")]
        if dash and number.isdecimal() and len(number) <= 3 and column in (*COLUMNS, "full_time")
    }
    return rows_of(
        [
            {column: data.get(f"{key}-{number}-{column}", "") for column in (*COLUMNS, "full_time")}
            for number in sorted(numbers)
        ]
    )


def problem_of(rows: list[Row], most: int) -> tuple[str, Any] | None:
    """What is wrong with the rows of an answer, as (code, sentence)."""
    if len(rows) > most:
        return "too_many", _("At most %(most)s people; you named %(count)s.") % {"most": most, "count": len(rows)}
    for number, row in enumerate(rows, 1):
        if not row["name"]:
            return "no_name", _("Person %(number)s has no name.") % {"number": number}
        if any(len(row[column]) > LENGTH for column in COLUMNS):
            return "too_long", _("Person %(number)s: write at most %(most)s characters in each field.") % {
                "number": number,
                "most": LENGTH,
            }
    return None


def _row(one: Mapping[str, Any]) -> Row:
    full_time = one.get("full_time")
    is_full_time = full_time if isinstance(full_time, bool) else clean_text(full_time) in ("1", "on", "true", "yes")
    return {**{column: clean_text(one.get(column)) for column in COLUMNS}, "full_time": is_full_time}
