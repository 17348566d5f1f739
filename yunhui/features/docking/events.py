from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    """A host area answered, or its time ran out."""

    public_face: ClassVar[bool] = False

    offer_id: str
    application_id: str
    call_id: str
    state: str


@dataclass(frozen=True, slots=True)
class InterestTakenBack:
    """A host area is no longer interested; `was_open`: the contact details of both sides had been open."""

    public_face: ClassVar[bool] = False

    offer_id: str
    application_id: str
    call_id: str
    was_open: bool


@dataclass(frozen=True, slots=True)
class WishSaid:
    """An applicant said to an interested host area whether they would like to talk."""

    public_face: ClassVar[bool] = False

    offer_id: str
    application_id: str
    call_id: str
    wish: str


@dataclass(frozen=True, slots=True)
class TalkRegistered:
    """A host area registered a talk; `is_first`: it ended what the interest owed."""

    public_face: ClassVar[bool] = False

    offer_id: str
    application_id: str
    call_id: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    """A host area says that it talked with a team before the one that is protected."""

    public_face: ClassVar[bool] = False

    objection_id: str
    first_contact_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class ObjectionDecided:
    """The talent office decided an objection."""

    public_face: ClassVar[bool] = False

    objection_id: str
    first_contact_id: str
    call_id: str
    state: str


@dataclass(frozen=True, slots=True)
class OffersClosed:
    """An applicant's decision ended what host areas could read: `because` is consent or withdrawn."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    board_ids: tuple[str, ...]
    because: str
