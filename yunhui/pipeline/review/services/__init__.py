"""Commands of the review: the library, the assignment, the sheets."""

from yunhui.pipeline.review.services.assigning import assign_experts
from yunhui.pipeline.review.services.library import admit_expert, find_conflicts
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
    "admit_expert",
    "assign_experts",
    "clean_scores",
    "find_conflicts",
    "lock_sheet",
    "open_task",
    "recuse",
    "save_sheet",
]
