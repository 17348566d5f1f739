"""A conference's published schedule as a task: who spoke where and when is taken off, what it implies is kept.

Read are the schedule.json of frab and pentabarf ("schedule" → "conference" → "days" → "rooms") and a flat list of them
("conference", "events"). What a schedule implies: a talk's length and its speakers, the day or days of its track, the
hours in which each room was in use on each day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yunhui.decide.timetable.checking import problems
from yunhui.decide.timetable.clocks import NoSuchTime, from_wall, known_zones, on_clock
from yunhui.decide.timetable.model import Block, Day, Group, Item, Part, Person, Placement, Plan, Room, WrongPlan
from yunhui.decide.timetable.moving import moves

# Wishes, so small that no rule bends for them: a track in one room, and in one piece.
ONE_ROOM, TOGETHER = 5, 1


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a schedule; `start` and `end` are instants."""

    id: str
    day: date
    room: str
    start: datetime
    end: datetime
    title: str
    track: str
    kind: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`plan` is the task, `published` the timetable that was: one placement for each item of the plan."""

    title: str
    plan: Plan
    published: tuple[Placement, ...]


def is_schedule(content: Any) -> bool:
    """Whether a JSON document is a schedule rather than a plan."""
    return isinstance(content, dict) and ("schedule" in content or ("conference" in content and "events" in content))


def read_schedule(content: Any, *, keep_rooms: bool = False) -> Schedule:
    """Read a schedule.

    Args:
        keep_rooms: each track only in the rooms it had; without it, in any room that is open.

    Raises:
        WrongPlan: entries that cannot be read; all are listed, each as "$.path: what is wrong".
    """
    complaints: list[str] = []
    title, zone, found = _flat(content, complaints) if "events" in content else _nested(content, complaints)
    if not found and not complaints:
        complaints.append("$: there is no event in it")
    if complaints:
        raise WrongPlan(tuple(complaints))
    return Schedule(title, _plan(zone, found, keep_rooms), tuple(_placement(zone, one) for one in found))


def _flat(content: dict[str, Any], complaints: list[str]) -> tuple[str, str, list[Event]]:
    about = content["conference"] if isinstance(content["conference"], dict) else {}
    zone = _zone(about, "$.conference", complaints)
    events = content["events"] if isinstance(content["events"], list) else []
    found = [_event(one, f"$.events[{k}]", zone, {}, complaints) for k, one in enumerate(events)]
    return str(about.get("title", "")), zone, [one for one in found if one is not None]


def _nested(content: dict[str, Any], complaints: list[str]) -> tuple[str, str, list[Event]]:
    about = (content.get("schedule") or {}).get("conference")
    if not isinstance(about, dict) or not isinstance(about.get("days"), list):
        complaints.append('$.schedule.conference.days: is missing; this is the place of the days in a "schedule.json"')
        return "", "UTC", []
    zone, found = _zone(about, "$.schedule.conference", complaints), []
    for number, day in enumerate(about["days"]):
        for room, entries in (day.get("rooms") or {}).items():
            for k, one in enumerate(entries):
                path = f"$.schedule.conference.days[{number}].rooms[{room}][{k}]"
                found.append(_event(one, path, zone, {"day": day.get("date"), "room": room}, complaints))
    return str(about.get("title", "")), zone, [one for one in found if one is not None]


def _zone(about: dict[str, Any], path: str, complaints: list[str]) -> str:
    zone = str(about.get("time_zone_name", ""))
    if zone not in known_zones():
        complaints.append(f'{path}.time_zone_name: no time zone is called "{zone}"; write an IANA name')
        return "UTC"
    return zone


def _event(told: Any, path: str, zone: str, more: dict[str, Any], complaints: list[str]) -> Event | None:
    if not isinstance(told, dict):
        complaints.append(f"{path}: an object {{…}} is needed here")
        return None
    told = {**told, **{key: value for key, value in more.items() if not told.get(key)}}
    try:
        day = date.fromisoformat(str(told["day"]))
        minutes = _minutes(told["duration"])
        start = from_wall(datetime.combine(day, datetime.min.time()) + timedelta(minutes=_minutes(told["start"])), zone)
        people = [_speaker(one) for one in told.get("speakers") or told.get("persons") or ()]
        return Event(
            id=str(told["id"]),
            day=day,
            room=str(told["room"]),
            start=start,
            end=start + timedelta(minutes=minutes),
            title=str(told.get("title", "")),
            track=str(told.get("track") or ""),
            kind=str(told.get("type") or "talk"),
            speakers=tuple(dict.fromkeys(people)),
        )
    except KeyError as missing:
        complaints.append(f"{path}.{missing.args[0]}: is missing")
    except (ValueError, NoSuchTime) as wrong:
        complaints.append(f"{path}: {wrong}")
    return None


def _speaker(told: Any) -> str:
    if isinstance(told, dict):
        return str(
            told.get("code") or told.get("guid") or told.get("id") or told.get("public_name") or told.get("name")
        )
    return str(told)


def _minutes(written: Any) -> int:
    """Minutes of "HH:MM".

    Raises:
        ValueError: something else is written.
    """
    hours, _, minutes = str(written).partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal()):
        raise ValueError(f'"{written}" is not a time; write it as 09:30')
    return int(hours) * 60 + int(minutes[:2])


def _placement(zone: str, event: Event) -> Placement:
    return Placement(event.id, event.day.isoformat(), event.room, on_clock(event.start, zone))


def _plan(zone: str, events: list[Event], keep_rooms: bool) -> Plan:
    days = sorted({event.day for event in events})
    rooms = list(dict.fromkeys(event.room for event in events))
    tracks = {name: f"t{k}" for k, name in enumerate(dict.fromkeys(event.track for event in events if event.track))}
    at: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for event in events:
        at[event.track].add((event.day.isoformat(), event.room))
    items = tuple(
        Item(
            id=event.id,
            kind=event.kind,
            minutes=(event.end - event.start) // timedelta(minutes=1),
            name=event.title,
            group=tracks.get(event.track),
            people=tuple(Part(who, "speaker") for who in event.speakers),
            days=tuple(sorted({day for day, _ in at[event.track]} if event.track else {event.day.isoformat()})),
            rooms=tuple(sorted({room for _, room in at[event.track]})) if keep_rooms else None,
        )
        for event in events
    )
    blocks = []
    for day in days:
        for room in rooms:
            inside = [event for event in events if (event.day, event.room) == (day, room)]
            if inside:
                start, end = min(event.start for event in inside), max(event.end for event in inside)
                blocks.append(Block(day.isoformat(), f"{day.isoformat()} {room}", room, start, end))
    speakers = dict.fromkeys(who for event in events for who in event.speakers)
    return Plan(
        zone=zone,
        days=tuple(Day(day.isoformat(), day) for day in days),
        rooms=tuple(Room(room, room) for room in rooms),
        blocks=tuple(blocks),
        items=items,
        people=tuple(Person(who, zone, humane=None) for who in speakers),
        groups=tuple(Group(key, name, together=TOGETHER, one_room=ONE_ROOM) for name, key in tracks.items()),
        grid=5,
    )


def kept(schedule: Schedule, placements: tuple[Placement, ...]) -> tuple[str, ...]:
    """What a new timetable keeps of what the published one implied, in sentences for a report."""
    plan, broken = schedule.plan, problems(schedule.plan, placements)
    here = {placement.item: placement for placement in placements}
    rooms: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for item in plan.items:
        if item.group is not None:
            rooms[item.group].add((here[item.id].day, here[item.id].room))
    talks: dict[str, int] = defaultdict(int)
    for item in plan.items:
        for part in item.people:
            talks[part.person] += 1
    one = sum(len({day for day, _ in where}) == len(where) for where in rooms.values())
    same = len(plan.items) - len(moves(schedule.published, placements))
    return (
        f"{len(placements)} of {len(plan.items)} talks placed with their full length, {len(broken)} broken rules",
        f"no room twice at once ({len(plan.blocks)} open days of {len(plan.rooms)} rooms), none outside its hours",
        f"nobody in two places ({sum(count > 1 for count in talks.values())} of {len(talks)} speakers give several)",
        f"every talk on a day of its track; {one} of {len(rooms)} tracks in one room a day",
        f"{same} talks stand by chance where the published programme had them",
    )
