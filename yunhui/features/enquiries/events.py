from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnquiryAsked:
    """Somebody asked the office, or asked again in the same thread."""

    enquiry_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class EnquiryAnswered:
    """The office answered; `message_id` is the answer."""

    enquiry_id: str
    call_id: str
    message_id: int


@dataclass(frozen=True, slots=True)
class EnquiryHandedOver:
    """A question was given to another officer."""

    enquiry_id: str
    call_id: str
    to_id: str


@dataclass(frozen=True, slots=True)
class FaqPublished:
    """A question with its answer stands on the call's public page."""

    faq_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class FaqWithdrawn:
    """A question with its answer no longer stands on the call's public page."""

    faq_id: str
    call_id: str
