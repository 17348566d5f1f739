"""Reads of the expert library."""

from yunhui.pipeline.experts.selectors.library import (
    expert_for,
    history_of,
    library_for,
    matching,
    notes_on,
    own_expert,
    payee_of,
)

__all__ = ["expert_for", "history_of", "library_for", "matching", "notes_on", "own_expert", "payee_of"]
