"""Reads of decision batches, and their reasons in words."""

from yunhui.pipeline.decisions.selectors.batches import (
    batch_for,
    batches_of,
    current_batch,
    items_of,
    ranking_of,
)
from yunhui.pipeline.decisions.selectors.ranking import (
    GateCount,
    GroupTally,
    gate_of,
    gates_among,
    groups_inside,
    tallies_among,
)
from yunhui.pipeline.decisions.selectors.reasons import sentences

__all__ = [
    "GateCount",
    "GroupTally",
    "batch_for",
    "batches_of",
    "current_batch",
    "gate_of",
    "gates_among",
    "groups_inside",
    "items_of",
    "ranking_of",
    "sentences",
    "tallies_among",
]
