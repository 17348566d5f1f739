"""Pure rules behind building: what is left of open hours, marks of availability, the draw, a set-up's problems."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunhui.decide.timetable.model import Hours
from yunhui.decide.timetable.pricing import minutes_outside
from yunhui.features.timetable.enums import ItemKind, Mark
from yunhui.features.timetable.rules import is_kind
from yunhui.features.timetable.rules.checking import problems_of
from yunhui.features.timetable.rules.drawing import draw
from yunhui.features.timetable.rules.hours import cells_of, hours_from, mark_of, merged
from yunhui.features.timetable.rules.pattern import RoadshowConfig
from yunhui.features.timetable.rules.setting import PRESETS, Pattern, Pause, setting_from, without

DAYS = (date(2027, 6, 10), date(2027, 6, 11))
CONFIG = RoadshowConfig.of(
    {
        "rooms": [{"key": "a", "name_zh": "甲", "name_en": "A"}, {"key": "b", "name_zh": "乙", "name_en": "B"}],
        "blocks": [["08:30", "11:30"], ["14:00", "17:30"]],
    }
)
SETTING = setting_from(CONFIG, DAYS, "Asia/Shanghai")
ZERO = datetime(2027, 6, 10, tzinfo=UTC)

# A machine that does other work meanwhile is no reason to fail.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
spans = st.tuples(st.integers(0, 500), st.integers(1, 200)).map(
    lambda one: (ZERO + timedelta(minutes=one[0]), ZERO + timedelta(minutes=one[0] + one[1]))
)


def minutes(found: Any) -> set[int]:
    """Every minute of some stretches."""
    step = timedelta(minutes=1)
    return {minute for start, end in found for minute in range((start - ZERO) // step, (end - ZERO) // step)}


@patient
@given(spans, st.lists(spans, max_size=6))
def test_what_is_left_is_just_what_was_not_cut_out(whole: Any, cut: Any) -> None:
    left = without(whole, cut)
    assert minutes(left) == minutes([whole]) - minutes(cut)
    assert all(start < end for start, end in left) and left == sorted(left)
    assert all(one[1] <= other[0] for one, other in pairwise(left))


@patient
@given(st.lists(spans, max_size=8))
def test_joined_stretches_hold_the_same_minutes(given_spans: Any) -> None:
    joined = merged(given_spans)
    assert minutes(joined) == minutes(given_spans)
    assert all(one[1] < other[0] for one, other in pairwise(joined))


@patient
@given(st.data())
def test_marks_come_back_as_they_were_given(data: Any) -> None:
    cells = cells_of(SETTING)
    marks = {cell.key: data.draw(st.sampled_from(list(Mark))) for cell in cells}
    kept = hours_from(cells, marks)
    assert {cell.key: mark_of(cell, kept) for cell in cells} == marks
    assert all(one["mark"] != Mark.CAN for one in kept)


def test_cells_cover_the_open_hours_of_all_halls_once() -> None:
    cells = cells_of(SETTING)
    assert sum((cell.end - cell.start for cell in cells), timedelta()) == timedelta(hours=13)
    assert max(cell.end - cell.start for cell in cells) == timedelta(hours=1)
    assert len({cell.key for cell in cells}) == len(cells)


@patient
@given(st.sets(st.integers(1, 9999), min_size=1, max_size=40), st.text(min_size=1, max_size=20), st.randoms())
def test_a_draw_is_the_same_for_everybody(numbers: set[int], value: str, random: Any) -> None:
    shuffled = list(numbers)
    random.shuffle(shuffled)
    drawn = draw(shuffled, value)
    assert drawn == draw(sorted(numbers), value)
    assert {one.number for one in drawn.lots} == numbers
    assert [one.lot for one in drawn.lots] == sorted(one.lot for one in drawn.lots)


def test_a_draw_can_be_worked_out_by_hand() -> None:
    """The seed and the lots as `printf … | sha256sum` gives them."""
    drawn = draw([7, 3], "42")
    assert drawn.list_digest == "dc1f6ddf5c232a2b75641bbbfb1a52f80fd3f893ec3bf7285a64d2cb5b1e8900"
    assert drawn.seed == "215ab00ff3933291d2ce92e90a051f507d424e91fc220f4a0ebdf458d6fb6cac"
    assert [one.number for one in drawn.lots] == [3, 7]
    assert drawn.seed != draw([7, 3], "43").seed and drawn.seed != draw([7, 3, 4], "42").seed


def test_patterns_are_those_of_the_contests() -> None:
    assert [one.name for one in PRESETS] == ["8+5", "8+7", "8+12", "5+5", "10+9+1"]
    assert Pattern.of({"pitch": 8, "questions": 5, "old": 1}) == Pattern(8, 5)


def test_a_recipe_is_a_set_up_without_problems() -> None:
    assert problems_of(SETTING) == []
    opening = SETTING.pauses[0]
    assert opening.kind == ItemKind.OPENING and SETTING.begins(opening) == SETTING.instant(DAYS[0], time(8, 30))


def test_every_problem_stands_at_its_row() -> None:
    first = SETTING.sessions[0]
    wrong = replace(
        SETTING,
        sessions=(first, replace(first, key="x"), replace(first, key="y", opens=time(12), closes=time(11))),
        pauses=(Pause(ItemKind.BREAK, "茶歇", "", DAYS[0], 0),),
        pattern=Pattern(0, 0),
    )
    found = {(one.field, one.code) for one in problems_of(wrong)}
    assert {("session-1", "overlap"), ("session-2", "backwards"), ("pause-0", "two_names")} <= found
    assert ("pause-0", "minutes") in found and ("pattern", "empty") in found
    assert problems_of(replace(SETTING, sessions=()))[0].field == "session-0"


def test_kindness_follows_ones_own_clock() -> None:
    at = datetime(2027, 6, 9, 1, 0, tzinfo=UTC)  # 09:00 in Beijing, 21:00 the evening before in New York
    assert is_kind(at, at + timedelta(minutes=20), "Asia/Shanghai")
    assert is_kind(at, at + timedelta(minutes=60), "America/New_York")
    assert not is_kind(at, at + timedelta(minutes=61), "America/New_York")
    assert not is_kind(at, at + timedelta(minutes=20), "Europe/Amsterdam")


@given(st.integers(0, 366 * 1440), st.integers(1, 1440), st.sampled_from(["America/New_York", "Asia/Shanghai"]))
def test_what_pages_call_kind_is_what_the_solver_does_not_charge(first: int, minutes: int, zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=first)
    kind = is_kind(start, start + timedelta(minutes=minutes), zone)
    assert kind == (minutes_outside(Hours(), zone, start, minutes) == 0)
