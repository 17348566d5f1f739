from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TableImported:
    """A table is written; `counts` says how many rows were new, changed, the same and not readable."""

    public_face: ClassVar[bool] = True

    run_id: str
    kind: str
    call_id: str
    counts: dict[str, int]
