"""Facts of panels. None names an expert: who is on a panel is sealed until the sign-in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeatAnswered:
    """An invitation was accepted or declined, or its time is over."""

    call_id: str
    seat_id: str
    state: str


@dataclass(frozen=True, slots=True)
class PanelOpened:
    """The sign-in of a call opened: its list is no longer sealed."""

    call_id: str
