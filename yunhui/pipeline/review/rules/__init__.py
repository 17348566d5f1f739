"""Rubrics, who may do what with a sheet or a round, and how an expert reads: brief, blind, beside each other."""

from yunhui.pipeline.review.rules.access import (
    can_assign,
    can_close_round,
    can_lead_discussion,
    can_reopen_sheet,
    can_replace_sheet,
    can_score,
    is_own,
    round_is_closed,
)
from yunhui.pipeline.review.rules.blind import (
    HEADING,
    Named,
    identifies,
    names_in,
    shown_title,
    without_identity,
)
from yunhui.pipeline.review.rules.brief import (
    Box,
    Quote,
    brief_of,
    in_language,
)
from yunhui.pipeline.review.rules.discussing import (
    REMARK_LENGTH,
    can_read_discussion,
    can_write_remark,
    letters_of,
)
from yunhui.pipeline.review.rules.minutes import (
    median_minutes,
    minutes_of,
)
from yunhui.pipeline.review.rules.pairs import (
    Disagreement,
    disagreements,
    next_pair,
)
from yunhui.pipeline.review.rules.rubric import (
    Anchor,
    Criterion,
    ReviewConfig,
)

__all__ = [
    "HEADING",
    "REMARK_LENGTH",
    "Anchor",
    "Box",
    "Criterion",
    "Disagreement",
    "Named",
    "Quote",
    "ReviewConfig",
    "brief_of",
    "can_assign",
    "can_close_round",
    "can_lead_discussion",
    "can_read_discussion",
    "can_reopen_sheet",
    "can_replace_sheet",
    "can_score",
    "can_write_remark",
    "disagreements",
    "identifies",
    "in_language",
    "is_own",
    "letters_of",
    "median_minutes",
    "minutes_of",
    "names_in",
    "next_pair",
    "round_is_closed",
    "shown_title",
    "without_identity",
]
