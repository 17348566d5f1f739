"""One version of a timetable as JSON, iCalendar (RFC 5545) and a printed programme."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.lines import Line, days_of
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.ui import formats
from yunhui.ui.papers import typeset

PROGRAMME = Path(__file__).parent.parent / "templates/timetable/programme.typ"


def as_json(timetable: Timetable, lines: list[Line]) -> dict[str, Any]:
    """The public facts of every item; instants in UTC and on the venue's clock, the speaker's clock where there is one."""
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
                "room_zh": line.room_zh,
                "room_en": line.room_en,
                "start_utc": line.starts_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
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
    calendar.add("x-wr-calname", pick(call, "title", language))
    stamp = timetable.published_at or timetable.made_at
    for line in lines:
        event = Event()
        event.add("uid", f"{line.uid}@{call.code}.yunhui")
        event.add("sequence", timetable.number)
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", line.starts_at.astimezone(UTC))
        event.add("dtend", line.ends_at.astimezone(UTC))
        event.add("summary", line.title(language))
        event.add("location", pick(line, "room", language))
        if group := pick(line, "group", language):
            event.add("categories", [group])
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def as_paper(timetable: Timetable, lines: list[Line], language: str) -> bytes:
    """The programme on A4 as PDF, in one language, with the venue's and each speaker's clock.

    Raises:
        PaperError: it could not be set.
    """
    call = timetable.call
    chinese = language == CHINESE
    words = {
        "lang": "zh" if chinese else "en",
        "title": pick(call, "title", language),
        "subtitle": "日程（北京时间，UTC+8）" if chinese else "Timetable (Beijing time, UTC+8)",
        "version": f"第{timetable.number}版" if chinese else f"Version {timetable.number}",
        "there": "当地" if chinese else "there",
        "note": _note(call.is_synthetic, chinese),
        "days": [
            {"name": formats.day(day, language), "items": [_item(line, language, call.venue_zone) for line in of_day]}
            for day, of_day in days_of(lines, call.venue_zone)
        ],
    }
    return typeset(PROGRAMME, words)


def _item(line: Line, language: str, venue: str) -> dict[str, str]:
    there = ""
    if line.zone and line.kind == ItemKind.PITCH:
        local = line.starts_at.astimezone(ZoneInfo(line.zone))
        same_day = local.date() == line.starts_at.astimezone(ZoneInfo(venue)).date()
        place = pick(line, "place", language)
        there = (
            f"{place} {_clock(local)}"
            if same_day
            else f"{place} {local.day}{'日' if language == CHINESE else '.'} {_clock(local)}"
        )
    country = pick(line, "country", language)
    return {
        "time": _clock(line.starts_at.astimezone(ZoneInfo(venue))),
        "title": line.title(language),
        "detail": " · ".join(part for part in (pick(line, "group", language), country) if part),
        "room": pick(line, "room", language),
        "there": there,
        "kind": line.kind,
    }


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def _note(is_synthetic: bool, chinese: bool) -> str:
    if not is_synthetic:
        return ""
    return (
        "本日程由合成的意向和评分得出，仅供演示。"
        if chinese
        else "Made from synthetic interests and scores; a demonstration."
    )
