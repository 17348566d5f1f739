"""What rooms above know of an expert's service: how often they were asked, what they did."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Service:
    """An expert's service record (服务记录), counted from rows and typed by nobody.

    `asked`, `accepted`, `declined`, `unanswered`: invitations; `calls`: calls whose sheets they locked; `sheets`:
    locked sheets, of which `late` after they were due; `abstained`, `recused`: tasks that they gave back.
    """

    asked: int = 0
    accepted: int = 0
    declined: int = 0
    unanswered: int = 0
    calls: int = 0
    sheets: int = 0
    late: int = 0
    abstained: int = 0
    recused: int = 0


Counts = Callable[[Sequence[UUID]], Mapping[UUID, Mapping[str, int]]]
_counts: dict[str, Counts] = {}


def register_service(room: str, counts: Counts) -> None:
    """Say what a room counts: ids of experts -> fields of `Service`; in at most one or two queries for all of them."""
    _counts[room] = counts


def service_of(expert_ids: Sequence[UUID], rooms: Sequence[str] = ()) -> dict[UUID, Service]:
    """The service record of each expert; of some rooms alone, what these count."""
    parts: dict[UUID, dict[str, int]] = {one: {} for one in expert_ids}
    for counts in (counts for room, counts in _counts.items() if not rooms or room in rooms):
        for expert_id, figures in counts(expert_ids).items():
            if expert_id in parts:
                parts[expert_id] |= figures
    return {one: Service(**figures) for one, figures in parts.items()}
