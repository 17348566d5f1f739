"""Reads of timetables. What is public: number, group, country or region and the local time; the title and more as far
as the applicant consents to publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Announced, Slot, Timetable
from yunhui.features.timetable.rules import is_kind
from yunhui.features.timetable.selectors.people import uids_of
from yunhui.foundation.codes.selectors import names_of_countries
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.consents.enums import Level
from yunhui.pipeline.consents.ports import Cleaner, public_words
from yunhui.pipeline.consents.rules import face_of
from yunhui.pipeline.consents.selectors import publication_in
from yunhui.ui import formats

# What an opening or a break without a name of its own is called.
_NAMES: dict[str, tuple[str, str]] = {
    ItemKind.OPENING: ("开幕", "Opening"),
    ItemKind.BREAK: ("休息", "Break"),
}
_ON_STAGE = (ApplicationState.SELECTED, ApplicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the public may read it; instants are aware, `zone` is the speaker's own.

    `uid` stays with the item over versions and says nothing of its row. A pitch ends when its questions are over.
    What is said of a project is its `Face`: as much as its applicant lets everyone see. `number` is that of a project,
    by which its page is found; None for everything else.
    """

    uid: str
    kind: str
    title_zh: str
    title_en: str
    group_zh: str
    group_en: str
    group_key: str
    country_zh: str
    country_en: str
    zone: str
    room_zh: str
    room_en: str
    starts_at: datetime
    ends_at: datetime
    is_humane: bool
    team: str = ""
    summary: str = ""
    number: int | None = None
    level: str = ""
    room_key: str = ""
    pitch: int | None = None
    questions: int | None = None
    is_recorded: bool = False

    def title(self, language: str) -> str:
        """The title in the reader's language, else the other."""
        return pick(self, "title", language)

    @property
    def place_zh(self) -> str:
        """The city by which the speaker's clock is known; where they live is not public."""
        return formats.city(self.zone, CHINESE) if self.zone else ""

    @property
    def place_en(self) -> str:
        """The city by which the speaker's clock is known; where they live is not public."""
        return formats.city(self.zone, ENGLISH) if self.zone else ""


def timetables_of(actor: Actor, call: Call) -> QuerySet[Timetable]:
    """The versions that the actor may read, newest first: staff all, everyone else the published one."""
    beside = (TimetableState.SCENARIO, TimetableState.DISCARDED)
    rows = Timetable.objects.filter(call=call).exclude(state__in=beside).order_by("-number")
    return rows if can_see_inside(actor, call) else rows.filter(state=TimetableState.PUBLISHED)


def published_timetable(call: Call) -> Timetable | None:
    """The call's public version."""
    return next(iter(_PUBLISHED.ask(call.pk)), None)


_PUBLISHED: Kept[Timetable] = Kept(
    lambda call_id: Timetable.objects.filter(call=call_id, state=TimetableState.PUBLISHED), UUID(int=0)
)


def calls_on_stage() -> QuerySet[Timetable]:
    """Every public timetable with its call, the latest event first."""
    return (
        Timetable.objects.filter(state=TimetableState.PUBLISHED)
        .select_related("call")
        .order_by("-call__event_days", "-published_at")
    )


def lines_of(timetable: Timetable) -> list[Line]:
    """The items of a version in order, with nothing but what is public.

    A project that withdrew or lapsed after the publication is left out at once, before the next version.
    """
    return lines_of_each([timetable])[timetable.pk]


def lines_of_each(timetables: Sequence[Timetable]) -> dict[UUID, list[Line]]:
    """The same of several versions of one call, by their ids: no more queries than of one."""
    if len(timetables) == 1:
        rows = _ONE.ask(timetables[0].pk)
    else:
        rows = list(_items(timetable__in=[one.pk for one in timetables]))
    found: dict[UUID, list[Line]] = {one.pk: [] for one in timetables}
    if rows:
        items = [_Item(*row) for row in rows]
        for item, line in zip(items, _lines(timetables[0], items, public_words()), strict=True):
            found[item.timetable_id].append(line)
    return found


def on_stage(timetable: Timetable) -> QuerySet[Slot]:
    """The items of a version whose project is still selected, or has pitched; host areas and the opening too."""
    return _on_stage(Slot.objects.filter(timetable=timetable))


def _on_stage(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    return rows.filter(Q(application__isnull=True) | Q(application__state__in=_ON_STAGE))


def is_on_stage(row: Slot | Announced) -> bool:
    """The same of one item that was read with its application."""
    return row.application is None or row.application.state in _ON_STAGE


def lines_inside(timetables: Sequence[Timetable]) -> dict[UUID, list[tuple[Line, str | None]]]:
    """For staff: all items of some versions of one call, by their ids, with every title, whatever may be published, and
    the state of each project: one query."""
    rows = _read(Slot.objects.filter(timetable__in=[one.pk for one in timetables]))
    items = [_Item(*row)._replace(level=Level.TITLE) for row in rows]
    found: dict[UUID, list[tuple[Line, str | None]]] = {one.pk: [] for one in timetables}
    for item, line in zip(items, _lines(timetables[0], items), strict=True):
        found[item.timetable_id].append((line, item.state))
    return found


class _Item(NamedTuple):
    """The columns of which a line is made, in the order of `_read`."""

    pk: int
    timetable_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    pitch: int | None
    questions: int | None
    is_recorded: bool
    name_zh: str
    name_en: str
    room_id: int
    room_key: str
    room_zh: str
    room_en: str
    group_key: str | None
    group_zh: str | None
    group_en: str | None
    board_id: UUID | None
    board_zh: str | None
    board_en: str | None
    application_id: UUID | None
    state: str | None
    number: int | None
    title: str
    title_en: str
    speaker: str
    zone: str | None
    country: str | None
    level: str | None
    summary: str


def _read(rows: QuerySet[Slot]) -> QuerySet[Slot, tuple[Any, ...]]:
    found = rows.annotate(
        level=publication_in("application_id"),
        summary=Coalesce(KeyTextTransform("summary", "application__answers"), Value(""), output_field=TextField()),
    )
    return found.order_by("starts_at", "room__sort", "pk").values_list(
        "pk", "timetable_id", "kind", "starts_at", "ends_at", "pitch", "questions", "is_recorded", "name_zh", "name_en",
        "room_id", "room__key", "room__name_zh", "room__name_en", "group__key", "group__name_zh", "group__name_en",
        "board_id", "board__name_zh", "board__name_en", "application_id", "application__state", "application__number",
        "application__title", "application__title_en", "application__speaker", "application__zone",
        "application__country", "level", "summary",
    )  # fmt: skip


def _items(**which: Any) -> QuerySet[Slot, tuple[Any, ...]]:
    return _read(_on_stage(Slot.objects.filter(**which)))


_ONE: Kept[tuple[Any, ...]] = Kept(lambda pk: _items(timetable=pk), UUID(int=0))


def _lines(timetable: Timetable, items: Sequence[_Item], clean: Cleaner = str) -> list[Line]:
    names, countries = uids_of(timetable.call_id, items), names_of_countries()
    return [_line(names[item.pk], item, countries, clean) for item in items]


def days_of(lines: list[Line], zone: str) -> list[tuple[date, list[Line]]]:
    """The lines by day on the venue's clock."""
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.starts_at.astimezone(ZoneInfo(zone)).date(), []).append(line)
    return sorted(days.items())


def _line(uid: UUID, item: _Item, countries: Mapping[str, tuple[str, str]], clean: Cleaner) -> Line:
    face = face_of(item, item.level, clean) if item.application_id else None
    country_zh, country_en = countries.get(item.country or "", ("", ""))
    zone = item.zone or ""
    if face:
        title_zh, title_en = face.title_zh, face.title_en
    elif item.board_id:
        title_zh, title_en = item.board_zh or "", item.board_en or ""
    else:
        title_zh, title_en = item.name_zh or _NAMES[item.kind][0], item.name_en or _NAMES[item.kind][1]
    return Line(
        uid=str(uid),
        kind=item.kind,
        title_zh=title_zh,
        title_en=title_en,
        group_zh=item.group_zh or "",
        group_en=item.group_en or "",
        group_key=item.group_key or "",
        country_zh=country_zh,
        country_en=country_en,
        zone=zone,
        room_zh=item.room_zh,
        room_en=item.room_en,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        is_humane=not zone or is_kind(item.starts_at, item.ends_at, zone),
        team=face.team if face else "",
        summary=face.summary if face else "",
        number=face.number if face else None,
        level=face.level if face else "",
        room_key=item.room_key,
        pitch=item.pitch,
        questions=item.questions,
        is_recorded=item.is_recorded,
    )
