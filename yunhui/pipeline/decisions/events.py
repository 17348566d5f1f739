from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchReleased:
    """Two people released a batch: the selected, the reserves and the others are known."""

    batch_id: str
    call_id: str
    selected: int
    reserves: int


@dataclass(frozen=True, slots=True)
class DeliberationRecorded:
    """A deliberation was recorded; what was said stands in it."""

    call_id: str
    number: int
