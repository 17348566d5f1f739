from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchReleased:
    """Two people released a batch: the selected, the reserves and the others are known."""

    batch_id: str
    call_id: str
    selected: int
    reserves: int
