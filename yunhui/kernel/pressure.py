"""How hard the processor is asked for, so that work which can wait lets people go first.

Linux counts the time during which something that could run had to wait for a processor ("pressure stall information",
kernel documentation, accounting/psi). Where the machine does not count it, nobody gives way.
"""

import threading
import time
from pathlib import Path

_COUNTER = Path("/proc/pressure/cpu")
# A share over less than this says little; one over more says what was, not what is.
_SHORTEST, _LONGEST = 0.25, 3.0
_STEP = 0.1
BUSY = 0.25

_lock = threading.Lock()
_seen = (0.0, 0.0)
_share = 0.0


def is_busy() -> bool:
    """Whether, a moment ago, something waited for a processor more than a quarter of the time."""
    return share() > BUSY


def share() -> float:
    """The share of the last moment (0 to 1) during which something waited for a processor; 0 where nobody counts."""
    global _seen, _share
    with _lock:
        now = time.monotonic()
        if now - _seen[0] < _SHORTEST:
            return _share
        if (waited := _waited()) is None:
            return 0.0
        began, before = _seen
        _seen = (now, waited)
        _share = min(1.0, (waited - before) / (now - began)) if now - began <= _LONGEST else 0.0
        return _share


def give_way(most: float) -> float:
    """Sleep while the processor is asked for, at most so many seconds; returns how long. Hold no lock meanwhile."""
    began = time.monotonic()
    while (slept := time.monotonic() - began) < most and is_busy():
        time.sleep(min(_STEP, most - slept))
    return slept


def _waited() -> float | None:
    """Seconds since the machine started during which something waited; None where the machine does not count them."""
    try:
        some = _COUNTER.read_text().splitlines()[0]
    except (OSError, IndexError):
        return None
    found = dict(part.split("=") for part in some.split()[1:])
    return int(found["total"]) / 1e6
