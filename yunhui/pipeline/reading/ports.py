"""How rooms above say as what their people read an application."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from yunhui.foundation.formkit.rules import Question
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application


@dataclass(frozen=True, slots=True)
class Standing:
    """As what somebody reads: a `Capacity`, and the host area for which they do. `is_kept_back` says of a question that
    its answer and files are not for them, above what the form says (a blind review): then files are called by their
    question, cannot be saved, and the project by `title_zh` and `title_en` where they are given."""

    capacity: str
    board: Board | None = None
    is_kept_back: Callable[[Question], bool] | None = None
    title_zh: str = ""
    title_en: str = ""


class Resolve(Protocol):
    """As what the actor reads an application through one room, now, with every consent in force; None for not at
    all."""

    def __call__(self, actor: Actor, application: Application) -> Standing | None: ...


_rooms: dict[str, Resolve] = {}


def register_standing(room: str, resolve: Resolve) -> None:
    """Make a room's readers known; once, from its `apps.ready`."""
    _rooms[room] = resolve


def standing_in_rooms(actor: Actor, application: Application) -> Standing | None:
    """As what the actor reads through the rooms above; the first that says so."""
    found = (resolve(actor, application) for resolve in _rooms.values())
    return next((standing for standing in found if standing), None)
