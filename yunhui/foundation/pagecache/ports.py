"""What pages say of themselves: which parameters they know, and when the clock alone changes them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_names: set[str] = set()
_moments: ContextVar[list[datetime] | None] = ContextVar("moments_of_page", default=None)


def asks(*names: str) -> None:
    """Register parameters of public pages; rooms call this when they are ready. Pages asked with others are not kept.

    Raises:
        ValueError: not a name.
    """
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name):
            raise ValueError(name)
    _names.update(names)


def known_names() -> frozenset[str]:
    """All parameters that are registered."""
    return frozenset(_names)


def changes_at(*moments: datetime | None) -> None:
    """Say, while a page is rendered, when the clock changes it: a call closes, a session ends. The first one counts;
    those that are past do not. Nothing happens where the page is not being kept."""
    if (kept := _moments.get()) is not None:
        kept.extend(moment for moment in moments if moment is not None)


@contextmanager
def listening() -> Iterator[list[datetime]]:
    """Collect what `changes_at` says inside the block."""
    kept: list[datetime] = []
    token = _moments.set(kept)
    try:
        yield kept
    finally:
        _moments.reset(token)
