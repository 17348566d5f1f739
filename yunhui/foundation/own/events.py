from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataErased:
    """A person's data has ended; the account is closed and has no name."""

    user_id: str
