"""A programme as the workbook that CoSPLib's checker reads, and back."""

import io
from pathlib import Path

import xlsxwriter

from yunhui.decide.files import WrongInput
from yunhui.decide.timetable.cosplib.model import EMPTY, Conference, Programme, empty
from yunhui.decide.timetable.cosplib.scoring import Score
from yunhui.decide.timetable.cosplib.sheets import read_sheets, text


def solution_workbook(conference: Conference, programme: Programme, score: Score) -> bytes:
    """Sheet "sol": tracks by session and room, an empty row, then a row for each time slot. Sheet "violations"."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet, bold = book.add_worksheet("sol"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(conference.rooms), 18)
        for column, room in enumerate(conference.rooms, 1):
            _name(sheet, 0, column, room, conference.numbers, bold)
        row = 1
        for name, rooms in zip(conference.sessions, programme.tracks, strict=True):
            _name(sheet, row, 0, name, conference.numbers, bold)
            for column, track in enumerate(rooms, 1):
                if track != EMPTY:
                    _name(sheet, row, column, conference.tracks[track], conference.numbers)
            row += 1
        for session, slots in enumerate(conference.slots.tolist()):
            for slot in range(slots):
                row += 1
                _name(sheet, row, 0, conference.sessions[session], conference.numbers, bold)
                for column, room_slots in enumerate(programme.submissions[session], 1):
                    if room_slots[slot] != EMPTY:
                        name = conference.submissions[room_slots[slot]]
                        _name(sheet, row, column, name, conference.numbers)
        sums = book.add_worksheet("violations")
        sums.set_column(0, 0, 32)
        lines = [("objective", score.objective), *score.terms.items(), ("hard violations", len(score.hard))]
        for number, (name, value) in enumerate(lines):
            sums.write_string(number, 0, name)
            sums.write_number(number, 1, value)
    return stream.getvalue()


def _name(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    name: str,
    numbers: frozenset[str],
    style: xlsxwriter.format.Format | None = None,
) -> None:
    if name in numbers:
        sheet.write_number(row, column, float(name), style)
    else:
        sheet.write_string(row, column, name, style)


def read_programme(path: Path, conference: Conference) -> Programme:
    """Read a solution workbook, ours or CoSPLib's.

    Raises:
        WrongInput: no workbook, too few rows, or names that the conference does not have.
    """
    rows = next(iter(read_sheets(path).values()), [])
    sessions, found = len(conference.sessions), empty(conference)
    tracks = {name: k for k, name in enumerate(conference.tracks)}
    submissions = {name: k for k, name in enumerate(conference.submissions)}

    def named(row: int, column: int, known: dict[str, int]) -> int:
        name = text(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""
        if name and name not in known:
            raise WrongInput(f"{path}: row {row + 1}, column {column + 1}: the conference has no {name!r}")
        return known[name] if name else EMPTY

    row = sessions + 2
    for session, slots in enumerate(conference.slots.tolist()):
        for room in range(len(conference.rooms)):
            found.tracks[session][room] = named(session + 1, room + 1, tracks)
            found.submissions[session][room] = [named(row + slot, room + 1, submissions) for slot in range(slots)]
        row += slots
    return found
