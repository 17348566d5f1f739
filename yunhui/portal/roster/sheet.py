"""The list as a spreadsheet: what is on the screen, with real dates and numbers, and a page that says what it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.chips import chips_of
from yunhui.portal.roster.columns import COLUMNS, Column, Look
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.names import Names
from yunhui.ui import formats
from yunhui.ui.sheets import Fact, workbook

_WIDTHS = {"number": 8, "title": 44, "next": 30, "due": 18, "submitted": 18, "email": 28, "employer": 28}


def written(
    scope: Scope, asked: Asked, columns: Sequence[Column], names: Names, rows: Iterable[dict[str, Any]], look: Look
) -> tuple[bytes, int]:
    """A workbook of the rows, and their number."""
    heads = [(_head(column), _WIDTHS.get(column.key, 16)) for column in columns]
    cells = ([column.value(row, look) for column in columns] for row in rows)
    return workbook(
        _("Submitted applications"), heads, cells, lambda count: _about(scope, asked, columns, names, count)
    )


def _head(column: Column) -> str:
    word = str(column.label)
    return f"{word} ({_('Beijing time')})" if column.key in ("due", "submitted") else word


def _about(scope: Scope, asked: Asked, columns: Sequence[Column], names: Names, count: int) -> list[Fact]:
    """What the table is: of which call, which rows, as of when, by whom."""
    actor, call = scope.actor, scope.call
    filters = [chip.word for chip in chips_of(scope, asked, names)]
    groups = [names.word("group", key) for key in asked.values("group")]
    sort = COLUMNS.get(asked.sort.removeprefix("-"), COLUMNS["due"])
    return [
        (_("Call"), pick(call, "title", actor.language)),
        (_("Rows"), count),
        (_("As of"), formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
         + f" ({_('Beijing time')}, UTC+8)"),
        (_("Made by"), actor.name),
        (_("Groups"), ", ".join(groups) or _("all")),
        (_("Filters"), "; ".join(filters) or _("none: every submitted application")),
        (_("Sorted by"), f"{sort.label}{' ↓' if asked.sort.startswith('-') else ' ↑'}"),
        (_("Columns"), ", ".join(str(column.label) for column in columns)),
        (_("Score"), _("mean of the locked score sheets, at most 100; empty before the first")),
        (_("Personal data"), _("contained: keep it inside the office") if any(one.personal for one in columns)
         else _("names of speakers only where a column shows them")),
    ]  # fmt: skip
