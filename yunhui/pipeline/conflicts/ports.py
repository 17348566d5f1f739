"""How rooms above say which experts an application concerns, so that conflicts are computed before anything opens."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet


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
