"""Building and publishing timetables."""

from yunhui.features.timetable.services.building import build_first_draft, build_timetable, publish_timetable

__all__ = ["build_first_draft", "build_timetable", "publish_timetable"]
