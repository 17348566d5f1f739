"""Giving every application its experts: drawn up, looked at, let stand, changed by hand, and repaired."""

from yunhui.pipeline.review.services.assigning.by_hand import add_expert, lift_pin, pin_expert, remove_expert
from yunhui.pipeline.review.services.assigning.declining import declare_for_tasks, decline_tasks, go_on_short, step_out
from yunhui.pipeline.review.services.assigning.planning import (
    assign_experts,
    discard_plan,
    draw_up,
    draw_up_repair,
    let_stand,
)
from yunhui.pipeline.review.services.assigning.weighing import Candidate, candidates_for, explain_absence

__all__ = [
    "Candidate",
    "add_expert",
    "assign_experts",
    "candidates_for",
    "declare_for_tasks",
    "decline_tasks",
    "discard_plan",
    "draw_up",
    "draw_up_repair",
    "explain_absence",
    "go_on_short",
    "let_stand",
    "lift_pin",
    "pin_expert",
    "remove_expert",
    "step_out",
]
