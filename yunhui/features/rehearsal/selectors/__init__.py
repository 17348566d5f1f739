"""Reads of rehearsals: who appears and how far they are, hours to take, the speaker's link."""

from yunhui.features.rehearsal.selectors.links import appearance_behind, link_of, token_of
from yunhui.features.rehearsal.selectors.readiness import (
    Hour,
    Readiness,
    appearances_visible_to,
    free_times,
    name_of,
    plan_of,
    readiness_for,
    readiness_of,
    times_of,
    trials_of,
)

__all__ = [
    "Hour",
    "Readiness",
    "appearance_behind",
    "appearances_visible_to",
    "free_times",
    "link_of",
    "name_of",
    "plan_of",
    "readiness_for",
    "readiness_of",
    "times_of",
    "token_of",
    "trials_of",
]
