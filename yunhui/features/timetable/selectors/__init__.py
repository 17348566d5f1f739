"""Reads of timetables: lines for pages, calendars and papers for carrying away."""

from yunhui.features.timetable.selectors.agenda import Day, Run, Session, agenda, next_session
from yunhui.features.timetable.selectors.clashes import clashes_of
from yunhui.features.timetable.selectors.events import (
    Dot,
    dots_of,
    event_at,
    event_called,
    is_over,
    slot_of_board,
    with_applied,
)
from yunhui.features.timetable.selectors.exports import as_calendar, as_json
from yunhui.features.timetable.selectors.lines import (
    Line,
    calls_on_stage,
    days_of,
    lines_inside,
    lines_of,
    published_timetable,
    timetables_of,
)
from yunhui.features.timetable.selectors.papers import as_paper, as_pocket

__all__ = [
    "Day",
    "Dot",
    "Line",
    "Run",
    "Session",
    "agenda",
    "as_calendar",
    "as_json",
    "as_paper",
    "as_pocket",
    "calls_on_stage",
    "clashes_of",
    "days_of",
    "dots_of",
    "event_at",
    "event_called",
    "is_over",
    "lines_inside",
    "lines_of",
    "next_session",
    "published_timetable",
    "slot_of_board",
    "timetables_of",
    "with_applied",
]
