"""What can be printed of a call, and what each paper says."""

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.result import has_result, result_of
from yunhui.features.papers.selectors.shelf import SHORT, Held, Match, fingerprint_of, matches_of, paper_of, shelves_of

__all__ = [
    "SHORT",
    "Choice",
    "Desk",
    "Held",
    "Match",
    "Shelf",
    "fingerprint_of",
    "has_result",
    "matches_of",
    "paper_of",
    "result_of",
    "shelves_of",
]
