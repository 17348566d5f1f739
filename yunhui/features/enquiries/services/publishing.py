"""Answers that everyone may read: drafted from a question or anew, edited, published in both languages, withdrawn."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yunhui.features.enquiries.enums import MessageKind
from yunhui.features.enquiries.events import FaqPublished, FaqWithdrawn
from yunhui.features.enquiries.models import Enquiry, Faq
from yunhui.features.enquiries.rules import FAQ_QUESTION_LENGTH, TEXT_LENGTH, can_answer, names_in, text_problems
from yunhui.features.enquiries.services.locking import locked_at
from yunhui.features.site.services.guarding import problems_of as guarded
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.calls.models import Call

TEXTS = ("question_zh", "question_en", "answer_zh", "answer_en")
WITHDRAWN_LENGTH = 300


@transaction.atomic
def draft_faq(*, actor: Actor, call: Call, source_id: UUID | None = None) -> Faq:
    """A draft; from a question it begins with what was asked and answered, for the office to edit. One question has
    one: a second press finds the first.

    Raises:
        RefusedError: not the call's office.
        NotFoundError: no such question there.
    """
    require(can_answer(actor, call))
    source = locked_at(actor, source_id) if source_id else None
    if source and source.call_id != call.pk:
        raise NotFoundError("question")
    if source and (found := source.faq.order_by("edited_at").first()):
        return found
    last = Faq.objects.filter(call=call).aggregate(last=Max("sort"))["last"] or 0
    texts = _texts_of(source) if source else {}
    faq = Faq.objects.create(call=call, source=source, sort=last + 1, edited_by_id=actor.user_id, **texts)
    record(actor=actor, action="faq.drafted", subject=("faq", faq.pk), after={"source": str(source_id or "")})
    return faq


@transaction.atomic
def edit_faq(*, actor: Actor, faq_id: UUID, texts: Mapping[str, str]) -> Faq:
    """Keep the texts (question and answer, zh and en); what is public must stay complete and tell nobody's name.

    Raises:
        NotFoundError: not the call's office.
        InvalidError: too long; of a public one also what is missing, and names that stand in it.
    """
    faq = _locked(actor, faq_id)
    new = {name: clean_text(texts.get(name, getattr(faq, name))) for name in TEXTS}
    problems = _too_long(new)
    is_public = faq.published_at is not None and faq.withdrawn_at is None
    if problems := problems or (_not_publishable(new, faq.source) if is_public else []):
        raise InvalidError(problems)
    before = {name: getattr(faq, name) for name in TEXTS}
    if new == before:
        return faq
    for name, text in new.items():
        setattr(faq, name, text)
    faq.edited_at, faq.edited_by_id = clock.now(), actor.user_id
    faq.save(update_fields=[*TEXTS, "edited_at", "edited_by_id"])
    if is_public:
        record(actor=actor, action="faq.edited", subject=("faq", faq.pk), before=before, after=new)
    return faq


@transaction.atomic
def publish_faq(*, actor: Actor, faq_id: UUID, texts: Mapping[str, str] | None = None) -> Faq:
    """Put a question with its answer on the call's public page, in both languages and without a name.

    Raises:
        NotFoundError: not the call's office.
        InvalidError: a text is missing, too long, or tells who asked.
    """
    faq = _locked(actor, faq_id)
    new = {name: clean_text((texts or {}).get(name, getattr(faq, name))) for name in TEXTS}
    if problems := _too_long(new) + _not_publishable(new, faq.source):
        raise InvalidError(problems)
    is_public = faq.published_at is not None and faq.withdrawn_at is None
    if is_public and new == {name: getattr(faq, name) for name in TEXTS}:
        return faq
    for name, text in new.items():
        setattr(faq, name, text)
    now = clock.now()
    faq.edited_at, faq.edited_by_id, faq.withdrawn_at, faq.withdrawn_reason = now, actor.user_id, None, ""
    faq.published_at = faq.published_at if is_public else now
    faq.save()
    record(actor=actor, action="faq.published", subject=("faq", faq.pk), after=new)
    publish(actor=actor, event=FaqPublished(str(faq.pk), str(faq.call_id)))
    return faq


@transaction.atomic
def withdraw_faq(*, actor: Actor, faq_id: UUID, reason: str) -> Faq:
    """Take a question with its answer off the public page; the reason is for the office and the log.

    Raises:
        NotFoundError: not the call's office.
        InvalidError: no reason, or too long.
    """
    faq, text = _locked(actor, faq_id), clean_text(reason)
    if problems := text_problems("reason", text, WITHDRAWN_LENGTH, _("Say for the log why it is withdrawn.")):
        raise InvalidError(problems)
    if faq.withdrawn_at or faq.published_at is None:
        return faq
    faq.withdrawn_at, faq.withdrawn_reason = clock.now(), text
    faq.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(actor=actor, action="faq.withdrawn", subject=("faq", faq.pk), after={"reason": text})
    publish(actor=actor, event=FaqWithdrawn(str(faq.pk), str(faq.call_id)))
    return faq


def _texts_of(source: Enquiry) -> dict[str, str]:
    """What was asked first and answered last, in the languages in which it was."""
    messages = list(source.messages.order_by("at", "pk"))
    asked = next((one for one in messages if one.kind == MessageKind.QUESTION), None)
    answers = [one for one in messages if one.kind == MessageKind.ANSWER]
    texts = {}
    for name in ("zh", "en"):
        said = getattr(asked, f"text_{name}", "") if asked else ""
        texts[f"question_{name}"] = (said if 0 < len(said) <= FAQ_QUESTION_LENGTH else said and source.subject)[:300]
        texts[f"answer_{name}"] = getattr(answers[-1], f"text_{name}") if answers else ""
    return texts


def _too_long(texts: Mapping[str, str]) -> list[Problem]:
    longest = {name: FAQ_QUESTION_LENGTH if name.startswith("question") else TEXT_LENGTH for name in TEXTS}
    return [one for name in TEXTS if texts[name] for one in text_problems(name, texts[name], longest[name], "")]


def _not_publishable(texts: Mapping[str, str], source: Enquiry | None) -> list[Problem]:
    problems = []
    for name in TEXTS:
        problems += text_problems(name, texts[name], TEXT_LENGTH, _("Everyone reads this in both languages: write it."))
        if names := names_in(texts[name], source):
            said = _("This tells who asked: %(names)s. Write it without.") % {"names": ", ".join(names)}
            problems.append(Problem(name, "names", said))
    return problems + guarded(texts)


def _locked(actor: Actor, faq_id: UUID) -> Faq:
    rows = Faq.objects.select_for_update(of=("self",)).select_related("call", "source__asker", "source__application")
    found = rows.filter(pk=faq_id).first()
    if found is None or not can_answer(actor, found.call):
        raise NotFoundError("question")
    return found
