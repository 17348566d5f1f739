"""What a person of the office decides about letters that wait: release, discard, send once more."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState
from yunhui.foundation.notices.models import Dispatch, Notice, Trouble
from yunhui.foundation.notices.rules import Wishes, can_see_outbox, leaves_at
from yunhui.foundation.notices.selectors import outbox_of
from yunhui.foundation.notices.services.reaching import wishes_of
from yunhui.foundation.notices.services.writing import ring
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError, require

REASON_LENGTH = 300
# What can be sent once more, after a person has looked at it.
AGAIN = (DispatchState.REFUSED, DispatchState.BOUNCED, DispatchState.UNSURE)


@transaction.atomic
def release_notices(*, actor: Actor, notice_ids: Sequence[UUID]) -> int:
    """Let held letters go: they are in their readers' lists now, and leave outside quiet hours.

    What is not held any more is left alone. Returns how many were released.

    Raises:
        RefusedError: not of the office.
    """
    rows = {row.pk: row for row in _held(actor, notice_ids)}
    now, wishes = clock.now(), wishes_of(row.user for row in rows.values() if row.user)
    for row in rows.values():
        row.state, row.released_at, row.settled_by_id = NoticeState.RELEASED, now, actor.user_id
    held = list(Dispatch.objects.filter(notice__in=rows, state=DispatchState.HELD).order_by("pk"))
    for one in held:
        row = rows[one.notice_id]
        wish = wishes.get(row.user_id, Wishes())
        one.due_at, in_digest = leaves_at(now, row.zone, wish, is_urgent=row.is_urgent)
        one.state, one.is_digest = DispatchState.WAITING, in_digest and one.channel == Channel.MAIL
    Notice.objects.bulk_update(rows.values(), ["state", "released_at", "settled_by"], batch_size=500)
    Dispatch.objects.bulk_update(held, ["state", "due_at", "is_digest"], batch_size=500)
    ring(list(rows.values()))
    _record(actor, "notices.released", list(rows.values()))
    return len(rows)


@transaction.atomic
def discard_notices(*, actor: Actor, notice_ids: Sequence[UUID], reason: str) -> int:
    """Throw held letters away, with the reason; nobody ever reads them. Returns how many.

    Raises:
        RefusedError: not of the office.
        InvalidError: no reason, or too long.
    """
    words = " ".join(reason.split())
    if not words:
        raise InvalidError([Problem("reason", "required", _("Say why, for whoever asks later."))])
    if len(words) > REASON_LENGTH:
        sentence = _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH}
        raise InvalidError([Problem("reason", "too_long", sentence)])
    rows = _held(actor, notice_ids)
    for row in rows:
        row.state, row.settled_by_id, row.reason, row.sealed = NoticeState.DISCARDED, actor.user_id, words, ""
    Notice.objects.bulk_update(rows, ["state", "settled_by", "reason", "sealed"], batch_size=500)
    left = Dispatch.objects.filter(notice__in=rows, state=DispatchState.HELD)
    left.update(state=DispatchState.DISCARDED, settled_at=clock.now())
    _record(actor, "notices.discarded", rows, reason=words)
    return len(rows)


@transaction.atomic
def send_again(*, actor: Actor, dispatch_id: UUID) -> Dispatch:
    """Send once more what was refused, came back, or is not known to have left. Twice is once while it waits.

    Raises:
        NotFoundError: no such letter for this actor.
        RefusedError: it has left, or never shall.
    """
    require(can_see_outbox(actor))
    row = Dispatch.objects.select_for_update(of=("self",)).select_related("notice").filter(pk=dispatch_id).first()
    if row is None or not outbox_of(actor).filter(pk=row.notice_id).exists():
        raise NotFoundError("letter")
    if row.state == DispatchState.WAITING:
        return row
    if row.state not in AGAIN or row.notice.state != NoticeState.RELEASED:
        raise RefusedError("not_again", _("This letter has left, or is not to leave any more."))
    if row.notice.is_private:
        raise RefusedError("private", _("A letter with a code is not sent twice. The reader asks for a new one."))
    row.state, row.tries, row.due_at, row.settled_at = DispatchState.WAITING, 0, clock.now(), None
    row.save(update_fields=["state", "tries", "due_at", "settled_at"])
    record(actor=actor, action="notice.sent_again", subject=("notice", row.notice_id), after={"dispatch": str(row.pk)})
    return row


@transaction.atomic
def mend_address(*, actor: Actor, email: str) -> None:
    """Letters to this address may leave again: somebody has spoken with its owner, or the fault was elsewhere.

    Raises:
        RefusedError: not of the office.
    """
    require(can_see_outbox(actor))
    row = Trouble.objects.select_for_update().filter(email=email.lower()).first()
    if row is not None:
        record(actor=actor, action="address.mended", subject=("trouble", row.pk))
        row.delete()


def _held(actor: Actor, notice_ids: Sequence[UUID]) -> list[Notice]:
    require(can_see_outbox(actor))
    rows = outbox_of(actor).filter(pk__in=notice_ids, state=NoticeState.HELD)
    return list(rows.order_by("pk").select_for_update(of=("self",)).select_related("user"))


def _record(actor: Actor, action: str, rows: Sequence[Notice], **more: str) -> None:
    if rows:
        ids = [str(row.pk) for row in rows]
        record(actor=actor, action=action, subject=("outbox", ids[0]), after={"notices": ids, **more})
