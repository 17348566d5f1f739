"""Access tokens of WeCom and DingTalk: asked for once, kept until shortly before they end, asked anew when refused."""

import threading
import time
from collections.abc import Callable

_MARGIN = 300  # seconds before its end at which a token is no longer used
_kept: dict[tuple[str, str, str], tuple[str, float]] = {}
_lock = threading.Lock()


def token_of(name: tuple[str, str, str], fetch: Callable[[], tuple[str, int]]) -> str:
    """The live token of (service, key, agent); `fetch` gets (token, seconds)."""
    with _lock:
        token, ends = _kept.get(name, ("", 0.0))
        if time.monotonic() >= ends:
            token, seconds = fetch()
            _kept[name] = (token, time.monotonic() + max(0, seconds - _MARGIN))
        return token


def forget(name: tuple[str, str, str]) -> None:
    """Do not use a token again: the service says that it has ended."""
    with _lock:
        _kept.pop(name, None)
