from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class EnquiryAsked:
    """Somebody asked the office, or asked again in the same thread."""

    public_face: ClassVar[bool] = False

    enquiry_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class EnquiryAnswered:
    """The office answered; `message_id` is the answer."""

    public_face: ClassVar[bool] = False

    enquiry_id: str
    call_id: str
    message_id: int


@dataclass(frozen=True, slots=True)
class EnquiryHandedOver:
    """A question was given to another officer."""

    public_face: ClassVar[bool] = False

    enquiry_id: str
    call_id: str
    to_id: str


@dataclass(frozen=True, slots=True)
class FaqPublished:
    """A question with its answer stands on the call's public page."""

    public_face: ClassVar[bool] = True

    faq_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class FaqWithdrawn:
    """A question with its answer no longer stands on the call's public page."""

    public_face: ClassVar[bool] = True

    faq_id: str
    call_id: str
