"""Rules of timetables: the pattern of the days, who may do what, and what a published change means. Pure."""

from yunhui.features.timetable.rules.changing import Difference, Entry, Kind, Seat, applied, confirm_by, differences
from yunhui.features.timetable.rules.kindness import is_kind
from yunhui.features.timetable.rules.pattern import (
    HUMANE_PRICE,
    ROOM_PRICE,
    RUN_PRICE,
    RoadshowConfig,
    RoomPlan,
    can_build,
)
from yunhui.features.timetable.rules.releasing import (
    REASON_LENGTH,
    REMIND_AFTER,
    REMIND_BEFORE,
    can_answer_hour,
    can_release,
    is_reminded_at,
    wants_two,
)

__all__ = [
    "HUMANE_PRICE",
    "REASON_LENGTH",
    "REMIND_AFTER",
    "REMIND_BEFORE",
    "ROOM_PRICE",
    "RUN_PRICE",
    "Difference",
    "Entry",
    "Kind",
    "RoadshowConfig",
    "RoomPlan",
    "Seat",
    "applied",
    "can_answer_hour",
    "can_build",
    "can_release",
    "confirm_by",
    "differences",
    "is_kind",
    "is_reminded_at",
    "wants_two",
]
