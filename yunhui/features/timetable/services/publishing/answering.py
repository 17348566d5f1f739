"""Commands: somebody says whether they come at their hour; the office enters what it heard by telephone."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.events import HourAnswered
from yunhui.features.timetable.models import Announced, Confirmation
from yunhui.features.timetable.rules import REASON_LENGTH, can_answer_hour, can_build
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require

# Whoever opens a secret link answers as the person to whom it was sent.
BY_LINK = actors.system("hour-link")
_ANSWERS = (Answer.YES, Answer.NO)


@transaction.atomic
def answer_hour(*, actor: Actor, confirmation_id: UUID, state: str, sequence: int, reason: str = "") -> Confirmation:
    """Say yes or no to an hour; the same answer again changes nothing, and another one may be given until it begins.

    Args:
        sequence: the entry that the page showed, so that nobody confirms an hour that they have not seen.
        reason: why not, and which hours suit; needed for a no.

    Raises:
        NotFoundError: there is none for this actor.
        DomainError: `changed`: the hour is another one now; `over`: it is past, or cancelled.
        InvalidError: no answer, or a no without a reason, or one that is too long.
    """
    row = _locked(confirmation_id)
    if not actor.is_system and not can_answer_hour(actor, row):
        raise NotFoundError("hour")
    if sequence != row.asked_sequence:
        raise DomainError("changed", _("The hour has changed since you opened this page. Look at the new one."))
    return _answer(actor, row, state, clean_text(reason))


@transaction.atomic
def answer_hour_for(*, actor: Actor, confirmation_id: UUID, state: str, reason: str) -> Confirmation:
    """Enter what somebody told the office, with how it knows.

    Raises:
        NotFoundError, DomainError: as `answer_hour`.
        RefusedError: not the talent office.
        InvalidError: it does not say how it knows.
    """
    row = _locked(confirmation_id)
    require(can_build(actor, row.item.call))
    text = clean_text(reason)
    if not text:
        raise InvalidError([Problem("reason", "required", _("Say how you know, e.g. by phone with whom and when."))])
    return _answer(actor, row, state, text)


def _locked(confirmation_id: UUID) -> Confirmation:
    """With its item locked first, in the order in which a publication locks."""
    item_id = Confirmation.objects.filter(pk=confirmation_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise NotFoundError("hour")
    item = Announced.objects.select_for_update(of=("self",)).select_related("call").get(pk=item_id)
    row = Confirmation.objects.select_for_update().get(pk=confirmation_id)
    row.item = item
    return row


def _answer(actor: Actor, row: Confirmation, state: str, reason: str) -> Confirmation:
    now = clock.now()
    if row.ended_at is not None or row.item.is_cancelled or row.item.starts_at <= now:
        raise DomainError("over", _("This hour is past, or you are no longer asked to it."))
    problems = []
    if state not in _ANSWERS:
        problems.append(Problem("state", "required", _("Choose whether you can come.")))
    if state == Answer.NO and not reason:
        problems.append(Problem("reason", "required", _("Say why, and which hours suit you.")))
    if len(reason) > REASON_LENGTH:
        problems.append(
            Problem("reason", "too_long", _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH})
        )
    if problems:
        raise InvalidError(problems)
    if (row.state, row.reason) == (state, reason):
        return row
    row.state, row.reason, row.answered_at = Answer(state), reason, now
    row.save(update_fields=["state", "reason", "answered_at"])
    record(
        actor=actor,
        action=f"hour.{state}",
        subject=("confirmation", row.pk),
        after={"item": str(row.item.uid), "sequence": row.asked_sequence},
    )
    publish(
        actor=actor,
        event=HourAnswered(str(row.pk), str(row.item.call_id), state),
        topics=(("call", row.item.call_id),),
    )
    return row
