"""Commands of the review: the assignment and the sheets."""

from yunhui.pipeline.review.services.assigning import assign_experts
from yunhui.pipeline.review.services.opening import open_task
from yunhui.pipeline.review.services.sheets import (
    NOTE_LENGTH,
    REASON_LENGTH,
    abstain,
    clean_scores,
    lock_sheet,
    recuse,
    save_sheet,
)

__all__ = [
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "abstain",
    "assign_experts",
    "clean_scores",
    "lock_sheet",
    "open_task",
    "recuse",
    "save_sheet",
]
