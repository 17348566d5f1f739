from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CallPublished:
    """A call is open to the world from its window on, and frozen."""

    public_face: ClassVar[bool] = True

    call_id: str


@dataclass(frozen=True, slots=True)
class CallAmended:
    """A published call was changed in public; drafts see a new form at once.

    Attributes:
        number: of the amendment within its call.
        parts: the parts of the call that changed (`dates`, `form`…).
    """

    public_face: ClassVar[bool] = True

    call_id: str
    number: int
    parts: list[str]
