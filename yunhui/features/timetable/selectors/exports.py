"""One version of a timetable as JSON and as iCalendar."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Announced, Timetable
from yunhui.features.timetable.selectors.calendars import CalendarEntry, calendar_of, joined
from yunhui.features.timetable.selectors.invitations import uid_in_calendars
from yunhui.features.timetable.selectors.lines import Line
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats


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


def as_calendar(
    timetable: Timetable,
    lines: list[Line],
    language: str,
    announced: Iterable[Announced] = (),
    *,
    name: str = "",
    only: Callable[[Announced], bool] = lambda row: True,
) -> bytes:
    """An iCalendar of every line in UTC; a UID stays with its item over versions.

    Args:
        announced: what the public was told of the call's items (read with application and room): gives each entry its
            SEQUENCE, and adds what was cancelled, without saying what it was. A version that was never public counts by
            its own number.
        name: what subscribers see the calendar as; the call's title where it is empty.
        only: which of the cancelled items belong into this calendar.
    """
    call = timetable.call
    rows = {str(row.uid): row for row in announced}
    stamp = timetable.published_at or timetable.made_at
    with translation.override(language):
        entries = [_entry(line, call, rows.get(line.uid), timetable.number, stamp, language) for line in lines]
        shown = {line.uid for line in lines}
        entries += [_gone(row, call, language) for uid, row in rows.items() if uid not in shown and only(row)]
    return calendar_of(entries, name=name or pick(call, "title", language))


def _entry(line: Line, call: Call, row: Announced | None, number: int, stamp: datetime, language: str) -> CalendarEntry:
    group, country = pick(line, "group", language), pick(line, "country", language)
    facts = [group, country]
    if line.kind == ItemKind.BOARD_PITCH:
        facts = [_("Host area presents")]
    elif line.zone:
        facts.append(_("{time} there").format(time=formats.moment(line.starts_at, language, line.zone)))
    lang = "zh" if formats.is_chinese(language) else "en"
    return CalendarEntry(
        uid=uid_in_calendars(line.uid, call.code),
        sequence=row.sequence if row else number,
        changed_at=row.changed_at if row else stamp,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        summary=line.title(language),
        location=pick(line, "room", language),
        description=joined(facts),
        category=group,
        url=f"{settings.PUBLIC_URL.rstrip('/')}/{lang}/timetable/{call.code}/#p-{line.uid[:8]}",
    )


def _gone(row: Announced, call: Call, language: str) -> CalendarEntry:
    entry = CalendarEntry(
        uid=uid_in_calendars(str(row.uid), call.code),
        sequence=row.sequence,
        changed_at=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=_("Cancelled"),
        location=pick(row.room, "name", language),
        is_cancelled=row.is_cancelled,
    )
    return entry.cancelled()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
