from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpertChanged:
    """What the library says of an expert changed: where they work, whom they are tied to, what they know."""

    expert_id: str
