"""Who may do what in docking, and the few numbers that it turns on."""

from yunhui.features.docking.rules.days import day_of, last_day, working_days_left
from yunhui.features.docking.rules.first_contacts import (
    can_decide,
    can_object,
    can_register_first,
    is_plausible,
    is_protected,
    months_after,
)
from yunhui.features.docking.rules.offers import (
    AT_WORK,
    Choice,
    can_answer,
    can_extend_answer,
    can_offer,
    can_take_back,
    choose_boards,
    has_place,
    is_officer,
    is_running,
)
from yunhui.features.docking.rules.pool import OPEN_PICKS, can_pick, masked
from yunhui.features.docking.rules.tasks import (
    EXTENSION_DAYS,
    DockingConfig,
    can_extend_task,
    can_register_talk,
    can_wish,
    config_problems,
    is_open,
)
from yunhui.features.docking.rules.texts import excerpt

__all__ = [
    "AT_WORK",
    "EXTENSION_DAYS",
    "OPEN_PICKS",
    "Choice",
    "DockingConfig",
    "can_answer",
    "can_decide",
    "can_extend_answer",
    "can_extend_task",
    "can_object",
    "can_offer",
    "can_pick",
    "can_register_first",
    "can_register_talk",
    "can_take_back",
    "can_wish",
    "choose_boards",
    "config_problems",
    "day_of",
    "excerpt",
    "has_place",
    "is_officer",
    "is_open",
    "is_plausible",
    "is_protected",
    "is_running",
    "last_day",
    "masked",
    "months_after",
    "working_days_left",
]
