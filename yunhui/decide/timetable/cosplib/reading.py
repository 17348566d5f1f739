"""From a CoSPLib workbook to a conference; every flaw is told with its sheet, row and column."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np

from yunhui.decide.files import WrongInput
from yunhui.decide.timetable.cosplib.model import NEVER, TERMS, Conference, Pairs, Whole
from yunhui.decide.timetable.cosplib.sheets import Row, Sheets, minute, read_sheets, text, whole
from yunhui.decide.timetable.cosplib.zones import UnknownZoneError, penalties, presenter_offset, venue_offset

SHEETS = (
    "parameters",
    "submissions",
    "tracks",
    "sessions",
    "rooms",
    "tracks_sessions|penalty",
    "tracks_rooms|penalty",
    "similar tracks",
    "sessions_rooms|penalty",
)
FIXED = 7  # columns of a submission before those of the sessions and rooms
MOST = 12

Numbered = tuple[int, Row]


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook by its first bytes."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def read_conference(path: Path) -> Conference:
    """Read a workbook.

    Raises:
        WrongInput: not a workbook, or one that makes no sense; up to a dozen flaws are listed.
    """
    sheets = read_sheets(path)
    missing = [name for name in SHEETS if name not in sheets]
    if missing:
        raise WrongInput(f"{path}: these sheets of a CoSPLib workbook are missing: {', '.join(missing)}")
    reader = _Reader(sheets)
    conference = reader.conference()
    if reader.flaws:
        more = [f"and {len(reader.flaws) - MOST} more"] if len(reader.flaws) > MOST else []
        head = f"{path}: {len(reader.flaws)} problem{'s' if len(reader.flaws) > 1 else ''}"
        raise WrongInput("\n  ".join([head, *reader.flaws[:MOST], *more]))
    assert conference is not None
    return conference


class _Reader:
    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.flaws: list[str] = []

    def conference(self) -> Conference | None:
        sessions, rooms = self._names("sessions"), self._names("rooms")
        tracks, submissions = self._names("tracks"), self._names("submissions")
        if self.flaws:
            return None
        rows = self._rows("submissions")
        slots = self._column("sessions", 1, least=0)
        track = self._tracks_of(rows, tracks)
        need, order = (
            self._column("submissions", 2, least=1),
            _places([row[3] if len(row) > 3 else "" for _, row in rows]),
        )
        chairs = [_people(row, 1) for _, row in self._rows("tracks")]
        speakers, listeners = [_people(row, 5) for _, row in rows], [_people(row, 6) for _, row in rows]
        own = self._wishes(rows, sessions, rooms)
        weights = self._weights()
        zone = self._zones(rows) if weights["timezones"] else np.zeros((len(rows), len(sessions)), dtype=np.int64)
        by_cell = {
            name: self._table(name, across, down)
            for name, across, down in (
                ("tracks_sessions|penalty", tracks, sessions),
                ("tracks_rooms|penalty", tracks, rooms),
                ("sessions_rooms|penalty", sessions, rooms),
            )
        }
        similar = self._similar(tracks)
        if self.flaws:
            return None
        other = track[:, None] != track[None, :]
        theirs = [chairs[one] for one in track]
        return Conference(
            sessions=sessions,
            rooms=rooms,
            tracks=tracks,
            submissions=submissions,
            slots=slots,
            track=track,
            need=need,
            order=order,
            weights=weights,
            track_session=by_cell["tracks_sessions|penalty"],
            track_room=by_cell["tracks_rooms|penalty"],
            session_room=by_cell["sessions_rooms|penalty"],
            similar=similar,
            submission_session=own[:, : len(sessions)],
            submission_room=own[:, len(sessions) :],
            zone=zone,
            presenters=_off(_share(speakers, speakers) | (_share(speakers, theirs) & other)),
            attendees=_off(
                _share(listeners, listeners) | _share(listeners, speakers) | (_share(listeners, theirs) & other)
            ),
            chairs=_off(_share(chairs, chairs)),
            numbers=frozenset(
                text(row[0])
                for sheet in ("sessions", "rooms", "tracks", "submissions")
                for _, row in self._rows(sheet)
                if isinstance(row[0], int | float)
            ),
        )

    def _rows(self, sheet: str) -> list[Numbered]:
        """The rows below the head that are not blank, each with its number in the sheet."""
        rows = enumerate(self.sheets[sheet][1:], 2)
        return [(number, row) for number, row in rows if any(str(cell or "").strip() for cell in row)]

    def _names(self, sheet: str) -> tuple[str, ...]:
        names = [text(row[0]) for _, row in self._rows(sheet)]
        if not names:
            self.flaws.append(f"sheet {sheet}: it has no rows")
        self.flaws += [f"sheet {sheet}, row {number}: no name" for number, row in self._rows(sheet) if not text(row[0])]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.flaws.append(f"sheet {sheet}: {name!r} stands there twice")
        return tuple(names)

    def _column(self, sheet: str, column: int, least: int = 0) -> Whole:
        found = []
        for number, row in self._rows(sheet):
            value = whole(row[column]) if column < len(row) else None
            if value is None or value < least:
                self.flaws.append(f"sheet {sheet}, row {number}, column {column + 1}: a whole number from {least} on")
                value = least
            found.append(value)
        return np.array(found, dtype=np.int64)

    def _tracks_of(self, rows: list[Numbered], tracks: tuple[str, ...]) -> Whole:
        index = {name: k for k, name in enumerate(tracks)}
        alike = {_bare(name): name for name in tracks}
        found = []
        for number, row in rows:
            name = text(row[1])
            if name not in index:
                near = f"; is it {alike[_bare(name)]!r}?" if _bare(name) in alike else ""
                self.flaws.append(f"sheet submissions, row {number}: there is no track {name!r}{near}")
            found.append(index.get(name, 0))
        for lonely in sorted(set(index.values()) - set(found)):
            self.flaws.append(f"sheet tracks: {tracks[lonely]!r} has no submission")
        return np.array(found, dtype=np.int64)

    def _wishes(self, rows: list[Numbered], sessions: tuple[str, ...], rooms: tuple[str, ...]) -> Whole:
        """[N, S + R] by the names above the columns, in whatever order; other columns do not matter."""
        head = [text(cell) for cell in self.sheets["submissions"][0][FIXED:]]
        wanted = [*sessions, *rooms]
        wrong = [name for name in wanted if head.count(name) != 1]
        if wrong or len(set(wanted)) < len(wanted):
            told = f"; missing or twice: {', '.join(wrong)}" if wrong else "; a session and a room share a name"
            self.flaws.append(f"sheet submissions: from column 8 on one column for each session and room{told}")
            return np.zeros((len(rows), len(wanted)), dtype=np.int64)
        return self._matrix("submissions", rows, [FIXED + head.index(name) for name in wanted])

    def _matrix(self, sheet: str, rows: list[Numbered], columns: list[int]) -> Whole:
        found = np.zeros((len(rows), len(columns)), dtype=np.int64)
        for index, (number, row) in enumerate(rows):
            for place, column in enumerate(columns):
                value = whole(row[column]) if column < len(row) else 0
                if value is None or value < 0:
                    self.flaws.append(f"sheet {sheet}, row {number}, column {column + 1}: a whole number from 0 on")
                else:
                    found[index, place] = value
        return found

    def _table(self, sheet: str, down: tuple[str, ...], across: tuple[str, ...]) -> Whole:
        """Penalties by name: rows and columns may stand in any order."""
        head = [text(cell) for cell in self.sheets[sheet][0]]
        rows = {text(row[0]): (number, row) for number, row in self._rows(sheet)}
        for what, wanted, given in (("row", down, rows), ("column", across, head)):
            lost = [name for name in wanted if name not in given]
            if lost:
                self.flaws.append(f"sheet {sheet}: no {what} for {', '.join(lost)}")
        if any(name not in rows for name in down) or any(name not in head for name in across):
            return np.zeros((len(down), len(across)), dtype=np.int64)
        return self._matrix(sheet, [rows[name] for name in down], [head.index(name) for name in across])

    def _similar(self, tracks: tuple[str, ...]) -> Whole:
        """Symmetric; of the two cells of a pair the one right of the diagonal counts, in the order of the sheet."""
        names = [text(row[0]) for _, row in self._rows("similar tracks")]
        if sorted(names) != sorted(tracks):
            self.flaws.append("sheet similar tracks: one row for each track")
            return np.zeros((len(tracks), len(tracks)), dtype=np.int64)
        raw = self._matrix("similar tracks", self._rows("similar tracks"), list(range(1, len(tracks) + 1)))
        upper = np.triu(raw, 1)
        here = [tracks.index(name) for name in names]
        found = np.zeros_like(raw)
        found[np.ix_(here, here)] = upper + upper.T
        return found

    def _cell(self, row: int, column: int) -> object:
        rows = self.sheets["parameters"]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def _weights(self) -> dict[str, int]:
        """By term; one below zero counts as none, as CoSPLib leaves out what does not weigh more than nothing."""
        found = {}
        for number, term in enumerate(TERMS, 1):
            value = whole(self._cell(number, 4))
            if value is None:
                self.flaws.append(f"sheet parameters, row {number + 1}, column 5: a whole number from 0 on")
            found[term] = max(0, value or 0)
        return found

    def _zones(self, rows: list[Numbered]) -> Whole:
        hours = [minute(self._cell(row, 1)) for row in (3, 4, 6, 7)]
        prices = [whole(self._cell(row, 1)) for row in (8, 10)]
        times = [(minute(row[3]), minute(row[4])) for _, row in self._rows("sessions")]
        if None in hours or None in prices or any(None in pair for pair in times):
            self.flaws.append("sheets parameters and sessions: hours are written 9:30, penalties as whole numbers")
            return np.zeros((len(rows), len(times)), dtype=np.int64)
        here = text(self._cell(1, 1)).strip()
        at = np.array(times, dtype=np.int64) - self._offset(partial(venue_offset, here), "parameters, row 2")
        zones = [(number, text(row[4]).strip()) for number, row in rows]
        offsets = [
            self._offset(partial(presenter_offset, zone, here), f"submissions, row {number}") for number, zone in zones
        ]
        opens, closes, tolerable_from, tolerable_to = (int(hour or 0) for hour in hours)
        small, big = (int(price or 0) for price in prices)
        east = np.array(offsets, dtype=np.int64)
        return penalties(at[:, 0], at[:, 1], east, (opens, closes), (tolerable_from, tolerable_to), (small, big))

    def _offset(self, minutes: Callable[[], int], where: str) -> int:
        try:
            return minutes()
        except UnknownZoneError as unknown:
            name = str(unknown) or "(blank)"
            self.flaws.append(f"sheet {where}: no time zone is called {name}; write GMT+8 or Asia/Shanghai")
            return 0


def _places(cells: list[object]) -> Whole:
    """Of each submission in its track, 0 for any. What is no number is a place that no submission gets, as CoSPLib
    compares it with numbers; digits written as text are numbers to it only where the whole column can be read so.
    """
    numbers = [None if cell in ("", None) else whole(cell) for cell in cells]
    if None in numbers:
        numbers = [NEVER if isinstance(cell, str) else number for cell, number in zip(cells, numbers, strict=True)]
    return np.array([NEVER if number is None else max(NEVER, number) for number in numbers], dtype=np.int64)


def _bare(name: str) -> str:
    return "".join(name.lower().split())


def _people(row: Row, column: int) -> frozenset[str]:
    """Names between ", ", as CoSPLib parts them."""
    return frozenset(text(row[column]).split(", ")) - {""} if column < len(row) else frozenset()


def _share(one: Iterable[frozenset[str]], other: Iterable[frozenset[str]]) -> Pairs:
    """Which pairs have a name in common, either way round."""
    others = list(other)
    found = np.array([[bool(mine & theirs) for theirs in others] for mine in one], dtype=np.bool_)
    both: Pairs = found | found.T
    return both


def _off(pairs: Pairs) -> Pairs:
    pairs = pairs.copy()
    np.fill_diagonal(pairs, False)
    return pairs
