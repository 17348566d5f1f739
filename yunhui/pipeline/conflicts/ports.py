"""What rooms above say: which experts an application concerns, so that conflicts are computed before anything opens,
and what an expert is called while a panel is sealed."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Expert


class Concerned(Protocol):
    """The ids of the experts whom one room asked, or may ask next, about applications of some calls."""

    def __call__(self, call_ids: Sequence[UUID]) -> QuerySet[Any, UUID]: ...


_rooms: dict[str, Concerned] = {}


def register_concerned(room: str, concerned: Concerned) -> None:
    """Make a room's experts known; once, from its `apps.ready`."""
    _rooms[room] = concerned


def concerned_by(call_ids: Sequence[UUID]) -> list[QuerySet[Any, UUID]]:
    """What the rooms above say, each as a query of ids of experts."""
    return [room(call_ids) for room in _rooms.values()]


CallExpert = Callable[[Expert], str]
_naming: list[Callable[[Actor, Call], CallExpert]] = []


def register_naming(naming: Callable[[Actor, Call], CallExpert]) -> None:
    """Say what a reader may call the experts of a call; once, from the room's `apps.ready`."""
    _naming[:] = [naming]


def naming_for(actor: Actor, call: Call) -> CallExpert:
    """What the actor may call the experts of a call."""
    return _naming[0](actor, call) if _naming else lambda expert: expert.person.name
