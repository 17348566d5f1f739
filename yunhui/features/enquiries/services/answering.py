"""The office's side of a thread: drafts, answers, handing over, joining what is the same."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.events import EnquiryAnswered, EnquiryHandedOver
from yunhui.features.enquiries.models import Enquiry, Message
from yunhui.features.enquiries.rules import TEXT_LENGTH, can_answer, text_problems
from yunhui.features.enquiries.services.locking import locked, locked_at, tell
from yunhui.features.enquiries.states import ENQUIRY
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem


@transaction.atomic
def save_answer(*, actor: Actor, enquiry_id: UUID, zh: str, en: str) -> Enquiry:
    """Keep an answer as typed, for the whole office; no audit row and no fact.

    Raises:
        NotFoundError: another office answers it.
    """
    enquiry = locked_at(actor, enquiry_id)
    enquiry.draft_zh, enquiry.draft_en = (clean_text(one)[: TEXT_LENGTH * 5] for one in (zh, en))
    enquiry.drafted_at, enquiry.drafted_by_id = clock.now(), actor.user_id
    enquiry.save(update_fields=["draft_zh", "draft_en", "drafted_at", "drafted_by_id"])
    return enquiry


@transaction.atomic
def answer_enquiry(*, actor: Actor, enquiry_id: UUID, zh: str = "", en: str = "") -> Message:
    """Answer, in the asker's language or in both; everyone whose question was joined with it gets the same answer.

    Raises:
        NotFoundError: another office answers it.
        InvalidError: nothing written, or too long.
        DomainError: `answered`: a colleague has answered meanwhile.
    """
    enquiry = locked_at(actor, enquiry_id)
    zh, en = clean_text(zh), clean_text(en)
    problems: list[Problem] = []
    if not (zh or en):
        field = "zh" if enquiry.language.startswith("zh") else "en"
        problems = text_problems(field, "", TEXT_LENGTH, _("Write the answer."))
    for field, text in (("zh", zh), ("en", en)):
        problems += text_problems(field, text, TEXT_LENGTH, "") if text else []
    if problems:
        raise InvalidError(problems)
    if enquiry.state != EnquiryState.OPEN:
        last = enquiry.messages.filter(kind=MessageKind.ANSWER).order_by("-at", "-pk").first()
        if last and last.by_id == actor.user_id and (last.text_zh, last.text_en) == (zh, en):
            return last  # the button was pressed twice
        raise DomainError("answered", _("This question has been answered or joined with another. Nothing was sent."))
    merged = Enquiry.objects.select_for_update(of=("self",)).select_related("call").filter(merged_into=enquiry)
    answer = _answer(actor, enquiry, zh, en)
    for other in merged.order_by("pk"):
        _answer(actor, other, zh, en)
    return answer


@transaction.atomic
def hand_over(*, actor: Actor, enquiry_id: UUID, to: User | None, note: str = "") -> Enquiry:
    """Give a question to a colleague who may answer it, or to nobody in particular, with a note for the office.

    Raises:
        NotFoundError: another office answers it.
        InvalidError: the person may not answer it, or the note is too long.
    """
    enquiry, text = locked_at(actor, enquiry_id), clean_text(note)
    problems = text_problems("note", text, TEXT_LENGTH, "") if text else []
    if to is not None and not can_answer(actor_of(to), enquiry.call):
        problems.append(Problem("to", "not_office", _("Choose somebody of the office who works on this call.")))
    if problems:
        raise InvalidError(problems)
    if text:
        Message.objects.create(enquiry=enquiry, kind=MessageKind.NOTE, text_zh=text, by_id=actor.user_id)
    if enquiry.assigned_to_id == (to.pk if to else None):
        return enquiry
    enquiry.assigned_to = to
    enquiry.save(update_fields=["assigned_to"])
    to_id = str(to.pk) if to else ""
    event = EnquiryHandedOver(str(enquiry.pk), str(enquiry.call_id), to_id)
    tell(actor, enquiry, "enquiry.handed_over", event, {"to": to_id})
    return enquiry


@transaction.atomic
def merge_enquiries(*, actor: Actor, enquiry_id: UUID, into_id: UUID) -> Enquiry:
    """Join a question with another of the same call that waits too: one answer reaches both askers, each in their own
    thread, and neither learns of the other.

    Raises:
        NotFoundError: another office answers one of them.
        DomainError: `cannot_merge`: another call, itself, or one of them does not wait.
    """
    first, second = sorted((enquiry_id, into_id))
    rows = {one.pk: one for one in (locked(first), locked(second))}
    enquiry, into = rows[enquiry_id], rows[into_id]
    for one in (enquiry, into):
        locked_at(actor, one.pk)
    same = enquiry.pk == into.pk or enquiry.call_id != into.call_id
    if same or enquiry.state != EnquiryState.OPEN or into.state != EnquiryState.OPEN:
        raise DomainError(
            "cannot_merge", _("Only two different questions about the same call that both wait can be joined.")
        )
    ENQUIRY.check(enquiry.state, EnquiryState.MERGED)
    enquiry.state, enquiry.merged_into = EnquiryState.MERGED, into
    enquiry.save(update_fields=["state", "merged_into"])
    Enquiry.objects.filter(merged_into=enquiry).update(merged_into=into)
    into.due_at = min(into.due_at, enquiry.due_at)
    into.save(update_fields=["due_at"])
    tell(actor, enquiry, "enquiry.merged", after={"into": str(into.pk)})
    return into


@transaction.atomic
def close_enquiry(*, actor: Actor, enquiry_id: UUID, note: str) -> Enquiry:
    """Close what needs no answer (spam, thanks), with a note for the office; the asker may always ask again.

    Raises:
        NotFoundError: another office answers it.
        InvalidError: no note.
    """
    enquiry, text = locked_at(actor, enquiry_id), clean_text(note)
    if problems := text_problems("note", text, TEXT_LENGTH, _("Say for your colleagues why no answer is needed.")):
        raise InvalidError(problems)
    if enquiry.state == EnquiryState.CLOSED:
        return enquiry
    ENQUIRY.check(enquiry.state, EnquiryState.CLOSED)
    Message.objects.create(enquiry=enquiry, kind=MessageKind.NOTE, text_zh=text, by_id=actor.user_id)
    enquiry.state = EnquiryState.CLOSED
    enquiry.save(update_fields=["state"])
    tell(actor, enquiry, "enquiry.closed")
    return enquiry


def _answer(actor: Actor, enquiry: Enquiry, zh: str, en: str) -> Message:
    now = clock.now()
    message = Message.objects.create(
        enquiry=enquiry, kind=MessageKind.ANSWER, text_zh=zh, text_en=en, by_id=actor.user_id, at=now
    )
    enquiry.answered_at, enquiry.draft_zh, enquiry.draft_en = now, "", ""
    if enquiry.state == EnquiryState.OPEN:
        ENQUIRY.check(enquiry.state, EnquiryState.ANSWERED)
        enquiry.state = EnquiryState.ANSWERED
    enquiry.save(update_fields=["state", "answered_at", "draft_zh", "draft_en"])
    event = EnquiryAnswered(str(enquiry.pk), str(enquiry.call_id), message.pk)
    tell(actor, enquiry, "enquiry.answered", event, {"message": message.pk})
    return message
