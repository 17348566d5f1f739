"""Commands of the review: the assignment, the sheets, and the rounds that take them."""

from yunhui.pipeline.review.services.assigning import assign_experts
from yunhui.pipeline.review.services.cleaning import (
    NOTE_LENGTH,
    NOTES,
    REASON_LENGTH,
    clean_scores,
)
from yunhui.pipeline.review.services.concluding import conclude_review_if_done
from yunhui.pipeline.review.services.locking import lock_sheet
from yunhui.pipeline.review.services.merging import Writing, token_of, value_of
from yunhui.pipeline.review.services.opening import open_task
from yunhui.pipeline.review.services.rounds import close_round, reopen_sheet
from yunhui.pipeline.review.services.saving import save_sheet, settle_sheet
from yunhui.pipeline.review.services.stepping_back import abstain, recuse

__all__ = [
    "NOTES",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "Writing",
    "abstain",
    "assign_experts",
    "clean_scores",
    "close_round",
    "conclude_review_if_done",
    "lock_sheet",
    "open_task",
    "recuse",
    "reopen_sheet",
    "save_sheet",
    "settle_sheet",
    "token_of",
    "value_of",
]
