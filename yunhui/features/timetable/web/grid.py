"""A version as a table: halls of days side by side, one row for every five minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules.setting import Setting, Stretch
from yunhui.features.timetable.selectors.desks import Desk
from yunhui.features.timetable.selectors.stages import Placed
from yunhui.features.timetable.web.reasons import broken_words
from yunhui.features.timetable.web.words import Reading
from yunhui.kernel.i18n import pick
from yunhui.ui import formats

STEP = 5
# So many halls of days are drawn at once; a larger event shows one day, and its halls in portions.
MOST = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A hall on a day; `is_filled` with items, `is_locked` where all of them are locked."""

    day: date
    room: str
    day_name: str
    room_name: str
    is_filled: bool = False
    is_locked: bool = False

    @property
    def key(self) -> str:
        """As places are named in the page."""
        return f"{self.day.isoformat()}|{self.room}"


@dataclass(frozen=True, slots=True)
class Block:
    """One item as the table shows it."""

    id: str
    kind: str
    title: str
    detail: str
    start: str
    there: str
    outside: bool
    pinned: bool
    locked: bool
    gone: bool
    broken: tuple[str, ...]

    @property
    def more(self) -> str:
        """What a reader who hears the table is told beyond what is seen."""
        return "; ".join(part for part in (self.detail, *self.broken) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: an item, a pause, a free place, or a closed hall."""

    kind: str
    rows: int = 1
    place: str = ""
    text: str = ""
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Five minutes; `label` on the half hours."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of one day, and whether everything on it is locked, in halls that are not shown too."""

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    is_filled: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of a version that is shown; `pages` are the portions of halls of a large event."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    day: date | None = None
    page: int = 0
    pages: int = 1
    columns: tuple[Column, ...] = field(default=())


def grid_of(desk: Desk, reading: Reading, day: date | None = None, page: int = 0) -> Grid:
    """The table of a version; `day` and `page` choose the part of a large event."""
    setting, language = desk.stage.setting, reading.language
    columns = columns_of(setting, language)
    if len(columns) <= MOST:
        shown, pages, day, page = columns, 1, None, 0
    else:
        day = day if day in setting.days else setting.days[0]
        of_day = [one for one in columns if one.day == day]
        pages = max(1, -(-len(of_day) // MOST))
        page = min(max(page, 0), pages - 1)
        shown = of_day[page * MOST : (page + 1) * MOST]
    marks = _marks(desk)
    shown = [_marked(one, marks.get((one.day.isoformat(), one.room), ())) for one in shown]
    heads = tuple(_head(of, [one for one in shown if one.day == of], marks) for of in {one.day: 0 for one in shown})
    return Grid(heads, _rows(desk, reading, shown), day, page, pages, tuple(shown))


def _marks(desk: Desk) -> Mapping[tuple[str, str], list[bool]]:
    """Whether each item is locked, by day and hall."""
    found: dict[tuple[str, str], list[bool]] = {}
    for one in desk.placements:
        found.setdefault((one.day, one.room), []).append(desk.by_item[one.item].is_locked)
    return found


def _marked(column: Column, locked: Sequence[bool]) -> Column:
    return replace(column, is_filled=bool(locked), is_locked=bool(locked) and all(locked))


def _head(day: date, columns: Sequence[Column], marks: Mapping[tuple[str, str], list[bool]]) -> Head:
    key = day.isoformat()
    locked = [mark for (of, _room), found in marks.items() if of == key for mark in found]
    return Head(columns[0].day_name, tuple(columns), key, bool(locked), bool(locked) and all(locked))


def columns_of(setting: Setting, language: str) -> list[Column]:
    """Every hall on every day on which it is open."""
    used = {(one.day, one.room) for one in setting.sessions}
    return [
        Column(day, room.key, formats.day(day, language), pick(room, "name", language))
        for day in setting.days
        for room in setting.rooms
        if (day, room.key) in used
    ]


def block_of(desk: Desk, slot: Placed, reading: Reading) -> Block:
    """One item in words; a project that is no longer selected is marked and stands in nobody's way."""
    item, language = slot.item, reading.language
    project = desk.stage.projects.get(item)
    placed = desk.trying.at.get(item)
    trial = desk.trying.trial(placed) if placed is not None else None
    broken = tuple(broken_words(desk, trial)) if trial else ()
    start = formats.clock(slot.starts_at, reading.venue)
    if project is None:
        area = desk.stage.areas.get(item)
        name = pick(area, "name", language) if area else _("No longer selected")
        detail = _("Host area presents") if area else ""
        return Block(
            item, slot.kind, name, detail, start, "", False, slot.is_pinned, slot.is_locked, area is None, broken
        )
    title = project.title if formats.is_chinese(language) else project.title_en or project.title
    group = pick(project.group, "name", language) if project.group else ""
    there = f"{reading.there(slot.starts_at, project.zone)} {formats.city(project.zone, language)}"
    return Block(
        id=item,
        kind=slot.kind,
        title=title,
        detail=group,
        start=start,
        there=there,
        outside=trial is not None and any(line.wish.code == "humane" for line in trial.paid),
        pinned=slot.is_pinned,
        locked=slot.is_locked,
        gone=False,
        broken=broken,
    )


def _rows(desk: Desk, reading: Reading, columns: Sequence[Column]) -> tuple[Row, ...]:
    setting = desk.stage.setting
    sessions = [one for one in setting.sessions if any((c.day, c.room) == (one.day, one.room) for c in columns)]
    if not sessions:
        return ()
    first = min(one.opens.hour * 60 + one.opens.minute for one in sessions) // STEP * STEP
    last = max(one.closes.hour * 60 + one.closes.minute for one in sessions)
    count = -(-(last - first) // STEP)
    drawn = [_column(desk, reading, column, sessions, first, count) for column in columns]
    rows = []
    index = 0
    while index < count:
        gap = _gap(drawn, index)
        minute = first + index * STEP
        label = f"{minute // 60:02d}:{minute % 60:02d}" if minute % 30 == 0 or gap > 1 else ""
        cells = tuple(cells[index] for cells in drawn if index in cells)
        if gap > 1:  # all halls are closed: one row for the whole pause
            cells = tuple(Cell("closed") for _cell in cells)
        rows.append(Row(label, cells))
        index += max(1, gap)
    return tuple(rows)


def _gap(drawn: Sequence[Mapping[int, Cell]], index: int) -> int:
    """For how many rows from here all halls are closed; 0 where one is open."""
    here = [cells.get(index) for cells in drawn]
    closed = [cell.rows for cell in here if cell is not None and cell.kind == "closed"]
    return min(closed) if len(closed) == len(drawn) and len(set(closed)) == 1 else 0


def _column(
    desk: Desk, reading: Reading, column: Column, sessions: Sequence[Stretch], first: int, count: int
) -> Mapping[int, Cell]:
    """The cells of a column by the row in which each begins."""
    setting = desk.stage.setting
    midnight = setting.instant(column.day, datetime.min.time())

    def row_of(at: datetime) -> int:
        local = at.astimezone(midnight.tzinfo)
        return ((local.date() - column.day).days * 1440 + local.hour * 60 + local.minute - first) // STEP

    fixed: list[tuple[int, int, Cell]] = []
    for slot in desk.slots:
        if slot.room.key != column.room or slot.starts_at.astimezone(midnight.tzinfo).date() != column.day:
            continue
        top = row_of(slot.starts_at)
        ends = slot.ends_at + timedelta(minutes=slot.changeover)
        if slot.kind in (ItemKind.PITCH, ItemKind.BOARD_PITCH):
            fixed.append((top, row_of(ends) - top, Cell("item", block=block_of(desk, slot, reading))))
    for pause in setting.pauses:
        begins = setting.begins(pause)
        if begins is not None and pause.day == column.day and pause.room in ("", column.room):
            rows = row_of(begins + timedelta(minutes=pause.minutes)) - row_of(begins)
            fixed.append((row_of(begins), rows, Cell("pause", text=pick(pause, "name", reading.language))))
    open_rows = {
        row
        for one in sessions
        if (one.day, one.room) == (column.day, column.room)
        for row in range(row_of(setting.span(one)[0]), row_of(setting.span(one)[1]))
    }
    return _stacked(column, fixed, open_rows, first, count)


def _stacked(
    column: Column, fixed: list[tuple[int, int, Cell]], open_rows: set[int], first: int, count: int
) -> Mapping[int, Cell]:
    cells: dict[int, Cell] = {}
    row, left = 0, sorted(fixed, key=lambda one: one[:2])
    while row < count:
        if left and left[0][0] <= row:
            _top, height, cell = left.pop(0)
            limit = min([count, *[max(one[0], row + 1) for one in left[:1]]])
            rows = max(1, min(row + max(1, height), limit) - row)
            cells[row] = Cell(cell.kind, rows, cell.place, cell.text, cell.block)
            row += rows
        elif row in open_rows:
            minute = first + row * STEP
            cells[row] = Cell("free", place=f"{column.key}|{minute // 60:02d}:{minute % 60:02d}")
            row += 1
        else:
            until = row + 1
            while until < count and until not in open_rows and not (left and left[0][0] <= until):
                until += 1
            cells[row] = Cell("closed", until - row)
            row = until
    return cells
