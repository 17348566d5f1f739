"""Reads of timetables. What is public: number, group, country or region and the local time; the title and more as far
as the applicant consents to publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Announced, Slot, Timetable
from yunhui.features.timetable.selectors.people import uids_of
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code
from yunhui.foundation.codes.selectors import codes_among
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
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
# What drafts are made of; the summary stands in the answers.
_UNREAD = tuple(f"application__{name}" for name in ("revisions", "others", "told"))
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
    return Timetable.objects.filter(call=call, state=TimetableState.PUBLISHED).first()


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
    rows = _on_stage(Slot.objects.filter(timetable__in=[one.pk for one in timetables]))
    rows = rows.select_related("application", "board", "group", "room").defer(*_UNREAD)
    rows = rows.order_by("starts_at", "room__sort", "pk")
    slots = list(rows.annotate(level=publication_in("application_id")))
    public = {slot.application_id: str(slot.level) for slot in slots if slot.application_id and slot.level}
    found: dict[UUID, list[Line]] = {one.pk: [] for one in timetables}
    if timetables:
        for slot, line in zip(slots, _lines(timetables[0], slots, public, public_words()), strict=True):
            found[slot.timetable_id].append(line)
    return found


def on_stage(timetable: Timetable) -> QuerySet[Slot]:
    """The items of a version whose project is still selected, or has pitched; host areas and the opening too."""
    return _on_stage(Slot.objects.filter(timetable=timetable))


def _on_stage(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    return rows.filter(Q(application__isnull=True) | Q(application__state__in=_ON_STAGE))


def is_on_stage(row: Slot | Announced) -> bool:
    """The same of one item that was read with its application."""
    return row.application is None or row.application.state in _ON_STAGE


def lines_inside(timetable: Timetable, slots: list[Slot]) -> list[Line]:
    """For staff: the lines of items read with their application, board, group and room, with every title, whatever may
    be published. One more query."""
    return _lines(timetable, slots, {slot.application_id: Level.TITLE for slot in slots if slot.application_id})


def _lines(timetable: Timetable, slots: Sequence[Slot], public: Mapping[UUID, str], clean: Cleaner = str) -> list[Line]:
    codes = {slot.application.country for slot in slots if slot.application}
    countries = {row.code: row for row in codes_among(Scheme.COUNTRY, codes)}
    names = uids_of(timetable.call_id, slots)
    return [_line(names[slot.pk], slot, countries, public, clean) for slot in slots]


def days_of(lines: list[Line], zone: str) -> list[tuple[date, list[Line]]]:
    """The lines by day on the venue's clock."""
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.starts_at.astimezone(ZoneInfo(zone)).date(), []).append(line)
    return sorted(days.items())


def is_humane(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether a pitch lies inside 08:00 to 22:00 on the speaker's own clock."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    return start.date() == end.date() and start.hour >= 8 and (end.hour, end.minute) <= (22, 0)


def _line(uid: UUID, slot: Slot, countries: dict[str, Code], public: Mapping[UUID, str], clean: Cleaner) -> Line:
    application, board, group = slot.application, slot.board, slot.group
    country = countries.get(application.country) if application else None
    zone = application.zone if application else ""
    face = face_of(application, public.get(application.pk), clean) if application else None
    if face:
        title_zh, title_en = face.title_zh, face.title_en
    elif board:
        title_zh, title_en = board.name_zh, board.name_en
    else:
        title_zh, title_en = slot.name_zh or _NAMES[slot.kind][0], slot.name_en or _NAMES[slot.kind][1]
    return Line(
        uid=str(uid),
        kind=slot.kind,
        title_zh=title_zh,
        title_en=title_en,
        group_zh=group.name_zh if group else "",
        group_en=group.name_en if group else "",
        group_key=group.key if group else "",
        country_zh=country.name_zh if country else "",
        country_en=country.name_en if country else "",
        zone=zone,
        room_zh=slot.room.name_zh,
        room_en=slot.room.name_en,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        is_humane=not zone or is_humane(slot.starts_at, slot.ends_at, zone),
        team=face.team if face else "",
        summary=face.summary if face else "",
        number=face.number if face else None,
        level=face.level if face else "",
        room_key=slot.room.key,
        pitch=slot.pitch,
        questions=slot.questions,
        is_recorded=slot.is_recorded,
    )
