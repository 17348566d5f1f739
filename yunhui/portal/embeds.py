"""What other sites can show of ours: the same public facts as on our pages, in a frame that knows nobody."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors import (
    Day,
    Line,
    Run,
    agenda,
    dots_of,
    event_at,
    event_called,
    is_over,
    lines_of,
    next_session,
)
from yunhui.features.timetable.web.words import Reading, session_of
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.portal.event import Event, figures_of
from yunhui.ui import formats

# What there is, in the order in which it is offered, and how high its frame is before it has said so itself.
EMBEDS = {
    "timetable": (gettext_lazy("Timetable"), 720),
    "projects": (gettext_lazy("Projects on stage"), 720),
    "next": (gettext_lazy("Next session"), 460),
    "figures": (gettext_lazy("Figures"), 320),
}
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Tab:
    """A day to choose."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One item; `number` is that of a project with a page, `there` the hour on the speaker's clock."""

    number: int | None
    clock: str
    title: str
    country: str
    there: str
    is_on: bool = False


def event_for(code: str, now: datetime) -> Event | None:
    """The event of a call, or where no code is given the one that runs or comes next; None before there is any.

    Raises:
        NotFoundError: the code names no public timetable.
    """
    found = event_called(code) if code else event_at(now)
    if found is None:
        if code:
            raise NotFoundError("timetable")
        return None
    lines = lines_of(found)
    days = agenda(lines, found.call.venue_zone)
    changes_at(*(line.starts_at for line in lines), *(line.ends_at for line in lines))
    return Event(found, found.call, lines, days, is_over(found, now), next_session(days, now))


def words_of(what: str, event: Event, now: datetime, lang: str, language: str, asked: dict[str, str]) -> dict[str, Any]:
    """What one embed says; `asked` are its parameters."""
    make = {"timetable": _timetable, "projects": _projects, "next": _next, "figures": _figures}[what]
    venue = event.call.venue_zone
    return {
        "name": pick(event.call, "title", language),
        "days_words": days_of_event(event.call, language),
        "venue": formats.clock_name(venue, language),
        "venue_zone": venue,
        "code": event.call.code,
        **make(event, now, lang, language, asked),
    }


def _timetable(event: Event, now: datetime, lang: str, language: str, asked: dict[str, str]) -> dict[str, Any]:
    reading = Reading(language, event.call.venue_zone, event.call.venue_zone)
    shown = _day_of(event, now, asked.get("day", ""))
    theme = f"&theme={asked['theme']}" if asked.get("theme") else ""
    tabs = [
        Tab(f"?day={number}{theme}", formats.day(day.date, language), day is shown)
        for number, day in enumerate(event.days, 1)
    ]
    sessions = [
        (session_of(one, reading), [_run_of(run, reading, language) for run in one.runs])
        for one in (shown.sessions if shown else ())
    ]
    return {"tabs": tabs, "sessions": sessions, "full": f"/{lang}/timetable/{event.call.code}/"}


def _run_of(run: Run, reading: Reading, language: str) -> tuple[str, list[Row]]:
    """Where a run is, where several run side by side, and its items."""
    head = " · ".join(word for word in (run.group(language), run.room(language)) if word)
    return head, [_row(line, reading, language) for line in run.lines]


def _row(line: Line, reading: Reading, language: str) -> Row:
    at = line.starts_at
    is_same_clock = bool(line.zone) and formats.utc_offset(at, line.zone) == formats.utc_offset(at, reading.venue)
    return Row(
        number=line.number,
        clock=formats.clock(line.starts_at, reading.venue),
        title=line.title(language),
        country=pick(line, "country", language),
        there="" if not line.zone or is_same_clock else _("{time} there").format(time=reading.there(at, line.zone)),
    )


def _projects(event: Event, now: datetime, lang: str, language: str, asked: dict[str, str]) -> dict[str, Any]:
    groups: dict[str, list[Line]] = {}
    for line in sorted(event.of(ItemKind.PITCH), key=lambda one: one.number or 0):
        groups.setdefault(pick(line, "group", language), []).append(line)
    rows = [
        (group, [(line.number, line.title(language), pick(line, "country", language), line.team) for line in lines])
        for group, lines in sorted(groups.items())
    ]
    return {"groups": rows, "count": sum(map(len, groups.values())), "full": f"/{lang}/projects/"}


def _next(event: Event, now: datetime, lang: str, language: str, asked: dict[str, str]) -> dict[str, Any]:
    full = f"/{lang}/timetable/{event.call.code}/"
    session = event.next
    if session is None:
        return {"session": None, "full": full}
    venue = event.call.venue_zone
    reading = Reading(language, venue, venue)
    words = session_of(session, reading)
    is_on = session.starts_at <= now
    talks = [line for run in session.runs for line in run.lines if line.ends_at > now]
    return {
        "session": words,
        "is_on": is_on,
        "left": "" if is_on else formats.left(session.starts_at, now, language),
        "starts_at": session.starts_at,
        "when": f"{formats.day(formats.local(session.starts_at, venue).date(), language)} {words.span}",
        "groups": ("、" if formats.is_chinese(language) else ", ").join(dict.fromkeys(run.group for run in words.runs)),
        "rows": [
            replace(_row(line, reading, language), is_on=line.starts_at <= now)
            for line in sorted(talks, key=lambda one: (one.starts_at, one.room_zh))[:4]
        ],
        "full": full,
    }


def _figures(event: Event, now: datetime, lang: str, language: str, asked: dict[str, str]) -> dict[str, Any]:
    return {
        "figures": figures_of(event, len(dots_of(event.timetable)), lang, language),
        "as_of": formats.moment(now, language, event.call.venue_zone),
        "full": f"/{lang}/figures/",
    }


def _day_of(event: Event, now: datetime, asked: str) -> Day | None:
    """The day that was chosen, else today's, else the first."""
    if asked.isdecimal() and 1 <= int(asked) <= len(event.days):
        return event.days[int(asked) - 1]
    today = formats.local(now, event.call.venue_zone).date()
    return next((day for day in event.days if day.date == today), event.days[0] if event.days else None)


def address_of(what: str, lang: str, code: str = "", theme: str = "") -> str:
    """Where an embed lies."""
    middle = f"{code}/" if code else ""
    return f"/embed/{lang}/{what}/{middle}" + (f"?theme={theme}" if theme else "")


def titles() -> dict[str, str]:
    """What each embed is called."""
    return {what: str(title) for what, (title, _height) in EMBEDS.items()}
