"""Commands on panels, by what they are about."""

from yunhui.pipeline.panels.services.answering import accept_seat, decline_seat, propose_colleague
from yunhui.pipeline.panels.services.drawing import Plan, hold_draw
from yunhui.pipeline.panels.services.inviting import cancel_seat, invite_experts
from yunhui.pipeline.panels.services.opening import open_panel, sign_in
from yunhui.pipeline.panels.services.paying import list_fees, mark_fees, take_roster
from yunhui.pipeline.panels.services.settling import keep_panel
from yunhui.pipeline.panels.services.sweeping import lapse_due_seats, remind_invited

__all__ = [
    "Plan",
    "accept_seat",
    "cancel_seat",
    "decline_seat",
    "hold_draw",
    "invite_experts",
    "keep_panel",
    "lapse_due_seats",
    "list_fees",
    "mark_fees",
    "open_panel",
    "propose_colleague",
    "remind_invited",
    "sign_in",
    "take_roster",
]
