"""Objecting to an entry on public notice, asking for a re-check, examining it again, deciding with reasons."""

from yunhui.pipeline.objections.services.deciding import decide_objection, examine_objection
from yunhui.pipeline.objections.services.filing import (
    begin_objection,
    confirm_objection,
    file_objection,
    send_another_code,
    sweep_unproved,
)
from yunhui.pipeline.objections.services.on_paper import hand_over_answer, record_on_paper
from yunhui.pipeline.objections.services.rechecking import ask_recheck
from yunhui.pipeline.objections.services.reminding import remind_of_objections

__all__ = [
    "ask_recheck",
    "begin_objection",
    "confirm_objection",
    "decide_objection",
    "examine_objection",
    "file_objection",
    "hand_over_answer",
    "record_on_paper",
    "remind_of_objections",
    "send_another_code",
    "sweep_unproved",
]
