"""Setting an event up, building its timetable, publishing it."""

from yunhui.features.timetable.services.copying import adopt_scenario, discard_scenario, start_scenario
from yunhui.features.timetable.services.drafting import build_first_draft, build_timetable
from yunhui.features.timetable.services.editing import Place, mark_items, move_item, park_item, undo_change
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
    "Place",
    "adopt_scenario",
    "answer_hour",
    "answer_hour_for",
    "ask_for_two",
    "ask_solver",
    "build_first_draft",
    "build_timetable",
    "discard_scenario",
    "end_feed",
    "ensure_event",
    "keep_setting",
    "make_feed",
    "mark_items",
    "move_item",
    "park_item",
    "propose_publication",
    "publish_timetable",
    "remind_of_hours",
    "run_solving",
    "start_scenario",
    "take_back_proposal",
    "take_out",
    "undo_change",
]
