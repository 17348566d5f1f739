"""What the map says beside its dots."""

from datetime import UTC, datetime

from yunhui.features.timetable.selectors import Dot
from yunhui.portal.dots import map_of
from yunhui.ui import citymap

AT = datetime(2026, 12, 3, 1, 15, tzinfo=UTC)
HUB = citymap.City("Qinglan", 117.2, 34.3, 1, "Asia/Shanghai")
PACIFIC, SEATTLE, LOS_ANGELES = "America/Los_Angeles", (47.6, -122.3), (34.1, -118.2)


def _labels(*dots: Dot) -> list[str]:
    return [dot.label for dot in map_of(list(dots), HUB, AT, "en")["dots"]]


def test_a_zone_is_named_at_the_city_that_gives_it_its_name_alone() -> None:
    assert _labels(Dot(*SEATTLE, PACIFIC, 3)) == ["17:15"]
    assert _labels(Dot(*SEATTLE, PACIFIC, 3), Dot(*LOS_ANGELES, PACIFIC, 1, True)) == ["", "Los Angeles 17:15"]


def test_the_time_of_the_hub_stands_at_the_hub() -> None:
    assert _labels(Dot(31.2, 121.5, "Asia/Shanghai", 2, True)) == [""]


def test_a_time_without_a_name_stands_once_beside_the_largest_dot() -> None:
    delft, turin = (52.0, 4.4), (45.1, 7.7)
    assert _labels(Dot(*turin, "Europe/Rome", 1), Dot(*delft, "Europe/Amsterdam", 3)) == ["", "02:15"]
    vancouver = Dot(49.3, -123.1, "America/Vancouver", 1, True)
    assert _labels(Dot(*SEATTLE, PACIFIC, 3), vancouver) == ["", "Vancouver 17:15"]
