"""Facts by which objector, applicant and office hear of an objection."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.pipeline.objections.events import ObjectionAnswered, ObjectionDueSoon, ObjectionFiled
from yunhui.pipeline.objections.services import telling


def filed(fact: ObjectionFiled) -> None:
    """To all three."""
    telling.tell_filed(UUID(fact.objection_id))


def due_soon(fact: ObjectionDueSoon) -> None:
    """To the office once more."""
    telling.tell_office(UUID(fact.objection_id))


def answered(fact: ObjectionAnswered) -> None:
    """The decision."""
    telling.tell_answered(UUID(fact.objection_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(ObjectionFiled, "objections.filed", filed)
    subscribe(ObjectionDueSoon, "objections.due_soon", due_soon)
    subscribe(ObjectionAnswered, "objections.answered", answered)
