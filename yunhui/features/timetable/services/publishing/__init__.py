"""Publishing a timetable, and what people answer to it."""

from yunhui.features.timetable.services.publishing.answering import answer_hour, answer_hour_for
from yunhui.features.timetable.services.publishing.feeding import end_feed, make_feed
from yunhui.features.timetable.services.publishing.leaving import take_out
from yunhui.features.timetable.services.publishing.releasing import (
    ask_for_two,
    propose_publication,
    publish_timetable,
    take_back_proposal,
)
from yunhui.features.timetable.services.publishing.reminding import remind_of_hours

__all__ = [
    "answer_hour",
    "answer_hour_for",
    "ask_for_two",
    "end_feed",
    "make_feed",
    "propose_publication",
    "publish_timetable",
    "remind_of_hours",
    "take_back_proposal",
    "take_out",
]
