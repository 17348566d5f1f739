"""What the papers of an event are made from: its published timetable, who speaks, and what they told us; read once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from django.db.models import Q
from django.utils import translation

from yunhui.features.papers.selectors.desk import Desk
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.selectors import Readiness, plan_of, readiness_of
from yunhui.features.timetable.enums import ItemKind, PersonKind, TimetableState
from yunhui.features.timetable.models import Participant, Room, Slot, Timetable
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.ui import formats

LANGUAGES = {"zh": CHINESE, "en": ENGLISH}
_ON_STAGE = (ApplicationState.SELECTED, ApplicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Part:
    """All items of one hall on one day, in order."""

    day: date
    room: Room
    slots: tuple[Slot, ...]

    @property
    def key(self) -> str:
        """How a paper's address names it."""
        return key_of(self.day, self.room.key)

    def pitches(self) -> list[Slot]:
        """Its pitches, without host areas, openings and breaks."""
        return [slot for slot in self.slots if slot.kind == ItemKind.PITCH]


def key_of(day: date, room_key: str) -> str:
    """How a paper's address names one hall on one day."""
    return f"{day.isoformat()}.{room_key}"


class Stage:
    """The event of a desk's call."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.call = desk.call
        self.zone = desk.call.venue_zone

    @cached_property
    def slots(self) -> list[Slot]:
        """The items of the public version whose project is still on the stage; no paper of an event has others."""
        rows = Slot.objects.filter(
            Q(application__isnull=True) | Q(application__state__in=_ON_STAGE),
            timetable__call=self.call,
            timetable__state=TimetableState.PUBLISHED,
        )
        rows = rows.select_related("timetable", "application", "board", "group", "room")
        return list(rows.order_by("starts_at", "room__sort", "pk"))

    @cached_property
    def timetable(self) -> Timetable | None:
        """That version."""
        found = self.slots[0].timetable if self.slots else None
        if found is not None:
            found.call = self.call
        return found

    @cached_property
    def parts(self) -> list[Part]:
        """By day and hall."""
        rows = sorted(self.slots, key=lambda slot: (self.day_of(slot), slot.room.sort, slot.room_id, slot.starts_at))
        return [
            Part(day, (found := tuple(of_part))[0].room, found)
            for (day, _sort, _room), of_part in groupby(
                rows, key=lambda slot: (self.day_of(slot), slot.room.sort, slot.room_id)
            )
        ]

    def part(self, key: str) -> Part | None:
        """One of them by its address."""
        return next((one for one in self.parts if one.key == key), None)

    @cached_property
    def prepared(self) -> dict[object, Readiness]:
        """What speakers and host areas told us, by the id of their project or area."""
        found = readiness_of(self.desk.actor, self.call)
        return {one.appearance.application_id or one.appearance.board_id: one for one in found}

    def told(self, slot: Slot) -> Appearance | None:
        """What the speaker of an item told us, where they were asked."""
        found = self.prepared.get(slot.application_id or slot.board_id)
        return found.appearance if found else None

    @cached_property
    def _chairs(self) -> list[Participant]:
        rows = Participant.objects.filter(
            call=self.call, kind=PersonKind.CHAIR, ended_at__isnull=True, session__isnull=False
        )
        return list(rows.select_related("session").order_by("session__opens", "pk"))

    def chairs(self, part: Part, slot: Slot) -> list[str]:
        """Who chairs the session in which an item stands, as the office wrote their names; none where nobody does."""
        at = formats.local(slot.starts_at, self.zone).time()
        return [
            one.name
            for one in self._chairs
            if one.session
            and (one.session.day, one.session.room_id) == (part.day, part.room.pk)
            and one.session.opens <= at < one.session.closes
        ]

    def connect(self, language: str) -> str:
        """How to connect, as the office wrote it."""
        return pick(plan_of(self.call), "connect", language)

    def day_of(self, slot: Slot) -> date:
        """Its day on the venue's clock."""
        return formats.local(slot.starts_at, self.zone).date()

    def time(self, at: datetime) -> str:
        """09:00 on the venue's clock."""
        return formats.clock(at, self.zone)

    def span(self, slot: Slot) -> str:
        """09:00–09:13 on the venue's clock."""
        return f"{self.time(slot.starts_at)}–{self.time(slot.ends_at)}"

    def title(self, slot: Slot, language: str) -> str:
        """What an item is called: project, host area, or the item's own name."""
        if slot.application:
            return pick(_Title(slot.application.title, slot.application.title_en), "title", language)
        if slot.board:
            return pick(slot.board, "name", language)
        return pick(slot, "name", language) or _usual(slot.kind, language)

    def speaker(self, slot: Slot, language: str) -> str:
        """As the host says it, else the name of the application."""
        told = self.told(slot)
        announced = pick(told, "announced", language) if told else ""
        return announced or (slot.application.speaker if slot.application else "")

    def there(self, slot: Slot, language: str) -> str:
        """The speaker's city and their own hour, empty where it is the venue's."""
        if slot.application is None:
            return ""
        zone = slot.application.zone
        if formats.utc_offset(slot.starts_at, zone) == formats.utc_offset(slot.starts_at, self.zone):
            return ""
        local, home = formats.local(slot.starts_at, zone), formats.local(slot.starts_at, self.zone)
        day = f"{formats.short_day(local.date(), language)} " if local.date() != home.date() else ""
        return f"{formats.city(zone, language)} {day}{local:%H:%M}"

    def minutes(self, slot: Slot) -> tuple[int, int]:
        """Of the pitch and of the questions; an old version without them has eight, and the rest for questions."""
        whole = int((slot.ends_at - slot.starts_at) / timedelta(minutes=1))
        pitch = slot.pitch or min(8, whole)
        return pitch, slot.questions if slot.questions is not None else whole - pitch


def stage_of(desk: Desk) -> Stage:
    """The event of a desk's call, read once for all papers on it."""
    found: Stage = vars(desk).setdefault("_stage", Stage(desk))
    return found


@dataclass(frozen=True, slots=True)
class _Title:
    title_zh: str
    title_en: str


def _usual(kind: str, language: str) -> str:
    with translation.override(language):
        return str(ItemKind(kind).label)
