"""The rows of a group's table as HTML: written here, because a template takes ten times as long for hundreds."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yunhui.pipeline.decisions.models import Ranked
from yunhui.pipeline.decisions.web.rows import Row, Table
from yunhui.ui import formats
from yunhui.ui.sprite import light
from yunhui.ui.tags.charts import interval
from yunhui.ui.tags.marks import tag

_COLUMNS = 7


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of a page share: where a row opens, the column of the official figure, the words of the cut line,
    and where the panel sits on the border projects (empty for who may not)."""

    address: str
    column: str
    cut: str
    sitting: str = ""


def lines_of(table: Table, around: Around) -> SafeString:
    """Each row, the head of the border zone above its first and the cut line below the last one inside."""
    words = {"chance": escape(_("Chance")), "interested": escape(_("Interested"))}
    parts = []
    for row in table.rows:
        if row.zone_above:
            parts.append(_zone(table, around))
        parts.append(_line(row, table, around, words))
        if row.line_below:
            parts.append(f'<tr class="cutline"><td colspan="{_COLUMNS}"><span>{escape(around.cut)}</span></td></tr>')
    return mark_safe("".join(parts))  # noqa: S308 every part is escaped


def cut_words(group: Any, last: str | None, *, is_tied: bool) -> str:
    """What the cut line says: the places by the rule, the last score inside, and wild cards beside them."""
    values = {"n": group.quota, "last": last or "—"}
    if is_tied:
        said = ngettext(
            "Line: one place by the rule, equals at %(last)s",
            "Line: %(n)s places by the rule, the last among equals at %(last)s",
            group.quota,
        )
    else:
        said = ngettext(
            "Line: one place by the rule, the last at %(last)s",
            "Line: %(n)s places by the rule, the last at %(last)s",
            group.quota,
        )
    if not group.wild_cards:
        return said % values
    wild = ngettext(", and one wild card", ", and %(n)s wild cards", group.wild_cards) % {"n": group.wild_cards}
    return said % values + wild


def _zone(table: Table, around: Around) -> str:
    zone = table.zone or {}
    words = ngettext(
        "One project at rank %(first)s is too close to the line for its scores to tell.",
        "%(n)s projects from rank %(first)s to %(last)s are too close to the line for their scores to tell.",
        zone["count"],
    ) % {"n": zone["count"], "first": zone["first"], "last": zone["last"]}
    link = (
        f' <a href="{escape(around.sitting)}" hx-boost="false">{escape(_("Deliberate on them"))}</a>'
        if around.sitting
        else ""
    )
    head = escape(_("Border projects · deliberate"))
    return f'<tr class="zone-h"><td colspan="{_COLUMNS}"><b>{head}</b> {escape(words)}{link}</td></tr>'


def _line(row: Row, table: Table, around: Around, words: dict[str, str]) -> str:
    item = row.item
    url = f"{escape(around.address)}&amp;item={item.application_id}"
    css = f' class="{row.css}"' if row.css else ""
    who = f'<span class="sub nowrap">{escape(row.who)}</span>' if row.who else ""
    why = f'<span class="why-not">{escape(row.why)}</span>' if row.why else ""
    interests = _none(get_language() or "") if row.lacks_interest and not item.interests else str(item.interests)
    return (
        f'<tr{css}><td class="num c-rank">{item.rank or "—"}</td>'
        f'<td class="c-title"><a class="title" href="{url}">'
        f"{escape(row.title)}</a>{who}{_flags(row)}</td>"
        f'<td class="num c-avg" data-l="{escape(around.column)}">{formats.score(item.score)}</td>'
        f'<td class="c-int">{_reference(row, table)}</td>'
        f'<td class="num c-p" data-l="{words["chance"]}">{escape(row.chance)}</td>'
        f'<td class="num c-b" data-l="{words["interested"]}">{interests}</td>'
        f'<td class="c-d">{escape(row.outcome)}{why}</td></tr>'
    )


def _flags(row: Row) -> str:
    item, found = row.item, ""
    is_live = isinstance(item, Ranked)  # of a batch the panel says it
    if row.asides:
        found += _flag(
            ngettext("one sheet set aside", "%(n)s sheets set aside", row.asides) % {"n": row.asides},
            get_language() or "",
        )
    if is_live and item.is_wide:
        found += _flag(_("%(n)s points apart") % {"n": f"{item.spread.normalize():f}"}, get_language() or "")
    if is_live and item.low_criteria:
        found += _flag(_("a criterion under 40%%") % {}, get_language() or "")
    return f'<span class="sub nowrap">{found}</span>' if found else ""


@lru_cache(maxsize=512)
def _flag(words: str, _language: str) -> str:
    return light("y", words, small=True)


@lru_cache(maxsize=4)
def _none(_language: str) -> str:
    return tag(_("none"), "r")


def _reference(row: Row, table: Table) -> str:
    item, frame = row.item, table.frame
    if item.reference is None:
        return ""
    drawn = ""
    if row.is_drawn and frame is not None:
        drawn = interval(item.low, item.reference, item.high, frame.cut, frame.low, frame.high)
    return f'<div class="ref"><b>{item.reference:.1f}</b>{drawn}</div>'
