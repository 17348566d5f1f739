"""Numbers that a step of a call takes where the call does not set them itself."""

from collections.abc import Mapping
from typing import Any

from yunhui.pipeline.calls.models import Stage

# By the kind of the step; its room reads the same numbers where a call says nothing.
USUAL: Mapping[str, Mapping[str, int]] = {
    "screening": {"completion_days": 3, "reminder_days": 1},
    "docking": {"task_days": 10, "protection_months": 6},
    "notice": {"answer_days": 5},
}


def settings_of(stage: Stage | None, kind: str) -> dict[str, Any]:
    """The settings of a step as they hold: what the call sets, and the usual numbers for the rest."""
    return {**USUAL[kind], **(stage.config if stage else {})}


def set_in(stage: Stage | None, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some values that differ from what holds, so that a call says only what somebody set."""
    known = settings_of(stage, kind)
    return {name: values[name] for name in USUAL[kind] if values[name] and values[name] != known[name]}
