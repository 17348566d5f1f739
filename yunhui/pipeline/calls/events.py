from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallPublished:
    """A call is open to the world from its window on, and frozen."""

    call_id: str
