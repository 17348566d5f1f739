"""Reads of questions and answers. Nothing of one asker is visible to another."""

from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.models import Enquiry, Faq, Message
from yunhui.features.enquiries.rules import can_answer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.statements import Kept
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call

_ANSWERED: Kept[Faq] = Kept(
    lambda pk: Faq.objects.filter(call=pk, published_at__isnull=False, withdrawn_at__isnull=True).order_by(
        "sort", "published_at"
    ),
    UUID(int=0),
)


def faq_of(call: Call, text: str = "") -> list[Faq]:
    """The questions and answers that everyone may read on a call's page, in the office's order; with a text, those
    that hold all of its words, in either language."""
    if call.state == CallState.DRAFT:
        return []
    found = _ANSWERED.ask(call.pk)
    asked = searching.words_of(text)
    return [one for one in found if asked <= _words(one)] if asked else found


def near_to(call: Call, text: str, most: int = 3) -> list[Faq]:
    """The public answers that share most words with a text, at least a quarter of its words: perhaps it is answered."""
    asked = {word for word in searching.words_of(text) if len(word) > 1}
    shares = [(len(asked & _words(one)) / len(asked), one) for one in faq_of(call)] if asked else []
    best = sorted((pair for pair in shares if pair[0] >= 0.25), key=lambda pair: (-pair[0], pair[1].sort))
    return [one for _share, one in best[:most]]


def own_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """What the actor has asked, the newest first, with the thread as its asker reads it."""
    rows = Enquiry.objects.filter(asker_id=actor.user_id) if actor.user_id else Enquiry.objects.none()
    seen = Message.objects.exclude(kind=MessageKind.NOTE).order_by("at", "pk")
    return rows.select_related("call", "application").prefetch_related(Prefetch("messages", seen)).order_by("-asked_at")


def own_enquiry(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """One question of the actor's own.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    found = own_enquiries(actor).filter(pk=enquiry_id).first()
    if found is None:
        raise NotFoundError("question")
    return found


def enquiries_at(actor: Actor) -> QuerySet[Enquiry]:
    """The questions that the actor's office answers: what waits first, the most urgent on top."""
    waits = Case(When(state=EnquiryState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Enquiry.objects.select_related("call", "application", "asker", "assigned_to").annotate(waits=waits)
    return rows.filter(_of_office(actor)).order_by("waits", "due_at", "pk")


def enquiry_at(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """One question with its whole thread, for the office that answers it.

    Raises:
        NotFoundError: there is none, or another office answers it.
    """
    thread = Prefetch("messages", Message.objects.select_related("by").order_by("at", "pk"))
    found = enquiries_at(actor).filter(pk=enquiry_id).prefetch_related(thread, "merged", "faq").first()
    if found is None:
        raise NotFoundError("question")
    return found


def like_it(actor: Actor, enquiry: Enquiry, most: int = 5) -> list[Enquiry]:
    """Other questions of the same call that wait and share words with this one: candidates for one answer."""
    words = {word for word in searching.words_of(enquiry.subject) if len(word) > 1}
    others = enquiries_at(actor).filter(call_id=enquiry.call_id, state=EnquiryState.OPEN).exclude(pk=enquiry.pk)
    shares = [(len(words & searching.words_of(one.subject)), one) for one in others[:200]]
    best = sorted((pair for pair in shares if pair[0]), key=lambda pair: (-pair[0], pair[1].due_at))
    return [one for _share, one in best[:most]]


def faq_at(actor: Actor, call: Call) -> list[Faq]:
    """Every question and answer of a call for its office: drafts, public ones, withdrawn ones.

    Raises:
        NotFoundError: not the call's office.
    """
    if not can_answer(actor, call):
        raise NotFoundError("call")
    return list(Faq.objects.filter(call=call).order_by("sort", "edited_at"))


def faq_for(actor: Actor, faq_id: UUID) -> Faq:
    """One of them.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    found = Faq.objects.select_related("call", "source__asker", "source__application").filter(pk=faq_id).first()
    if found is None or not can_answer(actor, found.call):
        raise NotFoundError("question")
    return found


def _of_office(actor: Actor) -> Q:
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return Q()
    return Q(call_id__in=[UUID(one) for one in actor.scope_ids(Role.OFFICE, ScopeKind.CALL)])


def _words(faq: Faq) -> set[str]:
    texts = (faq.question_zh, faq.question_en, faq.answer_zh, faq.answer_en)
    return set[str]().union(*map(searching.words_of, texts))
