"""Commands on conflicts of interest: compute, declare, enter, resolve."""

from yunhui.pipeline.conflicts.services.computing import compute_conflicts, conflicted_among, recompute
from yunhui.pipeline.conflicts.services.declaring import NOTE_LENGTH, Said, declare, declare_conflict
from yunhui.pipeline.conflicts.services.resolving import resolve_conflict

__all__ = [
    "NOTE_LENGTH",
    "Said",
    "compute_conflicts",
    "conflicted_among",
    "declare",
    "declare_conflict",
    "recompute",
    "resolve_conflict",
]
