"""Facts that are told by letter."""

from uuid import UUID

from yunhui.features.enquiries.events import EnquiryAnswered, EnquiryAsked, EnquiryHandedOver
from yunhui.features.enquiries.services.telling import tell_answered, tell_asked, tell_handed_over
from yunhui.foundation.outbox.services import subscribe


def asked(fact: EnquiryAsked) -> None:
    """To the office, and to a visitor that it has arrived."""
    tell_asked(UUID(fact.enquiry_id))


def answered(fact: EnquiryAnswered) -> None:
    """To who asked."""
    tell_answered(fact.message_id)


def handed_over(fact: EnquiryHandedOver) -> None:
    """To the officer who has it now."""
    tell_handed_over(UUID(fact.enquiry_id), fact.to_id)


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(EnquiryAsked, "enquiries.asked", asked)
    subscribe(EnquiryAnswered, "enquiries.answered", answered)
    subscribe(EnquiryHandedOver, "enquiries.handed_over", handed_over)
