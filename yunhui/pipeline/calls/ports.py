"""What a stage kind must do: declared here, implemented by rooms above, registered when they are ready."""

from typing import Any, Protocol
from uuid import UUID

from yunhui.kernel.actor import Actor


class StageKind(Protocol):
    """The behaviour of every stage of one kind."""

    code: str

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Sentences that say what is wrong with a stage's configuration; empty when it can be published."""
        ...

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Passes of one stage opened, in the caller's transaction: let the kind's own records come into being."""
        ...


_kinds: dict[str, StageKind] = {}


def register(kind: StageKind) -> None:
    """Make a kind known; once, from the room's `apps.ready`."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> StageKind:
    """The kind of a code.

    Raises:
        KeyError: nobody registered it.
    """
    return _kinds[code]


def known_kinds() -> frozenset[str]:
    """The codes that are registered."""
    return frozenset(_kinds)
