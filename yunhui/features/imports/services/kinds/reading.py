"""What the check makes of a row, before it is compared with what the city has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from yunhui.features.imports.models import ImportRow
from yunhui.features.imports.rules import Column, Wrong


@dataclass(slots=True)
class Reading:
    """A row's values by field, the key by which the same row is known again, and what is wrong with it.

    `target` is the id of what it would change, `changes` {field: (before, after)}; none of both: it is new.
    """

    values: dict[str, Any]
    key: str = ""
    problems: list[Wrong] = field(default_factory=list)
    target: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class Bringer(Protocol):
    """How tables of one kind are checked and written."""

    columns: tuple[Column, ...]

    def read(self, texts: Mapping[str, str]) -> Reading:
        """What a row says by itself; `texts` are its cells by field."""
        ...

    def compare(self, reading: Reading) -> None:
        """Find what the row would change: fills `target` and `changes`, or adds a problem."""
        ...

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """Write checked rows in the caller's transaction; returns the id of what each row (by pk) became, and leaves
        out those that could not be written any more."""
        ...


def differences(values: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields in which a row says something else; an empty cell leaves what is there."""
    return {
        name: (current.get(name, ""), value)
        for name, value in values.items()
        if value not in ("", None, []) and value != current.get(name, "")
    }
