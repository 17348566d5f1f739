"""The rows of the list: one query finds a page of them and counts them all."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import reads_names
from yunhui.pipeline.applications.selectors import submitted_in
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.columns import COLUMNS, Column, Look, name_of, order_of
from yunhui.portal.roster.filters import Scope, condition_of
from yunhui.portal.roster.kept import fetched
from yunhui.portal.roster.names import Names

SIZE = 50
# Every row is named where it is ticked and opened, whatever its columns are.
_ALWAYS = ("pk", "number", "title", "title_en")


def found_by(scope: Scope, asked: Asked) -> QuerySet[Application]:
    """The applications that a question finds, without an order."""
    return submitted_in(scope.actor, scope.call).filter(condition_of(scope, asked)).order_by()


def ids_of(scope: Scope, asked: Asked) -> QuerySet[Any, UUID]:
    """The ids of everything that a question finds, in its order."""
    for_order, order = order_of(scope.actor, asked.sort)
    rows = found_by(scope, asked)
    for name, expression in for_order.items():
        rows = rows.annotate(**{name: expression})
    return rows.order_by(*order).values_list("pk", flat=True)


def rows_of(scope: Scope, ids: Any, sort: str, columns: Sequence[Column]) -> QuerySet[Any, dict[str, Any]]:
    """What the columns read of some applications (ids, or a query of them), in the order of a sorting."""
    for_order, order = order_of(scope.actor, sort)
    rows: QuerySet[Any, Any] = submitted_in(scope.actor, scope.call).filter(pk__in=ids)
    for name, expression in {**for_order, **_needed(columns)}.items():
        rows = rows.annotate(**{name: expression})
    return rows.order_by(*order).values(*_reads(columns))


def page_of_rows(
    scope: Scope, asked: Asked, columns: Sequence[Column], wanted: str, total: int
) -> Page[dict[str, Any]]:
    """One page of the `total` that a question finds: one query. The last page where the number is beyond it.

    The page's ids are found first and everything else is read for these alone, so that the last page of ten thousand
    costs what the first costs.
    """
    bare, reads, keys = asked.bare(), _reads(columns), tuple(column.key for column in columns)
    pages: Paginator[Any] = Paginator(range(total), SIZE)
    number = pages.get_page(wanted).number

    def make() -> QuerySet[Any, Any]:
        ids = ids_of(scope, bare)[(number - 1) * SIZE : number * SIZE]
        return rows_of(scope, ids, bare.sort, columns).values_list(*reads)

    found = fetched(scope, bare, ("rows", keys, number), make) if total else []
    return Page([dict(zip(reads, row, strict=True)) for row in found], number, pages)


def _needed(columns: Sequence[Column]) -> dict[str, Any]:
    needed: dict[str, Any] = {}
    for column in columns:
        needed |= column.needs()
    return needed


def _reads(columns: Sequence[Column]) -> list[str]:
    return list(dict.fromkeys([*_ALWAYS, *(name for column in columns for name in column.reads)]))


def look_of(scope: Scope, names: Names) -> Look:
    """What drawing the scope's rows needs to know."""
    return Look(
        language=scope.actor.language,
        zone=scope.actor.zone,
        groups={group.pk: group.name for group in names.groups},
        stages={stage.kind: pick(stage, "name", scope.actor.language) for stage in scope.stages},
        places=names.words.get("place", {}),
        countries=names.words.get("country", {}),
        with_names=reads_names(scope.actor),
    )


def drawn(rows: Iterable[dict[str, Any]], columns: Sequence[Column], look: Look, open_id: str = "") -> SafeString:
    """The rows as the inside of a table's body, each with a box to tick."""
    return mark_safe("".join(_lines(rows, columns, look, open_id)))  # noqa: S308 - cells escape what people wrote


def _lines(rows: Iterable[dict[str, Any]], columns: Sequence[Column], look: Look, open_id: str) -> Iterator[str]:
    select, title = escape(_("Select %(name)s")), COLUMNS["title"]
    heads = [(column, _head(column)) for column in columns]
    has_title = title in columns
    for row in rows:
        pk, name = str(row["pk"]), escape(name_of(row, look))
        opened = ' class="is-open"' if pk == open_id else ""
        yield f'<tr{opened} data-id="{pk}"><td class="c-check"><input type="checkbox" name="pick" value="{pk}"'
        yield f' aria-label="{select % {"name": name}}"></td>'
        for column, head in heads:
            inner = column.cell(row, look)
            if not has_title and column is columns[0]:
                inner = f'<a class="title" href="/w/applications/{pk}/">{inner}</a>'
            yield f"{head}{inner}</td>"
        yield "</tr>"


def _head(column: Column) -> str:
    """The opening tag of a column's cells; on a phone its name stands before what does not say itself what it is."""
    css = " ".join([column.css, *(["num"] if column.numeric else []), *(["key"] if column.key == "number" else [])])
    spoken = column.key in _SPOKEN and not column.label_on_phone
    return f'<td class="{css}">' if spoken else f'<td class="{css}" data-l="{escape(str(column.label))}">'


# Columns that a card on a phone shows without their name, because they say themselves what they are.
_SPOKEN = frozenset({"number", "title", "group", "next", "due"})
