"""Setting an event up, building its timetable, publishing it."""

from yunhui.features.timetable.services.drafting import build_first_draft, build_timetable
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

__all__ = [
    "answer_hour",
    "answer_hour_for",
    "ask_for_two",
    "build_first_draft",
    "build_timetable",
    "end_feed",
    "make_feed",
    "propose_publication",
    "publish_timetable",
    "remind_of_hours",
    "take_back_proposal",
    "take_out",
]
