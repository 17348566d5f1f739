from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchReleased:
    """Two people released a batch: the selected, the reserves and the others are known."""

    batch_id: str
    call_id: str
    selected: int
    reserves: int


@dataclass(frozen=True, slots=True)
class DeliberationRecorded:
    """A deliberation was recorded; what was said stands in it."""

    call_id: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceAnswered:
    """A place that was won is confirmed, given up or lapsed: `reply`."""

    application_id: str
    call_id: str
    reply: str


@dataclass(frozen=True, slots=True)
class ConfirmationDueSoon:
    """A place has to be confirmed soon, and nobody has answered."""

    application_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class ReservePromoted:
    """A reserve moved up into the place that another application lost."""

    promotion_id: str
    call_id: str
    application_id: str
    vacated_id: str


@dataclass(frozen=True, slots=True)
class ReservesEnded:
    """The event is over; these reserves were not called up."""

    call_id: str
    application_ids: list[str]


@dataclass(frozen=True, slots=True)
class NoticesEnded:
    """The public notice of these applications is over without an upheld objection."""

    call_id: str
    application_ids: list[str]


@dataclass(frozen=True, slots=True)
class ApprovalAttached:
    """The signed paper of a batch was noted, or corrected."""

    batch_id: str
    call_id: str
    approval_id: str
