"""One version of a timetable as JSON and as iCalendar (RFC 5545, RFC 7986)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.lines import Line
from yunhui.kernel.i18n import pick
from yunhui.ui import formats

# How often a calendar that subscribes should look again.
_LOOK_AGAIN = timedelta(hours=1)


def as_json(timetable: Timetable, lines: list[Line]) -> dict[str, Any]:
    """The public facts of every item; instants in UTC, on the venue's clock, and the speaker's if there is one."""
    call = timetable.call
    venue = ZoneInfo(call.venue_zone)
    return {
        "call": call.code,
        "version": timetable.number,
        "status": timetable.status,
        "objective": timetable.objective,
        "bound": timetable.bound,
        "venue_zone": call.venue_zone,
        "items": [
            {
                "kind": line.kind,
                "title_zh": line.title_zh,
                "title_en": line.title_en,
                "group": line.group_key,
                "country_zh": line.country_zh or None,
                "country_en": line.country_en or None,
                "room_zh": line.room_zh,
                "room_en": line.room_en,
                "start_utc": _utc(line.starts_at),
                "end_utc": _utc(line.ends_at),
                "start_venue": line.starts_at.astimezone(venue).isoformat(),
                "end_venue": line.ends_at.astimezone(venue).isoformat(),
                "speaker_zone": line.zone or None,
                "start_speaker": line.starts_at.astimezone(ZoneInfo(line.zone)).isoformat() if line.zone else None,
                "within_8_to_22": line.is_humane if line.zone else None,
            }
            for line in lines
        ],
    }


def as_calendar(timetable: Timetable, lines: list[Line], language: str) -> bytes:
    """An iCalendar of every item in UTC; a UID stays with its item over versions, SEQUENCE counts them."""
    call = timetable.call
    calendar = Calendar()
    calendar.add("prodid", "-//Yunhui//Timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", pick(call, "title", language))
    calendar.add("x-wr-calname", pick(call, "title", language))
    calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"value": "DURATION"})
    stamp = (timetable.published_at or timetable.made_at).astimezone(UTC).replace(microsecond=0)
    with translation.override(language):
        for line in lines:
            calendar.add_component(_event(line, f"{line.uid}@{call.code}.yunhui", timetable.number, stamp, language))
    return bytes(calendar.to_ical())


def _event(line: Line, uid: str, number: int, stamp: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", number)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", line.starts_at.astimezone(UTC))
    event.add("dtend", line.ends_at.astimezone(UTC))
    event.add("summary", line.title(language))
    event.add("location", pick(line, "room", language))
    event.add("status", "CONFIRMED")
    group, country = pick(line, "group", language), pick(line, "country", language)
    facts = [group, country]
    if line.kind == ItemKind.BOARD_PITCH:
        facts = [_("Host area presents")]
    elif line.zone:
        facts.append(_("{time} there").format(time=formats.moment(line.starts_at, language, line.zone)))
    if words := " · ".join(fact for fact in facts if fact):
        event.add("description", words)
    if group:
        event.add("categories", [group])
    return event


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
