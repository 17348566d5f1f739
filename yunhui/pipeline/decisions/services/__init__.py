"""Proposing, signing and releasing decision batches, and what becomes of the places that they give."""

from yunhui.pipeline.decisions.services.approving import attach_approval
from yunhui.pipeline.decisions.services.deliberating import Present, record_deliberation
from yunhui.pipeline.decisions.services.noticing import end_due_notices, overturn_place, resume_notice, stop_notice
from yunhui.pipeline.decisions.services.places import confirm_place, decline_place, lapse_due_places, remind_to_confirm
from yunhui.pipeline.decisions.services.promoting import (
    decline_reserves,
    end_past_reserves,
    fill_vacancy,
    promote_reserve,
)
from yunhui.pipeline.decisions.services.proposing import inputs_of, propose_batch
from yunhui.pipeline.decisions.services.ranking import keep_ranking
from yunhui.pipeline.decisions.services.releasing import discard_batch, release_batch, sign_batch
from yunhui.pipeline.decisions.services.sitting import propose_after_sitting

__all__ = [
    "Present",
    "attach_approval",
    "confirm_place",
    "decline_place",
    "decline_reserves",
    "discard_batch",
    "end_due_notices",
    "end_past_reserves",
    "fill_vacancy",
    "inputs_of",
    "keep_ranking",
    "lapse_due_places",
    "overturn_place",
    "promote_reserve",
    "propose_after_sitting",
    "propose_batch",
    "record_deliberation",
    "release_batch",
    "remind_to_confirm",
    "resume_notice",
    "sign_batch",
    "stop_notice",
]
