"""Reads of timetables: lines for pages, calendars and papers for carrying away."""

from yunhui.features.timetable.selectors.exports import as_calendar, as_json, as_paper
from yunhui.features.timetable.selectors.lines import (
    Line,
    calls_on_stage,
    days_of,
    lines_of,
    published_timetable,
    slot_of,
    timetables_of,
)

__all__ = [
    "Line",
    "as_calendar",
    "as_json",
    "as_paper",
    "calls_on_stage",
    "days_of",
    "lines_of",
    "published_timetable",
    "slot_of",
    "timetables_of",
]
