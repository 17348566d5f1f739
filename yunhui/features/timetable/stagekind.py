"""The roadshow as a stage kind."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.ports import register


class Roadshow:
    """A pitch on stage; the pass is concluded when it has taken place."""

    code = "roadshow"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Halls with both names, and open hours that run forward."""
        try:
            parsed = RoadshowConfig.of(config)
        except (KeyError, TypeError, ValueError):
            return [_("The roadshow needs its halls and open hours.")]
        found = []
        if not parsed.rooms or any(not (room.name_zh and room.name_en) for room in parsed.rooms):
            found.append(_("Every hall needs its name in both languages."))
        if not parsed.blocks or any(opens >= closes for opens, closes in parsed.blocks):
            found.append(_("Every stretch of open hours must end after it begins."))
        return found

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The timetable takes the selected from the decision."""


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Roadshow())
