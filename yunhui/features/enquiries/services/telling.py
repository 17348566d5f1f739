"""Letters about questions: nothing of one asker goes to another."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.models import Enquiry, Message
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.kernel import actor as actors

_WORKER = actors.system("enquiries")


def tell_asked(enquiry_id: UUID) -> None:
    """To the officer who has it, or to the call's office; to a visitor, that it has arrived."""
    enquiry = _found(enquiry_id)
    if enquiry.state != EnquiryState.OPEN:
        return
    office = holders(Role.OFFICE, ScopeKind.CALL, enquiry.call_id)
    for officer in [enquiry.assigned_to] if enquiry.assigned_to else office:
        _to_office("enquiries.asked", enquiry, officer)
    if enquiry.asker is None:
        question = enquiry.messages.filter(kind=MessageKind.QUESTION).order_by("-at", "-pk").first()
        said = (question.text_zh or question.text_en) if question else ""
        _to_visitor("enquiries.received", enquiry, {"until": enquiry.due_at, "text": said})


def tell_answered(message_id: int) -> None:
    """To who asked: on their page, or the whole answer to a visitor's address."""
    message = Message.objects.select_related("enquiry__call", "enquiry__asker").get(pk=message_id)
    enquiry = message.enquiry
    answer = {"answer": Both(message.text_zh, message.text_en)}
    if enquiry.asker is None:
        _to_visitor("enquiries.answered", enquiry, answer)
        return
    write_notice(
        actor=_WORKER,
        letter="enquiries.answered",
        to=enquiry.asker,
        about=("enquiry", enquiry.pk),
        context={**_common(enquiry), **answer},
        link=f"/my/questions/{enquiry.pk}/",
        call=enquiry.call_id,
    )


def tell_handed_over(enquiry_id: UUID, to_id: str) -> None:
    """To the officer who has it now."""
    enquiry = _found(enquiry_id)
    if enquiry.assigned_to and str(enquiry.assigned_to_id) == to_id and enquiry.state == EnquiryState.OPEN:
        _to_office("enquiries.handed_over", enquiry, enquiry.assigned_to)


def _to_office(letter: str, enquiry: Enquiry, officer: User) -> None:
    write_notice(
        actor=_WORKER,
        letter=letter,
        to=officer,
        about=("enquiry", enquiry.pk),
        context={**_common(enquiry), "until": enquiry.due_at},
        link=f"/w/enquiries/{enquiry.pk}/",
        supersedes=f"enquiry:{enquiry.pk}",
        call=enquiry.call_id,
    )


def _to_visitor(letter: str, enquiry: Enquiry, context: Mapping[str, object]) -> None:
    write_to_address(
        actor=_WORKER,
        letter=letter,
        email=enquiry.email,
        name=enquiry.name,
        language=enquiry.language,
        zone=enquiry.zone or settings.TIME_ZONE_OF_CITY,
        about=("enquiry", enquiry.pk),
        context={**_common(enquiry), **context},
        call=enquiry.call_id,
    )


def _common(enquiry: Enquiry) -> dict[str, object]:
    return {"call": Both(enquiry.call.title_zh, enquiry.call.title_en), "subject": enquiry.subject}


def _found(enquiry_id: UUID) -> Enquiry:
    return Enquiry.objects.select_related("call", "asker", "assigned_to").get(pk=enquiry_id)
