"""Published schedules as tasks, and events too large for one model."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from yunhui.decide.timetable import Person, Plan, WrongPlan, problems, solve
from yunhui.decide.timetable.large import is_large, solve_large, suits
from yunhui.decide.timetable.model import Window
from yunhui.decide.timetable.schedule_json import is_schedule, kept, read_schedule
from yunhui.decide.timetable.searching import Budget

SHARED = Path(__file__).parents[3] / "shared/data/scheduling"


def conference(rooms: int = 6, talks: int = 12) -> dict[str, Any]:
    """Two days; each track fills a room for a day; the first speaker of every track speaks again in the next."""
    events = []
    for track in range(rooms * 2):
        day, room = date(2026, 2, 1 + track // rooms), f"R{track % rooms}"
        for talk in range(talks):
            speakers = [f"P{track}-{talk}"]
            if talk == 0:
                speakers.append(f"P{(track + 1) % (rooms * 2)}-1")
            start = datetime(2026, 2, 1, 9, tzinfo=UTC) + timedelta(minutes=35 * talk)
            events.append(
                {
                    "id": f"{track}-{talk}",
                    "day": day.isoformat(),
                    "room": room,
                    "start": f"{start:%H:%M}",
                    "duration": "00:30" if talk % 3 else "00:20",
                    "title": f"Talk {talk}",
                    "track": f"Track {track}",
                    "type": "devroom",
                    "speakers": speakers,
                }
            )
    about = {"title": "Made", "time_zone_name": "Europe/Brussels"}
    return {"conference": about, "events": events}


def test_a_schedule_says_days_hours_lengths_and_speakers() -> None:
    told = conference()
    assert is_schedule(told)
    found = read_schedule(told)
    plan = found.plan
    assert len(plan.items) == 144
    assert problems(plan, found.published) == ()
    assert {item.minutes for item in plan.items} == {20, 30}
    assert plan.items[0].days == ("2026-02-01",)
    assert plan.items[0].rooms is None
    assert read_schedule(told, keep_rooms=True).plan.items[0].rooms == ("R0",)
    first = plan.blocks[0]
    assert (first.start.hour, first.end - first.start) == (8, timedelta(minutes=11 * 35 + 30))


def test_frabs_nested_form_is_read_alike() -> None:
    told = conference(2, 3)
    days: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for event in told["events"]:
        entry = {key: value for key, value in event.items() if key not in ("day", "room", "speakers")}
        entry["persons"] = [{"code": name, "public_name": name} for name in event["speakers"]]
        days.setdefault(event["day"], {}).setdefault(event["room"], []).append(entry)
    nested = {
        "schedule": {
            "conference": {**told["conference"], "days": [{"date": day, "rooms": rooms} for day, rooms in days.items()]}
        }
    }
    assert is_schedule(nested)
    assert read_schedule(nested) == read_schedule(told)


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    told = conference(1, 3)
    told["conference"]["time_zone_name"] = "Brussels"
    told["events"][0]["duration"] = "half an hour"
    del told["events"][1]["room"]
    with pytest.raises(WrongPlan) as wrong:
        read_schedule(told)
    assert wrong.value.problems == (
        '$.conference.time_zone_name: no time zone is called "Brussels"; write an IANA name',
        '$.events[0]: "half an hour" is not a time; write it as 09:30',
        "$.events[1].room: is missing",
    )


def _made(rooms: int = 8, talks: int = 13) -> Plan:
    return read_schedule(conference(rooms, talks)).plan


def test_a_large_event_is_solved_session_by_session() -> None:
    plan = _made()
    assert is_large(plan)
    assert suits(plan)
    found = solve(plan, seconds=120, work=12)
    assert found.status in ("feasible", "optimal")
    assert problems(plan, found.placements) == ()
    told = kept(read_schedule(conference(8, 13)), found.placements)
    assert "208 of 208 talks placed with their full length, 0 broken rules" in told[0]
    again = solve(plan, seconds=120, work=12)
    assert again.placements == found.placements


def test_people_away_are_kept_and_a_former_timetable_moves_little() -> None:
    plan = _made(3, 8)
    first = solve_large(plan, Budget(30, 6), 1, lambda _placed, _of: None)
    assert first is not None
    away = plan.items[0].people[0].person
    where = next(placement for placement in first if placement.item == plan.items[0].id)
    busy = (Window(where.start, where.start + timedelta(minutes=30)),)
    people = tuple(replace(one, unavailable=busy) if one.id == away else one for one in plan.people)
    changed = replace(plan, people=people, previous=first, move_price=10)
    second = solve_large(changed, Budget(30, 6), 1, lambda _placed, _of: None)
    assert second is not None
    assert problems(changed, second) == ()
    moved = [one.item for one, other in zip(first, second, strict=True) if one.seat != other.seat]
    assert plan.items[0].id in moved
    assert len(moved) <= 4


def test_sessions_that_share_a_person_are_taken_out_together() -> None:
    """One who speaks in every room, and whose only free hours clash with what was settled first."""
    plan = _made(2, 6)
    star = Person("star", plan.zone, humane=None)
    items = tuple(
        replace(item, people=(*item.people, replace(item.people[0], person="star"))) if item.id.endswith("-2") else item
        for item in plan.items
    )
    changed = replace(plan, items=items, people=(*plan.people, star))
    found = solve_large(changed, Budget(30, 6), 1, lambda _placed, _of: None)
    assert found is not None
    assert problems(changed, found) == ()


def test_too_much_for_the_rooms_is_no_timetable() -> None:
    plan = _made(2, 6)
    short = replace(
        plan, blocks=tuple(replace(block, end=block.start + timedelta(minutes=90)) for block in plan.blocks)
    )
    assert solve_large(short, Budget(10, 2), 1, lambda _placed, _of: None) is None


@pytest.mark.parametrize("year", [2024, 2025])
def test_fosdem_is_read_without_a_broken_rule(year: int) -> None:
    path = SHARED / f"fosdem{year}.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the programmes of FOSDEM are not in the repository")
    found = read_schedule(json.loads(path.read_text()))
    assert len(found.plan.items) == {2024: 874, 2025: 1105}[year]
    assert problems(found.plan, found.published) == ()
    assert is_large(found.plan)
