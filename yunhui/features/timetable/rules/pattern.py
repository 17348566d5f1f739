"""The pattern of an event's days, and who may build and publish its timetable."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.models import Call

# A wish's price for each minute of a pitch outside 08:00 to 22:00 on the speaker's own clock.
HUMANE_PRICE = 10
# What it costs to break a group's pitches into one more run, and to spread them over one more room.
RUN_PRICE = 40
ROOM_PRICE = 20


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A hall."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RoadshowConfig:
    """Minutes of each part, the open hours of every day on the venue's clock, and the halls."""

    rooms: tuple[RoomPlan, ...]
    blocks: tuple[tuple[time, time], ...]
    pitch: int = 8
    questions: int = 5
    changeover: int = 2
    board_pitch: int = 5
    opening: int = 30
    two_persons: bool = False  # one asks for the publication of a version, another one releases it

    @classmethod
    def of(cls, config: dict[str, Any]) -> "RoadshowConfig":
        """Parse a stage's JSON.

        Raises:
            KeyError, TypeError, ValueError: not a roadshow configuration.
        """
        rest = {key: value for key, value in config.items() if key not in ("rooms", "blocks")}
        return cls(
            rooms=tuple(RoomPlan(**row) for row in config["rooms"]),
            blocks=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in config["blocks"]),
            **rest,
        )


def can_build(actor: Actor, call: Call) -> Verdict:
    """The talent office builds and publishes the timetable."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CALL, call.pk):
        return ALLOWED
    return refused("not_office", _("Only the talent office can do this."))
