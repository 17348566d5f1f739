"""Geometry of the charts, and the map's projection and labels."""

import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from yunhui.ui import charts, citymap
from yunhui.ui.gallery import samples

AT = datetime.fromisoformat("2026-06-11T15:00+08:00")
LAND = Path(citymap.__file__).with_name("land.svg").read_text("utf-8")


def test_a_funnel_compares_with_the_widest_and_rates_with_the_step_before() -> None:
    received, checked, places = charts.rungs(
        [charts.Step("received", 186), charts.Step("checked", 159), charts.Step("places", 32, rated=False)]
    )
    assert (received.width, received.rate) == ("100", None)
    assert checked.width == "85.5"
    assert checked.rate == 159 / 186
    assert places.rate is None, "a quota is no rate of what came before"


def test_an_empty_funnel_draws_nothing_and_divides_by_nothing() -> None:
    assert [rung.width for rung in charts.rungs([("received", 0), ("checked", 0)])] == ["0", "0"]
    assert charts.rungs([]) == []


@given(st.floats(0, 200))
def test_a_scale_holds_what_lies_outside_at_its_edge(value: float) -> None:
    assert 0 <= float(charts.Scale(70, 95).x(value)) <= 144


def test_hours_of_three_places_meet_at_one_moment() -> None:
    drawn = charts.hours(
        AT,
        [("Beijing", "Asia/Shanghai"), ("Delft", "Europe/Amsterdam"), ("Boston", "America/New_York")],
        "zh-hans",
        112,
        648,
    )
    assert drawn.x == "517"
    assert [row.words for row in drawn.rows] == ["15:00", "9:00", "3:00"]
    assert [(d.x, d.width) for d in drawn.rows[0].days] == [("328", "378")]
    assert [(d.x, d.width) for d in drawn.rows[1].days] == [("112", "108"), ("490", "270")]
    assert [(d.x, d.width) for d in drawn.rows[2].days] == [("112", "270"), ("652", "108")]


@given(
    st.sampled_from(["Asia/Kolkata", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"]), st.integers(0, 23)
)
def test_daylight_stays_inside_the_strip_and_lasts_fourteen_hours(zone: str, hour: int) -> None:
    drawn = charts.hours(AT.replace(hour=hour), [("Beijing", "Asia/Shanghai"), ("there", zone)], "en", 0, 240)
    for row in drawn.rows:
        stretches = [(float(d.x), float(d.x) + float(d.width)) for d in row.days]
        assert all(-0.1 <= a < b <= 240.1 for a, b in stretches)
        assert all(b <= c + 0.2 for (_, b), (c, _) in pairwise(stretches))
        assert abs(sum(b - a for a, b in stretches) - 140) < 0.3


def _land() -> list[tuple[float, float]]:
    dots = []
    for x, y, length in re.findall(r"M([\d.]+) (\d+)h([\d.]+)", LAND):
        steps = round((float(length) - 0.1) / 9.667)
        dots += [(float(x) + k * 9.667, float(y)) for k in range(steps + 1)]
    return dots


def test_cities_lie_on_the_land_that_is_drawn() -> None:
    dots = _land()
    assert len(dots) > 1700
    for name, lon, lat in (
        ("Delft", 4.36, 52.01), ("Boston", -71.06, 42.36), ("Shanghai", 121.5, 31.2), ("Taipei", 121.5, 25.0),
        ("Haikou", 110.3, 20.0), ("Melbourne", 144.96, -37.81), ("Sao Paulo", -46.6, -23.5), ("Nairobi", 36.8, -1.3),
    ):  # fmt: skip
        x, y = citymap.project(lon, lat)
        assert min((a - x) ** 2 + (b - y) ** 2 for a, b in dots) ** 0.5 < 13, name
    x, y = citymap.project(-150, 0)
    assert min((a - x) ** 2 + (b - y) ** 2 for a, b in dots) ** 0.5 > 60, "the middle of the Pacific is water"


def test_labels_of_cities_do_not_cross() -> None:
    cities = samples("en", AT)["cities"]
    dots = citymap.place(cities, [f"{city.name} 09:00" for city in cities])
    assert [dot.name for dot in dots] == [city.name for city in cities], "the order stays"
    boxes = []
    for dot in dots:
        if dot.label:
            width = 6.6 * len(dot.label)
            left = {"start": dot.label_x, "end": dot.label_x - width, "middle": dot.label_x - width / 2}[dot.anchor]
            boxes.append((left, dot.label_y - 11, left + width, dot.label_y))
    assert len(boxes) >= len(cities) - 2
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
