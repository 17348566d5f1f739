"""Reads of decision batches, and their reasons in words."""

from yunhui.pipeline.decisions.selectors.batches import (
    GroupTally,
    batch_for,
    batches_of,
    current_batch,
    items_of,
    ranking_of,
    tallies_of,
)
from yunhui.pipeline.decisions.selectors.reasons import sentences

__all__ = [
    "GroupTally",
    "batch_for",
    "batches_of",
    "current_batch",
    "items_of",
    "ranking_of",
    "sentences",
    "tallies_of",
]
