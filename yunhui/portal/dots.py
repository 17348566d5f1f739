"""The map of an event: a dot at each city, its clock named by its zone, since where a speaker lives is not public."""

from datetime import datetime
from typing import Any

from django.templatetags.static import static

from yunhui.features.timetable.selectors import Dot
from yunhui.ui import citymap, formats

# The hub's label is drawn in larger type than the cities'.
_HUB_CHARACTER = 13


def map_of(dots: list[Dot], hub: citymap.City, at: datetime, language: str) -> dict[str, Any]:
    """What `ui/parts/city_map.html` draws: one label for each clock, beside its largest city that has room.

    The city after which the zone is named goes before larger ones and alone says that name: "Los Angeles" beside a dot
    at Seattle would be a wrong map.
    """
    x, y = (round(value, 1) for value in citymap.project(hub.lon, hub.lat))
    hub_label = f"{hub.name} {formats.clock(at, hub.zone)}"
    taken = (x - 14, y - 14, x + 20 + _HUB_CHARACTER * len(hub_label), y + 28)
    cities = [
        citymap.City(formats.city(one.zone, language), one.longitude, one.latitude, one.number, one.zone)
        for one in dots
    ]
    labels = _labels(dots, cities, formats.city(hub.zone, language), at)
    drawn = citymap.place(cities, labels, taken=[taken])
    return {
        "land": static("land.svg"),
        "dots": drawn,
        "arcs": [citymap.arc(dot.x, dot.y, x, y) for dot in drawn],
        "hub": {"x": x, "y": y, "label": hub_label, "label_x": round(x + 17), "label_y": round(y + 22)},
        "times": _by_time(cities, at, language),
    }  # fmt: skip


def _labels(dots: list[Dot], cities: list[citymap.City], hub: str, at: datetime) -> list[str]:
    """A label for one dot of each zone; the hub says its own time, and a time without a name stands once."""
    speaks = {city.name: index for index, city in reversed(list(enumerate(cities)))}
    speaks |= {city.name: index for index, (dot, city) in enumerate(zip(dots, cities, strict=True)) if dot.names_zone}
    times = [formats.clock(at, city.zone) for city in cities]
    spoken = [index for index in speaks.values() if cities[index].name != hub]
    said = {times[index] for index in spoken if dots[index].names_zone}
    labels = [""] * len(dots)
    for index in sorted(spoken, key=lambda one: (not dots[one].names_zone, -dots[one].number, one)):
        if dots[index].names_zone:
            labels[index] = f"{cities[index].name} {times[index]}"
        elif times[index] not in said:
            labels[index] = times[index]
            said.add(times[index])
    return labels


def _by_time(cities: list[citymap.City], at: datetime, language: str) -> list[tuple[str, str]]:
    between = "、" if formats.is_chinese(language) else ", "
    found: dict[str, list[str]] = {}
    for city in sorted(cities, key=lambda one: (formats.utc_offset(at, one.zone), one.name)):
        names = found.setdefault(formats.clock(at, city.zone), [])
        if city.name not in names:
            names.append(city.name)
    return [(time, between.join(names)) for time, names in found.items()]
