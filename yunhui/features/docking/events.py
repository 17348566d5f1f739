from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    """A host area answered, or its time ran out."""

    offer_id: str
    application_id: str
    call_id: str
    state: str
