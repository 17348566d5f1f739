"""Proposing, signing and releasing decision batches."""

from yunhui.pipeline.decisions.services.deliberating import Present, record_deliberation
from yunhui.pipeline.decisions.services.proposing import inputs_of, propose_batch
from yunhui.pipeline.decisions.services.releasing import (
    decline_reserves,
    discard_batch,
    end_due_notices,
    promote_reserve,
    release_batch,
    sign_batch,
)

__all__ = [
    "Present",
    "decline_reserves",
    "discard_batch",
    "end_due_notices",
    "inputs_of",
    "promote_reserve",
    "propose_batch",
    "record_deliberation",
    "release_batch",
    "sign_batch",
]
