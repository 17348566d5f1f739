"""The timetable as conference apps read it: schedule.json and schedule.xml as frab and pretalx write them.

The shapes are those of https://c3voc.de/schedule/schema.json and its XML; docs/formats/schedule.md.
"""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid5
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.lines import Line, days_of
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats

SCHEMA = "https://c3voc.de/schedule/schema.json"
_TYPES = {ItemKind.PITCH: "talk", ItemKind.BOARD_PITCH: "talk"}
# Apps draw their grid in steps of this many minutes.
_STEP = "00:05"


def as_schedule(timetable: Timetable, lines: list[Line], language: str) -> dict[str, Any]:
    """schedule.json in one language: days, halls, items; persons only as far as their consent goes."""
    call = timetable.call
    base = _base(language)
    days = days_of(lines, call.venue_zone)
    halls = dict.fromkeys((line.room_key, pick(line, "room", language)) for line in lines)
    groups = dict.fromkeys(pick(line, "group", language) for line in lines if line.group_key)
    first, last = (days[0][0], days[-1][0]) if days else (timetable.made_at.date(), timetable.made_at.date())
    with translation.override(language):
        return {
            "$schema": SCHEMA,
            "generator": {"name": "yunhui", "version": "1"},
            "schedule": {
                "version": str(timetable.number),
                "base_url": base,
                "conference": {
                    "acronym": _acronym(call),
                    "title": pick(call, "title", language),
                    "start": first.isoformat(),
                    "end": last.isoformat(),
                    "daysCount": len(days),
                    "timeslot_duration": _STEP,
                    "time_zone_name": call.venue_zone,
                    "url": f"{base}timetable/{call.code}/",
                    "tracks": [{"name": one} for one in groups],
                    "rooms": [{"name": name, "guid": str(uuid5(call.pk, key))} for key, name in halls],
                    "days": [
                        _day(index, day, of_day, call, language, [name for _key, name in halls])
                        for index, (day, of_day) in enumerate(days, 1)
                    ],
                },
            },
        }


def as_schedule_xml(timetable: Timetable, lines: list[Line], language: str) -> bytes:
    """schedule.xml: the same facts in frab's elements."""
    data = as_schedule(timetable, lines, language)["schedule"]
    conference = data["conference"]
    root = Element("schedule")
    SubElement(root, "generator", {"name": "yunhui", "version": "1"})
    SubElement(root, "version").text = data["version"]
    head = SubElement(root, "conference")
    for name, value in (
        ("acronym", conference["acronym"]),
        ("title", conference["title"]),
        ("start", conference["start"]),
        ("end", conference["end"]),
        ("days", str(conference["daysCount"])),
        ("timeslot_duration", conference["timeslot_duration"]),
        ("base_url", data["base_url"]),
        ("time_zone_name", conference["time_zone_name"]),
    ):
        SubElement(head, name).text = value
    for day in conference["days"]:
        part = SubElement(
            root,
            "day",
            {"index": str(day["index"]), "date": day["date"], "start": day["day_start"], "end": day["day_end"]},
        )
        for name, items in day["rooms"].items():
            room = SubElement(part, "room", {"name": name})
            for one in items:
                _event_xml(room, one)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8"))


def _day(index: int, day: Any, lines: list[Line], call: Call, language: str, halls: list[str]) -> dict[str, Any]:
    zone = ZoneInfo(call.venue_zone)
    rooms: dict[str, list[dict[str, Any]]] = {name: [] for name in halls}
    for line in lines:
        rooms[pick(line, "room", language)].append(_event(line, call, language))
    return {
        "index": index,
        "date": day.isoformat(),
        "day_start": datetime.combine(day, time(0), zone).isoformat(),
        "day_end": datetime.combine(day + timedelta(days=1), time(0), zone).isoformat(),
        "rooms": rooms,
    }


def _event(line: Line, call: Call, language: str) -> dict[str, Any]:
    at = line.starts_at.astimezone(ZoneInfo(call.venue_zone))
    minutes = int((line.ends_at - line.starts_at).total_seconds()) // 60
    country, group = pick(line, "country", language), pick(line, "group", language)
    page = f"{_base(language)}projects/{call.code}/{line.number}/" if line.number else ""
    return {
        "id": number_of(line.uid),
        "guid": line.uid,
        "date": at.isoformat(),
        "start": f"{at:%H:%M}",
        "duration": f"{minutes // 60:02d}:{minutes % 60:02d}",
        "room": pick(line, "room", language),
        "slug": f"{_acronym(call)}-{number_of(line.uid)}",
        "url": page or f"{_base(language)}timetable/{call.code}/#p-{line.uid[:8]}",
        "title": line.title(language),
        "subtitle": country or None,
        "track": group or None,
        "type": _TYPES.get(ItemKind(line.kind), "other"),
        "language": "zh" if formats.is_chinese(language) else "en",
        "abstract": line.summary or None,
        "description": _there(line, language) or None,
        "persons": [{"name": line.team, "guid": str(uuid5(call.pk, line.uid))}] if line.team else [],
        "links": [],
        "attachments": [],
    }


def number_of(uid: str) -> int:
    """A number that stays with an item, for apps that know no others; 31 bits, never 0."""
    return (int(uid.replace("-", "")[:8], 16) & 0x7FFFFFFF) or 1


def _event_xml(room: Element, one: dict[str, Any]) -> None:
    event = SubElement(room, "event", {"guid": one["guid"], "id": str(one["id"])})
    for name in ("date", "start", "duration", "room", "slug", "url", "title", "subtitle", "track", "type", "language"):
        SubElement(event, name).text = str(one[name] or "")
    recording = SubElement(event, "recording")
    SubElement(recording, "license").text = ""
    SubElement(recording, "optout").text = "true"
    for name in ("abstract", "description", "logo"):
        SubElement(event, name).text = str(one.get(name) or "")
    persons = SubElement(event, "persons")
    for person in one["persons"]:
        SubElement(persons, "person", {"guid": person["guid"]}).text = person["name"]
    SubElement(event, "links")
    SubElement(event, "attachments")


def _there(line: Line, language: str) -> str:
    if not line.zone or line.kind != ItemKind.PITCH:
        return ""
    return _("{time} there").format(time=formats.moment(line.starts_at, language, line.zone))


def _base(language: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/{'zh' if formats.is_chinese(language) else 'en'}/"


def _acronym(call: Call) -> str:
    """The call's code as the schema wants it: lower case, digits, underscores, five signs at least."""
    word = re.sub(r"[^a-z0-9_]", "_", call.code.lower())
    return word if len(word) >= 5 else f"{word}_event"
