"""The columns of the list: what each reads, sorts by, draws on the page and writes into a sheet.

Cells are drawn by plain functions: a page has hundreds of them, and a template tag for each costs more than the rest of
the page. Everything that came from a person goes through `escape`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState, Channel, PassState
from yunhui.pipeline.applications.states import AT_WORK
from yunhui.portal.next_step import kinds_of, marks_of, next_step
from yunhui.ui import formats, sprite

Row = Mapping[str, Any]
DASH = '<span class="sub">—</span>'


@dataclass(frozen=True, slots=True)
class Look:
    """What drawing needs to know of reader and call: groups by id, stages by kind, places and countries by code."""

    language: str
    zone: str
    groups: Mapping[int, str]
    stages: Mapping[str, str]
    places: Mapping[str, str]
    countries: Mapping[str, str]
    with_names: bool = True
    now: datetime = field(default_factory=clock.now)

    @property
    def is_chinese(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.language.startswith("zh")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        reads: what it takes from a row, as names of `values()`; needs: what must be annotated for that.
        sorts: names by which it sorts, upwards.
        cell: the inside of its cell; value: what stands in a sheet: text, int, Decimal or an instant.
        label_on_phone: whether a card names it, because the cell alone does not say what it is.
        personal: only for those who work with the person's data.
    """

    key: str
    label: Promise
    reads: tuple[str, ...]
    sorts: tuple[str, ...]
    cell: Callable[[Row, Look], str]
    value: Callable[[Row, Look], Any]
    needs: Callable[[], dict[str, Any]] = dict
    numeric: bool = False
    label_on_phone: bool = False
    personal: bool = False

    @property
    def css(self) -> str:
        """The class of its cells."""
        return _CSS.get(self.key, f"c-{self.key}")


_CSS = {"number": "c-no", "areas": "c-dock", "score": "c-rev", "check": "c-screen"}


def columns_for(actor: Actor, asked: str) -> list[Column]:
    """The columns of a list of keys with commas that the actor may have; the usual ones where none is left."""
    may = [one for one in asked.split(",") if one in COLUMNS and may_have(actor, COLUMNS[one])]
    return [COLUMNS[one] for one in dict.fromkeys(may)] or [COLUMNS[one] for one in USUAL]


def may_have(actor: Actor, column: Column) -> bool:
    """Personal columns are for the office, which works with the people."""
    return not column.personal or actor.has(Role.OFFICE)


def name_of(row: Row, look: Look) -> str:
    """The title in the reader's language, where there is one."""
    title: str = row["title"] if look.is_chinese else row["title_en"] or row["title"]
    return title


def _title(row: Row, look: Look) -> str:
    parts = (row["speaker"] if look.with_names else "", look.places.get(row["place"], ""))
    who = ("，" if look.is_chinese else ", ").join(escape(one) for one in parts if one)
    return (
        f'<a class="title" href="/w/applications/{row["pk"]}/">{escape(name_of(row, look))}</a>'
        f'<span class="sub">{who}</span>'
    )


def _areas(row: Row, look: Look) -> str:
    return _marks(tuple(row["standing__answers"] or ()), look.language) or "—"


@lru_cache(maxsize=2048)
def _marks(answers: tuple[str, ...], language: str) -> str:
    """The marks of host areas' answers; kept, because few combinations return on every row."""
    marks = "".join(sprite.mark(kind, word) for kind, word in marks_of(list(answers)))
    return f'<span class="marks">{marks}</span>' if marks else ""


def _score(row: Row, look: Look) -> str:
    locked, wanted = row["standing__sheets_locked"], row["standing__sheets_wanted"]
    sheets = f'<span class="sub">{locked}/{wanted}</span>' if wanted else ""
    return formats.score(row["standing__mean"]) + sheets


def _next(row: Row, look: Look) -> str:
    return escape(next_word(row, look))


def next_word(row: Row, look: Look) -> str:
    """The next step of a row in words."""
    lists = (tuple(row["standing__steps"] or ()), tuple(row["standing__answers"] or ()))
    return _next_word(
        row["state"], *lists, row["standing__sheets_locked"], row["standing__sheets_wanted"], look.language
    )


@lru_cache(maxsize=4096)
def _next_word(
    state: str, steps: tuple[str, ...], answers: tuple[str, ...], locked: int, wanted: int, language: str
) -> str:
    row = {"state": state, "area_answers": answers, "locked": locked, "wanted": wanted, **kinds_of(list(steps))}
    return next_step(row)


def _due(row: Row, look: Look) -> str:
    at = row["standing__due_at"]
    if at is None:
        return DASH
    due = formats.due(at, look.now, look.language, formats.BEIJING)
    day = formats.short_day(formats.last_day(at, formats.BEIJING), look.language)
    light = _light(due.light, due.words, look.language)
    return f'{light}<time class="sub" datetime="{at.isoformat()}">{day}</time>'


@lru_cache(maxsize=512)
def _light(kind: str, words: str, language: str) -> str:
    return sprite.light(kind, _("on time") if kind == "g" else words)


def _group(row: Row, look: Look) -> str:
    return look.groups.get(row["group_id"], "")


def stage_words(row: Row, look: Look) -> str:
    """The stages that are open for an application, in words."""
    pairs = [step.split(":") for step in row["standing__steps"] or ()]
    open_kinds = [kind for kind, state in pairs if state in AT_WORK]
    words = [look.stages.get(kind, kind) for kind in open_kinds]
    return ("、" if look.is_chinese else ", ").join(words)


def _check_state(row: Row, look: Look) -> str:
    for step in row["standing__steps"] or ():
        kind, state = step.split(":")
        if kind == "screening":
            return str(PassState(state).label)
    return ""


def _instant(row: Row, look: Look) -> str:
    at = row["submitted_at"]
    if at is None:
        return DASH
    return f'<time datetime="{at.isoformat()}">{formats.moment(at, look.language, look.zone)}</time>'


def _plain(value: Callable[[Row, Look], Any]) -> Callable[[Row, Look], str]:
    """A cell that shows the value itself, a dash where there is none."""

    def cell(row: Row, look: Look) -> str:
        text = value(row, look)
        return escape(str(text)) if text not in (None, "") else DASH

    return cell


def _column(
    key: str, label: Promise, reads: tuple[str, ...], sorts: tuple[str, ...], value: Any, **more: Any
) -> Column:
    return Column(key, label, reads, sorts, more.pop("cell", None) or _plain(value), value, **more)


def _of(name: str) -> Callable[[Row, Look], Any]:
    return lambda row, look: row[name]


_SHEETS = ("standing__sheets_locked", "standing__sheets_wanted")
_WORK = ("state", "standing__steps", "standing__answers", *_SHEETS)
_ALL = (
    _column("number", gettext_lazy("No."), ("number",), ("number",), _of("number"),
            cell=lambda row, look: f"{row['number']:04d}"),
    _column("title", gettext_lazy("Project"), ("title", "title_en", "speaker", "place"), ("title",), name_of,
            cell=_title),
    _column("group", gettext_lazy("Group"), ("group_id",), ("group__sort",), _group),
    _column("stage", gettext_lazy("Stage"), ("standing__steps",), ("standing__steps",), stage_words),
    _column("state", gettext_lazy("State"), ("state",), ("state",),
            lambda row, look: str(ApplicationState(row["state"]).label)),
    _column("check", gettext_lazy("Form check"), ("standing__steps",), ("standing__steps",), _check_state),
    _column("areas", gettext_lazy("Areas"), ("standing__answers", "standing__interests"), ("standing__interests",),
            _of("standing__interests"), cell=_areas, label_on_phone=True),
    _column("score", gettext_lazy("Score"), ("standing__mean", *_SHEETS), ("standing__mean",), _of("standing__mean"),
            cell=_score, numeric=True, label_on_phone=True),
    _column("next", gettext_lazy("Next step"), _WORK, ("standing__steps",), next_word, cell=_next),
    _column("due", gettext_lazy("Due"), ("standing__due_at",), ("standing__due_at",), _of("standing__due_at"),
            cell=_due),
    _column("country", gettext_lazy("Country or region"), ("country",), ("country",),
            lambda row, look: look.countries.get(row["country"], row["country"])),
    _column("place", pgettext_lazy("of a person", "City"), ("place",), ("place",),
            lambda row, look: look.places.get(row["place"], "")),
    _column("channel", gettext_lazy("Channel"), ("channel",), ("channel",),
            lambda row, look: str(Channel(row["channel"]).label)),
    _column("wild", gettext_lazy("Wild card"), ("is_wild_card",), ("is_wild_card",),
            lambda row, look: _("yes") if row["is_wild_card"] else ""),
    _column("keeper", gettext_lazy("Looked after by"), ("keeper__name",), ("keeper__name",), _of("keeper__name")),
    _column("submitted", gettext_lazy("Submitted"), ("submitted_at",), ("submitted_at",), _of("submitted_at"),
            cell=_instant),
    _column("speaker", gettext_lazy("Speaker"), ("speaker",), ("speaker",), _of("speaker"), personal=True),
    _column("employer", gettext_lazy("Employer or firm"), ("employer",), ("employer",), _of("employer"), personal=True,
            needs=lambda: {"employer": KeyTextTransform("employer", "answers")}),
    _column("email", gettext_lazy("E-mail"), ("email",), ("email",), _of("email"), personal=True,
            needs=lambda: {"email": KeyTextTransform("email", "answers")}),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {column.key: column for column in _ALL}
USUAL = ("number", "title", "group", "areas", "score", "next", "due")


def order_of(actor: Actor, sort: str) -> tuple[dict[str, Any], list[Any]]:
    """What to annotate for a sorting, and what to order by; by the deadline where it names no column of the actor's.

    Rows without a value stand at the end either way; the number decides between equals.
    """
    column = COLUMNS.get(sort.removeprefix("-"), COLUMNS["due"])
    column = column if may_have(actor, column) else COLUMNS["due"]
    down = sort.startswith("-") and column.key == sort[1:]
    names = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in column.sorts]
    return column.needs(), [*names, "-number" if down and column.key == "number" else "number"]
