"""One version of a timetable as a printed programme, on A4 or for the pocket: one language, the venue's clock and each
speaker's."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.agenda import Day, Run, agenda
from yunhui.features.timetable.selectors.lines import Line
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import city
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.ui import formats
from yunhui.ui.papers import POCKET, Sheets, sheets_pdf, typeset

PROGRAMME = Path(__file__).parent.parent / "templates/timetable/programme.typ"


def as_paper(timetable: Timetable, lines: list[Line], language: str) -> bytes:
    """The programme on A4 as PDF, in one language.

    Raises:
        PaperError: it could not be set.
    """
    with translation.override(language):
        return typeset(PROGRAMME, words_of(timetable, lines, language))


def as_pocket(timetable: Timetable, lines: list[Line], language: str) -> bytes:
    """The programme on A6, to be printed as a booklet, as PDF in one language.

    Raises:
        PaperError: it could not be set.
    """
    with translation.override(language):
        return sheets_pdf(Sheets("pocket", POCKET, words_of(timetable, lines, language)))


def words_of(timetable: Timetable, lines: list[Line], language: str) -> dict[str, Any]:
    """Every word of the programme, for the template; in the active language."""
    call, host = timetable.call, city()
    published = timetable.published_at or timetable.made_at
    clock = _("{clock} ({offset})").format(
        clock=formats.clock_name(call.venue_zone, language), offset=formats.offset_words(published, call.venue_zone)
    )
    version = _("Version {n}, {day}").format(
        n=timetable.number, day=formats.day(formats.local(published, call.venue_zone).date(), language, year=True)
    )
    return {
        "lang": "zh" if formats.is_chinese(language) else "en",
        "host": pick(host, "office", language) if host else "",
        "title": pick(call, "title", language),
        "subtitle": _("Timetable"),
        "days_line": days_of_event(call, language),
        "clock": clock,
        "version": version,
        "outside": _("outside 08:00–22:00 on the speaker’s clock"),
        "has_outside": any(not line.is_humane for line in lines),
        "note": _("Made from synthetic interests and scores; a demonstration.") if call.is_synthetic else "",
        "days": [_day(day, call, language) for day in agenda(lines, call.venue_zone)],
    }


def _day(day: Day, call: Call, language: str) -> dict[str, Any]:
    count = day.count(ItemKind.PITCH)
    runs = [run for session in day.sessions for run in session.runs]
    return {
        "name": formats.day(day.date, language),
        "note": ngettext("{n} pitch", "{n} pitches", count).format(n=formats.number(count, language)),
        "runs": [_run(run, call, language) for run in runs],
    }


def _run(run: Run, call: Call, language: str) -> dict[str, Any]:
    first = run.lines[0]
    if run.kind == ItemKind.BOARD_PITCH:
        title = _("Host areas present")
    else:
        title = run.group(language) or first.title(language)
    return {
        "kind": run.kind,
        "title": title,
        "room": run.room(language),
        "span": _span(first, run.lines[-1], call.venue_zone, language),
        "items": [_item(line, call, language) for line in run.lines] if run.kind != ItemKind.OPENING else [],
    }


def _item(line: Line, call: Call, language: str) -> dict[str, Any]:
    there = ""
    if line.zone and line.kind == ItemKind.PITCH:
        local, home = formats.local(line.starts_at, line.zone), formats.local(line.starts_at, call.venue_zone)
        form = formats.clock(line.starts_at, line.zone)
        if local.date() != home.date():
            form = f"{formats.short_day(local.date(), language)} {form}"
        there = f"{pick(line, 'place', language)} {form}"
    return {
        "time": formats.clock(line.starts_at, call.venue_zone),
        "span": _span(line, line, call.venue_zone, language),
        "title": line.title(language),
        "country": pick(line, "country", language),
        "there": there,
        "outside": not line.is_humane,
    }


def _span(first: Line, last: Line, zone: str, language: str) -> str:
    dash = "—" if formats.is_chinese(language) else "–"
    return f"{formats.clock(first.starts_at, zone)}{dash}{formats.clock(last.ends_at, zone)}"
