"""The roadshow as a stage kind."""

from typing import Any
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.ports import register


class Roadshow:
    """A pitch on stage; the pass is concluded when it has taken place."""

    code = "roadshow"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Nothing to configure; the call says the days."""
        return [f"unknown setting {key}" for key in config]

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The timetable takes the selected from the decision."""


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Roadshow())
