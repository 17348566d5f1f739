"""The map of an event for a template: dots of the speakers' cities around the hub."""

from collections.abc import Sequence
from typing import Any

from yunhui.features.timetable.selectors import Dot
from yunhui.kernel.i18n import pick
from yunhui.parties.models import City
from yunhui.portal.dots import map_of
from yunhui.portal.event import Event
from yunhui.ui import citymap, formats


def context_of_map(dots: Sequence[Dot], city: City | None, event: Event, language: str) -> dict[str, Any]:
    """`map`, `map_at` and `cities`; nothing where there is no city, no dot or no pitch."""
    first = event.first
    if not (first and city and dots):
        return {}
    zone = event.call.venue_zone
    hub = citymap.City(pick(city.jurisdiction, "name", language), float(city.longitude), float(city.latitude), 1, zone)
    return {
        "map": map_of(list(dots), hub, first.starts_at, language),
        "map_at": formats.hour(first.starts_at, zone, language),
        "cities": len(dots),
    }
