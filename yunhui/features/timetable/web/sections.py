"""The parts of the public page: days, halls or groups, each with its rows. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import ngettext

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors import Day, Line, Session, agenda
from yunhui.features.timetable.web.words import Reading, SessionWords, session_of
from yunhui.kernel.i18n import pick
from yunhui.ui import formats


@dataclass(frozen=True, slots=True)
class Section:
    """One part: two lines of head, what it holds, its rows, its calendar, and what was cancelled in it."""

    anchor: str
    head: tuple[str, str]
    note: str
    slots: tuple[SessionWords, ...]
    calendar: str = ""
    day: date | None = None
    cancelled: tuple[tuple[str, str, str], ...] = ()


def by_day(lines: list[Line], reading: Reading, minutes: int) -> list[Section]:
    """One section for each day, the halls beside each other; `minutes` is what each host area has."""
    return [
        Section(
            anchor=f"d-{day.date:%m%d}",
            head=_day_name(day.date, reading.language),
            note=_note(day.count(ItemKind.PITCH), day.count(ItemKind.BOARD_PITCH), reading.language),
            slots=tuple(session_of(one, reading, minutes) for one in day.sessions),
            day=day.date,
        )
        for day in agenda(lines, reading.venue)
    ]


def by_hall(lines: list[Line], reading: Reading, minutes: int) -> list[Section]:
    """One section for each hall with everything in it."""
    return _by(lines, reading, minutes, "room_key", "room", "halls")


def by_group(lines: list[Line], reading: Reading, minutes: int) -> list[Section]:
    """One section for each group of projects; what belongs to no group is left out."""
    grouped = [line for line in lines if line.group_key]
    return _by(sorted(grouped, key=lambda line: pick(line, "group", reading.language)), reading, minutes,
               "group_key", "group", "groups")  # fmt: skip


def with_next(sections: list[Section], now: datetime) -> list[Section]:
    """The row that runs now or comes next is marked."""
    coming = [one for part in sections for one in part.slots if one.ends_at and one.ends_at > now]
    first = min(coming, key=lambda one: one.starts_at, default=None)
    if first is None:
        return sections
    return [
        replace(part, slots=tuple(replace(one, is_next=True) if one is first else one for one in part.slots))
        for part in sections
    ]


def _by(lines: list[Line], reading: Reading, minutes: int, key: str, name: str, folder: str) -> list[Section]:
    keys = dict.fromkeys(getattr(line, key) for line in lines)
    found = []
    for one in keys:
        own = sorted((line for line in lines if getattr(line, key) == one), key=lambda line: line.starts_at)
        days = agenda(own, reading.venue)
        pitches, areas = (sum(day.count(kind) for day in days) for kind in (ItemKind.PITCH, ItemKind.BOARD_PITCH))
        found.append(
            Section(
                anchor=f"{folder[0]}-{one}",
                head=(pick(own[0], name, reading.language), ""),
                note=_note(pitches, areas, reading.language),
                slots=tuple(_rows(days, reading, minutes)),
                calendar=f"/{reading.lang}/timetable/{reading.code}/{folder}/{one}.ics",
            )
        )
    return found


def _rows(days: list[Day], reading: Reading, minutes: int) -> list[SessionWords]:
    return [session_of(Session((run,)), reading, minutes) for day in days for one in day.sessions for run in one.runs]


def _note(pitches: int, areas: int, language: str) -> str:
    words = []
    if pitches:
        words.append(ngettext("{n} pitch", "{n} pitches", pitches).format(n=formats.number(pitches, language)))
    if areas:
        words.append(ngettext("{n} host area", "{n} host areas", areas).format(n=formats.number(areas, language)))
    return ("，" if formats.is_chinese(language) else ", ").join(words)


def _day_name(day: date, language: str) -> tuple[str, str]:
    """The two lines of a day's head: 12月1日, 周二; Tue, 1 Dec."""
    words = formats.day(day, language)
    if formats.is_chinese(language):
        return formats.short_day(day, language), words[words.index("（") + 1 : -1]
    weekday, _space, rest = words.partition(" ")
    return weekday, rest
