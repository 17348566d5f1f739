"""What a decision must know of rooms above: how many host areas are interested in each application of a call."""

from collections.abc import Callable
from uuid import UUID

Interests = Callable[[UUID], dict[UUID, int]]

_interests: list[Interests] = []


def register_interests(count: Interests) -> None:
    """Make the counter known; once, from the room's `apps.ready`."""
    _interests[:] = [count]


def interests_of(call_id: UUID) -> dict[UUID, int]:
    """Application -> number of interested host areas; empty where no room counts them."""
    return _interests[0](call_id) if _interests else {}
