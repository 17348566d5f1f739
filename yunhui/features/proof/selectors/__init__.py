"""Reads of decisions for those who examine them, and of one's own decision for its applicant."""

from yunhui.features.proof.selectors.decisions import batches_with, calls_to_examine, decision_for, decisions_in
from yunhui.features.proof.selectors.known import Known, known_at
from yunhui.features.proof.selectors.own import Gate, OwnDecision, own_decision
from yunhui.features.proof.selectors.paper import paper_of
from yunhui.features.proof.selectors.story import Step, Story, story_of
from yunhui.features.proof.selectors.told import told

__all__ = [
    "Gate",
    "Known",
    "OwnDecision",
    "Step",
    "Story",
    "batches_with",
    "calls_to_examine",
    "decision_for",
    "decisions_in",
    "known_at",
    "own_decision",
    "paper_of",
    "story_of",
    "told",
]
