"""Rubrics, and who may see, fill, close and open which sheet."""

from yunhui.pipeline.review.rules.access import (
    can_assign,
    can_close_round,
    can_reopen_sheet,
    can_score,
    is_own,
    round_is_closed,
)
from yunhui.pipeline.review.rules.rubric import Anchor, Criterion, ReviewConfig

__all__ = [
    "Anchor",
    "Criterion",
    "ReviewConfig",
    "can_assign",
    "can_close_round",
    "can_reopen_sheet",
    "can_score",
    "is_own",
    "round_is_closed",
]
