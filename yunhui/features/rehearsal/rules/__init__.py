"""Who may do what, what a check list asks, when to rehearse, and what a recorded pitch must be like."""

from yunhui.features.rehearsal.rules.access import BY_LINK, can_plan, can_prepare, can_see, is_open
from yunhui.features.rehearsal.rules.checklist import (
    FILES,
    USUAL,
    USUAL_AREA,
    Deadlines,
    Line,
    Slot,
    Told,
    current,
    is_ready,
    lines_of,
    to_remind,
)
from yunhui.features.rehearsal.rules.films import Finding, Level, Limits, findings_in, is_usable
from yunhui.features.rehearsal.rules.times import Hour, Window, hours_of
from yunhui.features.rehearsal.rules.words import sentence_of, span

__all__ = [
    "BY_LINK",
    "FILES",
    "USUAL",
    "USUAL_AREA",
    "Deadlines",
    "Finding",
    "Hour",
    "Level",
    "Limits",
    "Line",
    "Slot",
    "Told",
    "Window",
    "can_plan",
    "can_prepare",
    "can_see",
    "current",
    "findings_in",
    "hours_of",
    "is_open",
    "is_ready",
    "is_usable",
    "lines_of",
    "sentence_of",
    "span",
    "to_remind",
]
