"""The numbers behind the report's pictures: nothing lies outside its frame, and areas tell the truth."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yunhui.recipes.run_call.pictures import (
    HIGH,
    LEFT,
    RIGHT,
    WIDE,
    Entry,
    Spot,
    day_picture,
    histogram,
    marks,
    shortened,
    size,
)

counts = st.integers(0, 2000)


@given(counts, counts)
def test_more_is_never_drawn_smaller(one: int, other: int) -> None:
    assert (size(one) <= size(other)) == (one <= other) or size(one) == size(other)
    assert (size(one) == 0) == (one == 0)


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=60), st.integers(30, 90))
def test_a_histogram_counts_everyone_once(scores: list[tuple[float, bool]], gate: int) -> None:
    drawn = histogram(scores, gate, 20, 100)
    most = max((bar.height for bar in drawn.bars), default=HIGH)
    assert most == HIGH
    assert all(0 <= bar.dark <= bar.height <= HIGH and bar.x >= 0 and bar.x + bar.width <= WIDE for bar in drawn.bars)
    assert 0 <= drawn.cut <= WIDE
    if scores and all(selected for _value, selected in scores):
        assert all(bar.dark == bar.height for bar in drawn.bars)


def test_marks_are_drawn_largest_first_with_a_dot_for_those_selected() -> None:
    spots = [Spot("Delft", 4.36, 52.0, 1, 0), Spot("San Francisco", -122.4, 37.8, 120, 9)]
    first, second = marks(spots)
    assert (first.label, first.dot < first.ring) == ("San Francisco 120", True)
    assert (second.label, second.dot) == ("Delft 1", 0)


def test_a_day_is_drawn_hall_by_hall_on_one_scale() -> None:
    def entry(hall: str, hour: int, minute: int, run: str) -> Entry:
        start = datetime(2026, 6, 11, hour - 8, minute, tzinfo=UTC)
        return Entry("A title", hall, run, "pitch", start, start + timedelta(minutes=15), True)

    entries = [
        entry("B", 9, 0, "Energy"),
        entry("A", 9, 0, "Chips"),
        entry("A", 9, 15, "Chips"),
        entry("A", 17, 45, "Chips"),
    ]
    drawn = day_picture(entries, "Asia/Shanghai", 9, 18)
    assert [hall.name for hall in drawn.halls] == ["A", "B"]
    assert drawn.halls[0].boxes[0].x == LEFT == drawn.halls[1].boxes[0].x
    assert [text for _x, text in drawn.halls[0].runs] == ["Chips"]
    last = drawn.halls[0].boxes[-1]
    assert last.x + last.width <= RIGHT
    assert drawn.ticks[0] == (LEFT, "09:00")
    assert drawn.ticks[-1] == (RIGHT, "18:00")


@given(st.text(max_size=60), st.floats(0, 400))
def test_what_is_cut_ends_with_dots(text: str, width: float) -> None:
    found = shortened(text, width)
    assert found == text or found == "" or found.endswith("…")
    assert len(found) <= len(text)
