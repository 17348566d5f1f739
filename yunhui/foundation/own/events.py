from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DataErased:
    """A person's data has ended; the account is closed and has no name."""

    public_face: ClassVar[bool] = True

    user_id: str
