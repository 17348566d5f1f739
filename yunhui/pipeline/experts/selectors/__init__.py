"""Reads of the expert library."""

from yunhui.pipeline.experts.selectors.library import (
    LIST,
    expert_for,
    history_of,
    library_for,
    matching,
    narrowed,
    notes_on,
    ordered,
    own_expert,
    payee_of,
    words_of_library,
)

__all__ = [
    "LIST",
    "expert_for",
    "history_of",
    "library_for",
    "matching",
    "narrowed",
    "notes_on",
    "ordered",
    "own_expert",
    "payee_of",
    "words_of_library",
]
