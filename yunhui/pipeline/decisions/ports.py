"""What a decision must know of rooms above: how many host areas want each application of a call, and which."""

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


# Names of host areas, (zh, en) each, in the city's order.
Areas = Callable[[UUID], dict[UUID, tuple[tuple[str, str], ...]]]

_areas: list[Areas] = []


def register_areas(names: Areas) -> None:
    """Make known who says which host areas are interested; once, from the room's `apps.ready`."""
    _areas[:] = [names]


def areas_of(call_id: UUID) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Application -> the host areas that are interested, by name; empty where no room knows."""
    return _areas[0](call_id) if _areas else {}
