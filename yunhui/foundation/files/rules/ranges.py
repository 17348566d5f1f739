"""Which bytes of a file are asked for (RFC 9110, section 14)."""

import re

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


class Unsatisfiable(ValueError):
    """A range that begins behind the end."""


def span_of(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte behind the last; None where the whole is to be sent: no range, several, or nonsense.

    Raises:
        Unsatisfiable: the file has no such bytes.
    """
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        begin, end = max(0, size - int(found[2])), size
    else:
        begin, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < begin:
            return None
    if begin >= size or begin >= end:
        raise Unsatisfiable(header)
    return begin, end
