from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class BatchReleased:
    """Two people released a batch: the selected, the reserves and the others are known."""

    public_face: ClassVar[bool] = True

    batch_id: str
    call_id: str
    selected: int
    reserves: int


@dataclass(frozen=True, slots=True)
class DeliberationRecorded:
    """A deliberation was recorded; what was said stands in it."""

    public_face: ClassVar[bool] = False

    call_id: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceAnswered:
    """A place that was won is confirmed, given up or lapsed: `reply`."""

    public_face: ClassVar[bool] = True

    application_id: str
    call_id: str
    reply: str


@dataclass(frozen=True, slots=True)
class ConfirmationDueSoon:
    """A place has to be confirmed soon, and nobody has answered."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class ReservePromoted:
    """A reserve moved up into the place that another application lost."""

    public_face: ClassVar[bool] = True

    promotion_id: str
    call_id: str
    application_id: str
    vacated_id: str


@dataclass(frozen=True, slots=True)
class ReservesEnded:
    """The event is over; these reserves were not called up."""

    public_face: ClassVar[bool] = True

    call_id: str
    application_ids: list[str]


@dataclass(frozen=True, slots=True)
class NoticesEnded:
    """The public notice of these applications is over without an upheld objection."""

    public_face: ClassVar[bool] = True

    call_id: str
    application_ids: list[str]


@dataclass(frozen=True, slots=True)
class ApprovalAttached:
    """The signed paper of a batch was noted, or corrected."""

    public_face: ClassVar[bool] = False

    batch_id: str
    call_id: str
    approval_id: str
