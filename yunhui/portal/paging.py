"""Pages of long lists, each in one query: with a count by a window over the rows, or of a log, which is not counted."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

SIZE = 25
_MOST = 1_000_000


def page_of(rows: QuerySet[Any, Any], wanted: str, size: int = SIZE) -> Page[Any]:
    """The page number `wanted` (the first where it is no page) of ordered rows; for the tag `pager`."""
    counted = rows.annotate(rows_in_all=Window(Count("*")))
    number = min(int(wanted), _MOST) if wanted.isdecimal() and int(wanted) else 1
    found = list(counted[(number - 1) * size : number * size])
    if not found and number > 1:
        number, found = 1, list(counted[:size])
    total = _total(found[0]) if found else 0
    return Page(found, number, Paginator(range(total), size))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a log, the newest first; `older` is the key before which the next stretch begins, 0 at the end."""

    rows: list[Any]
    older: int


def stretch_of(rows: QuerySet[Any, Any], before: str, size: int = 50) -> Stretch:
    """Rows of a log in the order of their numbers, before the number `before` where it is one."""
    if before.isdecimal():
        rows = rows.filter(pk__lt=min(int(before), 2**62))
    found = list(rows.order_by("-pk")[: size + 1])
    return Stretch(found[:size], found[size - 1].pk if len(found) > size else 0)


def _total(row: Any) -> int:
    return int(row["rows_in_all"] if isinstance(row, dict) else row.rows_in_all)
