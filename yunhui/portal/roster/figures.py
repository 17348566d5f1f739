"""The funnel of a call in figures: by step, group, country, industry, channel, state, stage and host area.

One walk over the applications counts every combination; the tables are sums of it, so that they agree with each other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import answers_by_board
from yunhui.foundation.codes.enums import Scheme
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import Channel
from yunhui.pipeline.applications.selectors import at_work_in, counted_by
from yunhui.portal.funnel import conditions, words
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import STATES, Scope
from yunhui.portal.roster.kept import fetched
from yunhui.portal.roster.names import Names

Counted = tuple[Sequence[Any], Sequence[int]]
Word = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its word, and each figure with the address of its rows, empty where there are none."""

    word: str
    url: str
    figures: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One way to part the applications: `key` names its filter."""

    key: str
    title: str
    heads: list[str]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page shows: sums by step, and the tables."""

    sums: dict[str, int]
    tables: list[Table]


def figures_of(scope: Scope, names: Names) -> Figures:
    """Count the call's applications in every way: three queries, two of them a walk over the applications."""
    steps = conditions(scope.kinds)
    stages = {f"at_{stage.pk}": at_work_in(stage.kind) for stage in scope.stages}
    late = {f"late_{stage.pk}": at_work_in(stage.kind) & Q(standing__due_at__lte=scope.now) for stage in scope.stages}
    inside = _counted(scope, ("group_id", "state"), {**steps, **stages, **late})
    outside = _counted(scope, ("country", "channel"), steps)
    columns = [*steps, *stages, *late]
    sums = dict(zip(columns, _added(numbers for _keys, numbers in inside) or [0] * len(columns), strict=True))
    groups = {group.pk: group for group in names.groups}
    heads = [words()[step] for step in steps]

    def parted(key: str, title: str, rows: list[Counted], value: Callable[[Any], str], word: Word, at: int) -> Table:
        found: dict[str, list[int]] = {}
        for keys, numbers in rows:
            mine = found.setdefault(value(keys[at]), [0] * len(steps))
            for index in range(len(steps)):
                mine[index] += numbers[index]
        ordered = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
        return Table(key, title, heads, [_line(key, one, word(one), numbers, list(steps)) for one, numbers in ordered])

    def key_of(pk: int | None) -> str:
        return groups[pk].key if pk in groups else ""

    def industry_of(pk: int | None) -> str:
        return groups[pk].industry if pk in groups else ""

    tables = [
        parted("group", _("By group"), inside, key_of, lambda key: names.word("group", key), 0),
        parted("country", _("By country or region"), outside, str, lambda code: names.word("country", code), 0),
        parted("industry", _("By industry"), inside, industry_of, lambda code: names.word(Scheme.INDUSTRY, code), 0),
        parted("channel", _("By channel"), outside, str, lambda code: str(Channel(code).label), 1),
        _by_stage(scope, sums),
        _by_state(inside),
        _by_board(scope),
    ]
    return Figures(sums, [table for table in tables if table.lines])


def _counted(scope: Scope, by: tuple[str, str], steps: dict[str, Q]) -> "list[Counted]":
    rows = fetched(scope, Asked(), ("figures", by), lambda: counted_by(scope.actor, scope.call, by, steps))
    return [(row[:2], row[2:]) for row in rows]


def definitions() -> dict[str, str]:
    """Step -> what it counts (口径)."""
    return {
        "received": _("Submitted applications, also those withdrawn later; drafts do not count."),
        "screened": _("Whose form check has passed, whatever came after."),
        "wanted": _("At least one host area has said that it is interested, and has not taken it back."),
        "reviewed": _("At least one score sheet is locked and none is open."),
        "gates": _("Host-area match and expert review have both passed."),
        "selected": _("Selected by a released decision, also those completed or lapsed since."),
    }


def _added(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _line(key: str, value: str, word: str, numbers: Sequence[int], steps: Sequence[str]) -> Line:
    asked = Asked().with_filter(key, [value] if value else [])
    figures = [
        (number, asked.but(step="" if step == "received" else step).url() if number else "")
        for number, step in zip(numbers, steps, strict=True)
    ]
    return Line(word or "—", asked.url(), figures)


def _by_stage(scope: Scope, sums: dict[str, int]) -> Table:
    lines = []
    for stage in scope.stages:
        asked = Asked().with_filter("stage", [stage.key])
        late = asked.with_filter("due", ["late"])
        figures = [(sums[f"at_{stage.pk}"], asked.url()), (sums[f"late_{stage.pk}"], late.url())]
        lines.append(Line(pick(stage, "name", scope.actor.language), asked.url(), figures))
    return Table("stage", _("By stage"), [_("Open now"), _("Late")], lines)


def _by_state(rows: Iterable[Counted]) -> Table:
    counts: dict[str, int] = {}
    for keys, numbers in rows:
        counts[keys[1]] = counts.get(keys[1], 0) + numbers[0]
    lines = []
    for state in STATES:
        url = Asked().with_filter("state", [str(state)]).url()
        lines.append(Line(str(state.label), url, [(counts.get(state, 0), url)]))
    return Table("state", _("By state"), [_("Applications")], [line for line in lines if line.figures[0][0]])


def _by_board(scope: Scope) -> Table:
    heads = [_("Offered"), _("Interested"), _("Not interested for now"), _("Awaiting answer"), _("No answer in time")]
    lines = []
    for pk, zh, en, *numbers in answers_by_board(scope.actor, scope.call):
        url = Asked().with_filter("board", [str(pk)]).url()
        word = (zh or en) if scope.actor.language.startswith("zh") else (en or zh)
        lines.append(Line(word, url, [(number, url) for number in numbers]))
    return Table("board", _("By host area"), heads, lines)
