"""How rooms above say what revoking a consent would do, before it is done."""

from collections.abc import Iterable
from typing import Protocol

from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application


class Effect(Protocol):
    """Sentences in the reader's language on what revoking does in one room; none where it does nothing there."""

    def __call__(
        self, *, actor: Actor, application: Application, purpose: str, board: Board | None
    ) -> Iterable[str]: ...


_effects: dict[str, Effect] = {}


def register_effect(room: str, effect: Effect) -> None:
    """Make a room's effects known; once, from its `apps.ready`."""
    _effects[room] = effect


def effects_of(*, actor: Actor, application: Application, purpose: str, board: Board | None) -> list[str]:
    """Every sentence of every room."""
    return [
        sentence
        for effect in _effects.values()
        for sentence in effect(actor=actor, application=application, purpose=purpose, board=board)
    ]
