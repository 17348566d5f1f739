from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimetablePublished:
    """A version of the timetable is public."""

    timetable_id: str
    call_id: str
    number: int
