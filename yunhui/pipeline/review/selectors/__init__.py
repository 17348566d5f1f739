"""Reads of the review. Who reviewed what is told to staff alone."""

from yunhui.pipeline.review.selectors.discussion import (
    Discussion,
    Said,
    Voice,
    discussion_for,
    discussion_inside,
    tasks_beside,
)
from yunhui.pipeline.review.selectors.figures import (
    Progress,
    progress_of,
    reviewed,
    sheets_by_application,
    sheets_of_calls,
    sheets_of_groups,
    tasks_of_application,
    without_experts,
)
from yunhui.pipeline.review.selectors.own import (
    Place,
    assignments_visible_to,
    own_tasks,
    place_in_stack,
    submitted_version,
    task_for,
)
from yunhui.pipeline.review.selectors.pace import own_comparisons, own_pace
from yunhui.pipeline.review.selectors.sheets import (
    LockedScore,
    locked_scores,
    standing_sheets,
)

__all__ = [
    "Discussion",
    "LockedScore",
    "Place",
    "Progress",
    "Said",
    "Voice",
    "assignments_visible_to",
    "discussion_for",
    "discussion_inside",
    "locked_scores",
    "own_comparisons",
    "own_pace",
    "own_tasks",
    "place_in_stack",
    "progress_of",
    "reviewed",
    "sheets_by_application",
    "sheets_of_calls",
    "sheets_of_groups",
    "standing_sheets",
    "submitted_version",
    "task_for",
    "tasks_beside",
    "tasks_of_application",
    "without_experts",
]
