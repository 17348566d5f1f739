"""How rooms above say which applications their people may read."""

from typing import Protocol

from django.db.models import Q

from yunhui.kernel.actor import Actor


class Readers(Protocol):
    """The condition on applications under which the actor reads them through one room, or None for not at all."""

    def __call__(self, actor: Actor) -> Q | None: ...


_readers: dict[str, Readers] = {}


def register_readers(room: str, readers: Readers) -> None:
    """Make a room's readers known; once, from its `apps.ready`."""
    _readers[room] = readers


def readers_of(actor: Actor) -> list[Q]:
    """Every condition that holds for the actor."""
    return [condition for readers in _readers.values() if (condition := readers(actor)) is not None]
