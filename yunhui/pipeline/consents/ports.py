"""What rooms above add: what revoking a consent would do, and which words of a project may not be published."""

from collections.abc import Callable, Iterable
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


# Takes out of a text of a project what may not stand on a public page.
Cleaner = Callable[[str], str]

_cleaners: list[Callable[[], Cleaner]] = []


def register_cleaner(make: Callable[[], Cleaner]) -> None:
    """Make a room's list of words known; once, from its `apps.ready`. `make` reads the list, at most one query."""
    _cleaners.append(make)


def public_words() -> Cleaner:
    """The cleaner of every room, for all the texts of one page."""
    made = [make() for make in _cleaners]

    def clean(text: str) -> str:
        for one in made:
            text = one(text)
        return text

    return clean
