"""The decision and the public notice as stage kinds."""

from typing import Any
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.ports import register


class Decision:
    """Opened passes wait for a batch; its release concludes them."""

    code = "decision"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Nothing to configure; the rule stands on the call."""
        return [f"unknown setting {key}" for key in config]

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Nothing is decided before somebody proposes a batch."""


class Notice:
    """Public notice (公示): the list is open for objections until the pass is due."""

    code = "notice"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Nothing to configure; the stage's working days are the period."""
        return [f"unknown setting {key}" for key in config]

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The open pass is the notice."""


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Decision())
    register(Notice())
