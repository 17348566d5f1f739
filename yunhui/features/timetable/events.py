from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TimetablePublished:
    """A version of the timetable is public; `changed` counts the items that are not where they were."""

    public_face: ClassVar[bool] = True

    timetable_id: str
    call_id: str
    number: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class TimetableProposed:
    """A draft waits for a second person to make it public."""

    public_face: ClassVar[bool] = False

    timetable_id: str
    call_id: str
    number: int


@dataclass(frozen=True, slots=True)
class ItemCancelled:
    """An item left the public timetable between two versions, because its project did."""

    public_face: ClassVar[bool] = True

    call_id: str
    uid: str


@dataclass(frozen=True, slots=True)
class HourAnswered:
    """Somebody said whether they come at their hour: `yes` or `no`."""

    public_face: ClassVar[bool] = False

    confirmation_id: str
    call_id: str
    state: str


@dataclass(frozen=True, slots=True)
class TimetableBuilt:
    """The solver wrote a draft or a what-if."""

    public_face: ClassVar[bool] = False

    timetable_id: str
    call_id: str
    number: int
    status: str


@dataclass(frozen=True, slots=True)
class TimetableEdited:
    """An officer changed a draft or a what-if by hand; `edits` counts its changes."""

    public_face: ClassVar[bool] = False

    timetable_id: str
    call_id: str
    kind: str
    edits: int


@dataclass(frozen=True, slots=True)
class EventSetUp:
    """How an event is set up was changed: its halls, sessions, breaks, lengths or prices."""

    public_face: ClassVar[bool] = False

    call_id: str


@dataclass(frozen=True, slots=True)
class AvailabilityGiven:
    """Somebody said when they can be there; `flagged`: it breaks the newest timetable."""

    public_face: ClassVar[bool] = False

    participant_id: str
    call_id: str
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class OrderDrawn:
    """The order in which a group pitches was drawn by lot."""

    public_face: ClassVar[bool] = False

    draw_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class SolverAsked:
    """A run of the solver waits for the worker."""

    public_face: ClassVar[bool] = False

    solving_id: str
    call_id: str
