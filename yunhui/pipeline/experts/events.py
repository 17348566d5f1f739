from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ExpertChanged:
    """What the library says of an expert changed: where they work, whom they are tied to, what they know."""

    public_face: ClassVar[bool] = False

    expert_id: str
