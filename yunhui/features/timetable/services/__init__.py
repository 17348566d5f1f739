"""Setting an event up, building its timetable, publishing it."""

from yunhui.features.timetable.services.attending import (
    BY_LINK,
    add_participant,
    ask_participants,
    end_participant,
    give_hours,
    list_participants,
    remind_of_availability,
    see_to_flag,
)
from yunhui.features.timetable.services.copying import adopt_scenario, discard_scenario, start_scenario
from yunhui.features.timetable.services.drafting import build_first_draft, build_timetable
from yunhui.features.timetable.services.drawing import draw_order
from yunhui.features.timetable.services.editing import Place, mark_items, move_item, park_item, swap_items, undo_change
from yunhui.features.timetable.services.publishing import (
    answer_hour,
    answer_hour_for,
    ask_for_two,
    end_feed,
    make_feed,
    propose_publication,
    publish_timetable,
    remind_of_hours,
    take_back_proposal,
    take_out,
)
from yunhui.features.timetable.services.setting_up import ensure_event, keep_setting
from yunhui.features.timetable.services.solving import ask_solver, run_solving

__all__ = [
    "BY_LINK",
    "Place",
    "add_participant",
    "adopt_scenario",
    "answer_hour",
    "answer_hour_for",
    "ask_for_two",
    "ask_participants",
    "ask_solver",
    "build_first_draft",
    "build_timetable",
    "discard_scenario",
    "draw_order",
    "end_feed",
    "end_participant",
    "ensure_event",
    "give_hours",
    "keep_setting",
    "list_participants",
    "make_feed",
    "mark_items",
    "move_item",
    "park_item",
    "propose_publication",
    "publish_timetable",
    "remind_of_availability",
    "remind_of_hours",
    "run_solving",
    "see_to_flag",
    "start_scenario",
    "swap_items",
    "take_back_proposal",
    "take_out",
    "undo_change",
]
