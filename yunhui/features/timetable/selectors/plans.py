"""From an event's set-up, its people and a version to a task for the solver: the same rules for machine and hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yunhui.decide.timetable import model
from yunhui.features.timetable.enums import Mark, PersonKind
from yunhui.features.timetable.rules.setting import Pattern, Setting, Stretch, without
from yunhui.features.timetable.selectors.stages import Attendee, Project, Stage
from yunhui.kernel.i18n import CHINESE, pick

GRID = 5
AREAS = "areas"
Span = tuple[datetime, datetime]


def pattern_of(setting: Setting, project: Project) -> Pattern:
    """The minutes of a project; lengths end on the grid, so that pitches follow each other without a gap."""
    pattern = setting.pattern_of(project.group.key if project.group else "")
    rest = -(pattern.minutes + pattern.changeover) % GRID
    return replace(pattern, changeover=pattern.changeover + rest)


def plan_of(
    stage: Stage,
    *,
    language: str = CHINESE,
    previous: tuple[model.Placement, ...] = (),
    fixed: Iterable[str] = (),
    by_hand: bool = False,
) -> model.Plan:
    """The task: every pitch once, nobody in two places, everybody where they can be.

    Args:
        previous: the places from which little is moved; `fixed`: the items that stay there.
        by_hand: for judging an officer's own moves: host areas may then be in every hall and on every day, and what is
            fixed or locked is not a rule, because the officer decides.

    Raises:
        decide.timetable.model.WrongPlan: later, by the solver: a plan that makes no sense, e.g. no session.
    """
    setting, prices = stage.setting, stage.setting.prices
    people, windows = _people(stage)
    locked = frozenset[str]() if by_hand else _in_locked(setting, previous)
    items = (*_areas(stage, language, by_hand), *_pitches(stage, language))
    known = {item.id for item in items}
    kept = tuple(one for one in previous if one.item in known)
    wishes = (*_late(stage), *_reluctant(stage, items, windows))
    groups = {item.group for item in items if item.group}
    names = {str(one.group_id): pick(one.group, "name", language) for one in stage.projects.values() if one.group}
    names |= {key: _("Host areas") for key in groups if key.startswith(AREAS)}
    return model.Plan(
        zone=setting.zone,
        days=tuple(model.Day(day.isoformat(), day) for day in setting.days),
        rooms=tuple(model.Room(room.key, pick(room, "name", language)) for room in setting.rooms),
        blocks=tuple(_blocks(stage, () if by_hand else previous, items)),
        items=items,
        people=people,
        groups=tuple(
            model.Group(key, names.get(key, ""), together=prices.pieces, one_room=prices.halls)
            for key in sorted(groups)
        ),
        wishes=wishes,
        previous=kept,
        locks=() if by_hand else tuple(one.item for one in kept if one.item in {*fixed, *locked}),
        move_price=prices.moved if kept else 0,
        day_balance=prices.balance,
        grid=GRID,
    )


def plan_by_hand(stage: Stage, language: str) -> model.Plan:
    """The task as an officer's moves are judged by it: rules and prices, without the price of moving; made once."""
    if language not in stage.by_hand:
        stage.by_hand[language] = plan_of(stage, language=language, by_hand=True)
    return stage.by_hand[language]


def _pitches(stage: Stage, language: str) -> list[model.Item]:
    found = []
    judges: dict[int, list[str]] = {}
    teams: dict[UUID, list[tuple[str, str]]] = {}
    for key, rows in stage.people.items():
        for row in rows:
            if row.kind == PersonKind.JUDGE and row.group_id:
                judges.setdefault(row.group_id, []).append(key)
            elif row.application_id:
                teams.setdefault(row.application_id, []).append((key, row.kind))
    for key, one in stage.projects.items():
        pattern = pattern_of(stage.setting, one)
        parts = [model.Part(person, role) for person, role in teams.get(one.pk, [(key, PersonKind.SPEAKER)])]
        parts += [model.Part(person, PersonKind.JUDGE) for person in judges.get(one.group_id or 0, [])]
        title = (one.title_en or one.title) if language != CHINESE else one.title
        found.append(
            model.Item(
                id=key,
                kind="pitch",
                minutes=pattern.minutes,
                changeover=pattern.changeover,
                name=title,
                group=str(one.group_id) if one.group_id else None,
                people=tuple({part.person: part for part in parts}.values()),
                split=(("pitch", pattern.pitch), ("questions", pattern.questions)),
                rank=stage.lots.get(key) if stage.setting.order_by_draw else None,
            )
        )
    return found


def _areas(stage: Stage, language: str, by_hand: bool) -> list[model.Item]:
    """Host areas in runs in the first hall, as many on each day; by hand they may be anywhere."""
    setting = stage.setting
    days = [day for day in setting.days if any(one.day == day for one in setting.sessions)]
    if not days or not setting.rooms or not setting.board_pitch:
        return []
    officers: dict[str, list[str]] = {}
    for key, rows in stage.people.items():
        for row in rows:
            if row.kind == PersonKind.BOARD and row.board_id:
                officers.setdefault(str(row.board_id), []).append(key)
    each = -(-len(stage.areas) // len(days)) or 1
    halls = {one.room for one in setting.sessions if not one.group}
    first = next((room.key for room in setting.rooms if room.key in halls), setting.rooms[0].key)
    return [
        model.Item(
            id=key,
            kind="board_pitch",
            minutes=setting.board_pitch,
            name=pick(board, "name", language),
            group=f"{AREAS}-{index // each}",
            people=tuple(model.Part(person, PersonKind.BOARD) for person in officers.get(key, [])),
            rooms=None if by_hand else (first,),
            days=None if by_hand else (days[index // each].isoformat(),),
        )
        for index, (key, board) in enumerate(stage.areas.items())
    ]


def _people(stage: Stage) -> tuple[tuple[model.Person, ...], dict[str, list[Span]]]:
    """Everybody bound to an item, and the hours that each would rather not take."""
    found, reluctant = [], dict[str, list[Span]]()
    humane = model.Hours(price=stage.setting.prices.hours)
    spoken_for = set[str]()
    for key, rows in stage.people.items():
        if not any(row.application_id or row.board_id or row.group_id for row in rows):
            continue
        spoken_for |= {str(row.application_id) for row in rows if row.kind == PersonKind.SPEAKER}
        cannot = tuple(model.Window(*span) for row in rows for span in marked(row, Mark.CANNOT))
        reluctant[key] = [span for row in rows for span in marked(row, Mark.RATHER_NOT)]
        found.append(model.Person(key, rows[0].zone, rows[0].name, unavailable=cannot, humane=humane))
    for key, one in stage.projects.items():
        if key not in spoken_for:
            found.append(model.Person(key, one.zone, one.speaker, humane=humane))
    return tuple(found), reluctant


def marked(row: Attendee, mark: str) -> list[Span]:
    """The hours of one mark that somebody gave, in UTC."""
    return [
        (datetime.fromisoformat(one["from"]), datetime.fromisoformat(one["to"]))
        for one in row.hours
        if one["mark"] == mark
    ]


def _blocks(stage: Stage, previous: tuple[model.Placement, ...], items: Sequence[model.Item]) -> Iterable[model.Block]:
    """Every session in the pieces that breaks, its chair and its lock leave of it."""
    setting, lengths = stage.setting, {item.id: timedelta(minutes=item.length) for item in items}
    away: dict[str, list[Span]] = {}
    for rows in stage.people.values():
        for row in rows:
            if row.kind == PersonKind.CHAIR and row.session:
                away.setdefault(row.session, []).extend(marked(row, Mark.CANNOT))
    for session in setting.sessions:
        span = setting.span(session)
        pieces = without(span, [*setting.paused(session.room), *away.get(session.key, [])])
        if session.is_locked and previous:
            inside = [one for one in previous if _is_in(setting, session, one)]
            pieces = sorted((one.start, one.start + lengths.get(one.item, timedelta())) for one in inside)
            pieces = [one for one in pieces if one[0] < one[1]]
        for start, end in pieces:
            yield model.Block(
                session.day.isoformat(), session.key, session.room, start, end, _groups_in(stage, session)
            )


def _groups_in(stage: Stage, session: Stretch) -> tuple[str, ...] | None:
    """The plan's groups that a session takes; one kept for a group takes host areas too, where no other is open."""
    if not session.group:
        return None
    return tuple({str(one.group_id) for one in stage.projects.values() if one.group and one.group.key == session.group})


def _in_locked(setting: Setting, previous: tuple[model.Placement, ...]) -> frozenset[str]:
    locked = [session for session in setting.sessions if session.is_locked]
    return frozenset(one.item for one in previous for session in locked if _is_in(setting, session, one))


def _is_in(setting: Setting, session: Stretch, at: model.Placement) -> bool:
    opens, closes = setting.span(session)
    return session.room == at.room and opens <= at.start < closes


def _late(stage: Stage) -> Iterable[model.Wish]:
    """Host areas present while the leaders of the city are still in the hall."""
    setting, minutes = stage.setting, stage.setting.prices.late_from
    if not setting.prices.late or not setting.sessions:
        return
    windows = []
    for day in setting.days:
        midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(setting.zone))
        windows.append(model.Window(midnight, midnight + timedelta(minutes=minutes)))
    for key in stage.areas:
        yield model.Wish(key, setting.prices.late, windows=tuple(windows), name="not late")


def _reluctant(stage: Stage, items: Sequence[model.Item], reluctant: Mapping[str, list[Span]]) -> Iterable[model.Wish]:
    """An item that begins so that it runs into hours which somebody would rather not take costs once for them."""
    price = stage.setting.prices.rather_not
    spans = [stage.setting.span(session) for session in stage.setting.sessions]
    if not price or not spans:
        return
    whole = min(start for start, _end in spans), max(end for _start, end in spans)
    for item in items:
        for part in item.people:
            hours = reluctant.get(part.person)
            if not hours:
                continue
            earlier = timedelta(minutes=item.minutes - 1)
            free = without(whole, [(start - earlier, end) for start, end in hours])
            rows = stage.people.get(part.person)
            name = rows[0].name if rows else ""
            yield model.Wish(item.id, price, windows=tuple(model.Window(*span) for span in free), name=name)
