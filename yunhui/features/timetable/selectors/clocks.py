"""The clocks from which a reader chooses without a script: one for each offset that people live by."""

from datetime import datetime
from typing import NamedTuple

from yunhui.ui import formats

_ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/New_York", "America/Toronto", "America/Vancouver", "America/Sao_Paulo", "America/Mexico_City",
    "Atlantic/Reykjavik", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Amsterdam",
    "Europe/Berlin", "Europe/Zurich", "Europe/Stockholm", "Europe/Helsinki", "Europe/Athens", "Africa/Johannesburg",
    "Africa/Nairobi", "Asia/Jerusalem", "Europe/Moscow", "Asia/Dubai", "Asia/Karachi", "Asia/Colombo", "Asia/Dhaka",
    "Asia/Bangkok", "Asia/Singapore", "Asia/Shanghai", "Australia/Perth", "Asia/Tokyo", "Asia/Seoul",
    "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


class Clock(NamedTuple):
    """A zone and what it is called."""

    value: str
    label: str


def zones_offered(*more: str) -> set[str]:
    """The zones that `clocks_at` offers, by their names alone."""
    return {*_ZONES, *more} - {""}


def clocks_at(at: datetime, language: str, *more: str) -> list[Clock]:
    """The zones from west to east, with their offset at an instant: “Boston, UTC−4”; one for each city."""
    comma = "，" if formats.is_chinese(language) else ", "
    by_label = {
        f"{formats.city(zone, language)}{comma}{formats.offset_words(at, zone)}": zone
        for zone in sorted(zones_offered(*more))
    }
    rows = [Clock(zone, label) for label, zone in by_label.items()]
    return sorted(rows, key=lambda row: (formats.utc_offset(at, row.value), row.label))
