"""Who may do what with a call, what a call may say, and who can apply."""

from yunhui.pipeline.calls.rules.access import STAFF, can_run_call, can_see_inside, can_view_call
from yunhui.pipeline.calls.rules.before import BeforeYouApply, Fact, before_from
from yunhui.pipeline.calls.rules.eligibility import (
    Answer,
    Eligibility,
    EligibilityQuestion,
    Limit,
    Obstacle,
    eligible,
    questions_from,
)

__all__ = [
    "STAFF",
    "Answer",
    "BeforeYouApply",
    "Eligibility",
    "EligibilityQuestion",
    "Fact",
    "Limit",
    "Obstacle",
    "before_from",
    "can_run_call",
    "can_see_inside",
    "can_view_call",
    "eligible",
    "questions_from",
]
