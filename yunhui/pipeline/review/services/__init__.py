"""Commands of the review: the assignment, the sheets, and the rounds that take them."""

from yunhui.pipeline.review.services.asking_again import ask_again
from yunhui.pipeline.review.services.assigning import (
    Candidate,
    add_expert,
    assign_experts,
    candidates_for,
    declare_for_tasks,
    decline_tasks,
    discard_plan,
    draw_up,
    draw_up_repair,
    explain_absence,
    go_on_short,
    let_stand,
    lift_pin,
    pin_expert,
    remove_expert,
    step_out,
)
from yunhui.pipeline.review.services.cleaning import (
    NOTE_LENGTH,
    NOTES,
    REASON_LENGTH,
    clean_scores,
)
from yunhui.pipeline.review.services.comparing import compare
from yunhui.pipeline.review.services.concluding import conclude_review_if_done
from yunhui.pipeline.review.services.discussing import write_remark, write_remark_as_leader
from yunhui.pipeline.review.services.locking import lock_sheet
from yunhui.pipeline.review.services.masking import TITLE_LENGTH, mask_title
from yunhui.pipeline.review.services.merging import Writing, token_of, value_of
from yunhui.pipeline.review.services.opening import open_task
from yunhui.pipeline.review.services.reminding import Reminder, remind_now, reminders_for
from yunhui.pipeline.review.services.replacing import replace_sheet
from yunhui.pipeline.review.services.rounds import close_round, reopen_sheet
from yunhui.pipeline.review.services.saving import save_sheet, settle_sheet
from yunhui.pipeline.review.services.setting_aside import settle_sheets
from yunhui.pipeline.review.services.stepping_back import abstain, recuse

__all__ = [
    "NOTES",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "TITLE_LENGTH",
    "Candidate",
    "Reminder",
    "Writing",
    "abstain",
    "add_expert",
    "ask_again",
    "assign_experts",
    "candidates_for",
    "clean_scores",
    "close_round",
    "compare",
    "conclude_review_if_done",
    "declare_for_tasks",
    "decline_tasks",
    "discard_plan",
    "draw_up",
    "draw_up_repair",
    "explain_absence",
    "go_on_short",
    "let_stand",
    "lift_pin",
    "lock_sheet",
    "mask_title",
    "open_task",
    "pin_expert",
    "recuse",
    "remind_now",
    "reminders_for",
    "remove_expert",
    "reopen_sheet",
    "replace_sheet",
    "save_sheet",
    "settle_sheet",
    "settle_sheets",
    "step_out",
    "token_of",
    "value_of",
    "write_remark",
    "write_remark_as_leader",
]
