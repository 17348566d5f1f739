from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """An applicant lets a purpose read; for host areas the one with `board_id`, or all of them where it is empty."""

    public_face: ClassVar[bool] = True

    application_id: str
    call_id: str
    purpose: str
    board_id: str
    level: str
    text_version: int


@dataclass(frozen=True, slots=True)
class ConsentRevoked:
    """An applicant took a consent back: from this moment the recipients read nothing more."""

    public_face: ClassVar[bool] = True

    application_id: str
    call_id: str
    purpose: str
    board_id: str
    text_version: int
