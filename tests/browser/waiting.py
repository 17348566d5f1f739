"""Waiting for what no locator can say."""

from collections.abc import Callable
from typing import Any


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Wait until something holds; only a failure takes the twenty seconds."""
    for _turn in range(200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")
