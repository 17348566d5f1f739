"""Identifiers that sort by time."""

import os
import time
from collections.abc import Iterable
from uuid import UUID


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def uuids_among(values: Iterable[str]) -> list[UUID]:
    """The ids among some texts of an address or a form; what is none is left out."""
    found = []
    for one in values:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
