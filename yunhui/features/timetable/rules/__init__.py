"""Rules of timetables: the pattern of the days, who may do what, and what a published change means. Pure."""

from yunhui.features.timetable.rules.pattern import (
    HUMANE_PRICE,
    ROOM_PRICE,
    RUN_PRICE,
    RoadshowConfig,
    RoomPlan,
    can_build,
)

__all__ = ["HUMANE_PRICE", "ROOM_PRICE", "RUN_PRICE", "RoadshowConfig", "RoomPlan", "can_build"]
