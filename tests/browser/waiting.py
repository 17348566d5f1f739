"""Waiting for what no locator can say."""

import time
from collections.abc import Callable
from typing import Any

from tests.patience import PATIENCE


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Wait until something holds; only a failure takes all the patience."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end, "it never came true"
        page.wait_for_timeout(100)
