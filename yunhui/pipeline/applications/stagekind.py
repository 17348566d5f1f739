"""Stage kinds that need nothing but the application itself."""

from typing import Any
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.ports import register


class Screening:
    """Form check by the talent office (形式审查)."""

    code = "screening"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Working days for completing, and when to remind; whole numbers from 1 to 60."""
        known = {"completion_days", "reminder_days"}
        unknown = [f"unknown setting {key}" for key in config if key not in known]
        return unknown + [f"not 1 to 60: {key}" for key in config if key in known and config[key] not in range(1, 61)]

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The open pass is the work itself."""


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Screening())
