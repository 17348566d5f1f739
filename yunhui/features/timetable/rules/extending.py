"""What-ifs with more room than the event's set-up has: one more hall, or one more session. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from yunhui.features.timetable.rules.pattern import RoomPlan
from yunhui.features.timetable.rules.setting import Setting, Stretch, session_key, without

# One more session lasts so long, with a pause to the other sessions of its day, within these hours.
LENGTH = timedelta(minutes=90)
PAUSE = timedelta(minutes=30)
OPENS, CLOSES = time(8), time(22)


class More(StrEnum):
    """What a what-if may have more than the plan."""

    HALL = "hall"
    SESSION = "session"


def with_more(setting: Setting, more: Mapping[str, Any]) -> Setting:
    """The set-up with what a what-if adds; a hall or a session that the set-up has by now is not added again."""
    rooms = {room.key for room in setting.rooms}
    sessions = {session.key for session in setting.sessions}
    halls = [RoomPlan(one["key"], one["name_zh"], one["name_en"]) for one in more.get("halls", ())]
    added = [_stretch(one) for one in more.get("sessions", ())]
    return replace(
        setting,
        rooms=(*setting.rooms, *(one for one in halls if one.key not in rooms)),
        sessions=(*setting.sessions, *(one for one in added if one.key not in sessions)),
    )


def more_of(setting: Setting, what: More) -> dict[str, Any] | None:
    """One more hall, open whenever the first one is; or one more session in the first hall, as late as it can be on the
    day that is open for the fewest minutes. None where no day has an hour left, or no hall is open."""
    if not setting.rooms or not setting.sessions:
        return None
    return _hall(setting) if what == More.HALL else _session(setting)


def _hall(setting: Setting) -> dict[str, Any]:
    keys = {room.key for room in setting.rooms}
    number = next(n for n in range(len(keys) + 1, 999) if f"hall-{n}" not in keys)
    hall = {"key": f"hall-{number}", "name_zh": f"第{number}会场", "name_en": f"Hall {number}"}
    first = setting.rooms[0].key
    added = [
        Stretch(session_key(one.day, hall["key"], one.opens), one.day, hall["key"], one.opens, one.closes)
        for one in setting.sessions
        if one.room == first
    ]
    return {"halls": [hall], "sessions": [one.stored for one in added]}


def _session(setting: Setting) -> dict[str, Any] | None:
    hall = setting.rooms[0].key
    for day in sorted(setting.days, key=lambda one: (_minutes(setting, one), one)):
        spans = sorted(setting.span(one) for one in setting.sessions if one.day == day)
        if not spans:
            continue
        whole = setting.instant(day, OPENS), setting.instant(day, CLOSES)
        free = without(whole, [(start - PAUSE, end + PAUSE) for start, end in spans])
        for start, end in sorted(free, reverse=True):
            if end - start < LENGTH:
                continue
            opens = start if start > spans[0][0] else end - LENGTH
            closes = opens + LENGTH
            added = Stretch(session_key(day, hall, opens.time()), day, hall, opens.time(), closes.time())
            return {"sessions": [added.stored]}
    return None


def _minutes(setting: Setting, day: date) -> int:
    spans = [setting.span(one) for one in setting.sessions if one.day == day]
    return sum(int((end - start).total_seconds()) // 60 for start, end in spans)


def _stretch(stored: Mapping[str, Any]) -> Stretch:
    parsed = {
        "day": date.fromisoformat(stored["day"]),
        "opens": time.fromisoformat(stored["opens"]),
        "closes": time.fromisoformat(stored["closes"]),
    }
    return Stretch(**{**stored, **parsed})
