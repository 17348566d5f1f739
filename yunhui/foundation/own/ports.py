"""What each room says of the data that it holds of a person: what it is, what becomes of it, and its end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yunhui.foundation.accounts.models import User
from yunhui.foundation.files.models import Attachment
from yunhui.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Fate:
    """What erasing would do in one room, in sentences of the active language.

    Attributes:
        gone: what is removed.
        kept: (what stays, why).
        running: what is in progress and is ended first; with any of it the erasure waits some days.
        blocked: what somebody must end before.
    """

    gone: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    running: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()


def _no_files(user: User) -> Iterable[tuple[str, Attachment]]:
    return ()


@dataclass(frozen=True, slots=True)
class Holding:
    """What one room holds of people.

    Attributes:
        collect: all of it as JSON, with keys that say what it is.
        foretell: what erasing would do, now.
        erase: do it, inside the caller's transaction; twice is once.
        files: (path inside the copy, file).
    """

    title: Any
    collect: Callable[[User], dict[str, Any]]
    foretell: Callable[[User], Fate]
    erase: Callable[[Actor, User], None]
    files: Callable[[User], Iterable[tuple[str, Attachment]]] = _no_files


_holdings: dict[str, Holding] = {}


def register_holding(room: str, holding: Holding) -> None:
    """Make a room's holding known; once, from its `apps.ready`."""
    _holdings[room] = holding


def holdings() -> dict[str, Holding]:
    """Every room's holding, those above first: what depends on others ends before them."""
    return dict(reversed(_holdings.items()))
