"""Facts of panels. None names an expert: who is on a panel is sealed until the sign-in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SeatAnswered:
    """An invitation was accepted or declined, or its time is over."""

    public_face: ClassVar[bool] = False

    call_id: str
    seat_id: str
    state: str


@dataclass(frozen=True, slots=True)
class PanelOpened:
    """The sign-in of a call opened: its list is no longer sealed."""

    public_face: ClassVar[bool] = False

    call_id: str
