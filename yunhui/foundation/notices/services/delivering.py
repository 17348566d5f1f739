"""Bringing letters out: claimed first, handed over once, and never twice without a person's word.

waiting ──claim──► claimed ──leave──► handing ──► sent | refused | waiting again
A superseding or discarding letter takes back what is at most `claimed`. `leave` is asked by the carrier right before
the step that cannot be taken back. A worker killed before it leaves a `claimed` row: it is taken up again. One killed
after it leaves a `handing` row: nobody here knows whether the other side has the letter, so it becomes `unsure`, is
shown to the office and is not sent again by itself.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yunhui.foundation.notices.enums import Channel, DispatchState
from yunhui.foundation.notices.errors import PermanentRefusal, TemporaryRefusal
from yunhui.foundation.notices.models import Attempt, Contact, Dispatch, Notice, Trouble
from yunhui.foundation.notices.ports import Carrier
from yunhui.foundation.notices.rules import after_pause
from yunhui.foundation.notices.services.carriers import carriers
from yunhui.foundation.notices.services.composing import parcel_of
from yunhui.foundation.notices.services.reaching import address_in, masked
from yunhui.kernel import clock
from yunhui.kernel.pressure import is_busy

log = logging.getLogger("yunhui.notices")
ROUND = 50
LONGEST = 45.0  # seconds of one call; what is left waits for the next
PATIENCE = timedelta(minutes=2)  # how long a letter that nobody waits for lets people go first
CLAIM_LASTS = timedelta(minutes=5)
HANDING_LASTS = timedelta(minutes=15)


@dataclass(slots=True)
class _Load:
    """What leaves together: one dispatch, or those of one reader's digest."""

    rows: list[Dispatch] = field(default_factory=list)

    @property
    def ids(self) -> list[UUID]:
        return [row.pk for row in self.rows]


def deliver_due() -> int:
    """Hand over every letter that may leave now; returns how many left. Safe to run in several workers at once."""
    began, count = monotonic(), 0
    _take_up_lost()
    ways = carriers()
    try:
        while monotonic() - began < LONGEST and (loads := _claim(sorted(ways))):
            for load in loads:
                count += _deliver(load, ways[load.rows[0].channel])
    finally:
        for way in ways.values():
            way.close()
    return count


@transaction.atomic
def _claim(channels: Sequence[str]) -> list[_Load]:
    now = clock.now()
    due = Dispatch.objects.filter(state=DispatchState.WAITING, due_at__lte=now, channel__in=channels)
    if is_busy():  # people first, and among letters those that somebody sits and waits for
        due = due.filter(Q(notice__is_urgent=True) | Q(due_at__lte=now - PATIENCE))
    rows = list(
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("notice__template", "notice__user")
        .order_by("-notice__is_urgent", "due_at", "pk")[:ROUND]
    )
    loads: dict[object, _Load] = defaultdict(_Load)
    for row in rows:
        key = (row.notice.user_id, row.channel) if row.is_digest and row.channel == Channel.MAIL else row.pk
        loads[key].rows.append(row)
        row.state, row.claimed_at = DispatchState.CLAIMED, now
    Dispatch.objects.bulk_update(rows, ["state", "claimed_at"])
    return list(loads.values())


def _deliver(load: _Load, carrier: Carrier) -> int:
    address = _address(load.rows[0])
    if isinstance(address, _NoWay):
        _settle(load, DispatchState.REFUSED, address.reason)
        return 0
    try:
        parcel = parcel_of([(str(row.pk), row.notice) for row in load.rows], address)
        receipt = carrier.carry(parcel, lambda: _leave(load, masked(address)))
    except TemporaryRefusal as error:
        _put_off(load, str(error))
        return 0
    except PermanentRefusal as error:
        _settle(load, DispatchState.REFUSED, str(error))
        if load.rows[0].channel == Channel.MAIL:
            note_trouble(address, str(error))
        return 0
    except Exception as error:
        log.exception("dispatch %s failed as %s", load.rows[0].pk, load.rows[0].state)
        was_at_the_door = load.rows[0].state == DispatchState.HANDING
        end = DispatchState.UNSURE if was_at_the_door else DispatchState.REFUSED
        _settle(load, end, f"{type(error).__name__}: {error}")
        return 0
    if receipt is None:
        _release_claim(load)
        return 0
    _settle(load, DispatchState.SENT, receipt.reply, receipt.reference)
    return len(load.rows)


def _leave(load: _Load, address: str) -> bool:
    """The last moment at which a letter can be held back: yes only while every part of the load is still claimed."""
    with transaction.atomic():
        still = Dispatch.objects.filter(pk__in=load.ids, state=DispatchState.CLAIMED)
        if still.select_for_update().count() < len(load.rows):
            return False
        for row in load.rows:
            row.state, row.tries, row.address = DispatchState.HANDING, row.tries + 1, address
        Dispatch.objects.bulk_update(load.rows, ["state", "tries", "address"])
    return True


@transaction.atomic
def _settle(load: _Load, state: DispatchState, reply: str, reference: str = "") -> None:
    now = clock.now()
    moved = Dispatch.objects.filter(pk__in=load.ids, state__in=(DispatchState.CLAIMED, DispatchState.HANDING))
    moved.update(state=state, settled_at=now, reply=reply[:500], reference=reference[:200])
    _note(load, state, reply, now)
    if state == DispatchState.SENT and not settings.DEMO:  # the demo's mail page still has to show it
        done = [row.notice_id for row in load.rows if row.notice.is_private]
        Notice.objects.filter(pk__in=done).update(sealed="")


@transaction.atomic
def _put_off(load: _Load, reply: str) -> None:
    """Try again after a pause; a try counts whether or not the other side was reached."""
    now = clock.now()
    for row in load.rows:
        row.tries += 0 if row.state == DispatchState.HANDING else 1
        then = after_pause(now, row.tries)
        row.state = DispatchState.WAITING if then else DispatchState.REFUSED
        row.due_at, row.settled_at, row.reply = then or row.due_at, None if then else now, reply[:500]
        still = Dispatch.objects.filter(pk=row.pk, state__in=(DispatchState.CLAIMED, DispatchState.HANDING))
        still.update(state=row.state, due_at=row.due_at, settled_at=row.settled_at, reply=row.reply, tries=row.tries)
    _note(load, DispatchState.WAITING, reply, now)


def _release_claim(load: _Load) -> None:
    """Part of a digest was superseded while it was about to leave: the rest goes in the next round."""
    Dispatch.objects.filter(pk__in=load.ids, state=DispatchState.CLAIMED).update(state=DispatchState.WAITING)


def _take_up_lost() -> None:
    """What a killed worker left: claimed letters wait again, those at the very door are not known to have left."""
    now = clock.now()
    claimed = Dispatch.objects.filter(state=DispatchState.CLAIMED, claimed_at__lte=now - CLAIM_LASTS)
    claimed.update(state=DispatchState.WAITING)
    handing = Dispatch.objects.filter(state=DispatchState.HANDING, claimed_at__lte=now - HANDING_LASTS)
    handing.update(state=DispatchState.UNSURE, settled_at=now, reply="the worker ended while it handed this over")


def note_trouble(email: str, reply: str, *, is_permanent: bool = True) -> None:
    """Remember that letters to an address come back; once it is permanent it stays so until a person mends it."""
    now = clock.now()
    row, made = Trouble.objects.get_or_create(
        email=email.lower(), defaults={"since": now, "last_at": now, "reply": reply[:500], "is_permanent": is_permanent}
    )
    if not made:
        row.count, row.last_at, row.reply = row.count + 1, now, reply[:500]
        row.is_permanent = row.is_permanent or is_permanent
        row.save(update_fields=["count", "last_at", "reply", "is_permanent"])


@dataclass(frozen=True, slots=True)
class _NoWay:
    reason: str


def _address(row: Dispatch) -> str | _NoWay:
    """Where a dispatch goes: the address that the reader has now, unless letters to it come back."""
    notice = row.notice
    if row.channel == Channel.MAIL:
        email = notice.user.email if notice.user else notice.email
        trouble = Trouble.objects.filter(email=email.lower(), is_permanent=True).first()
        if trouble and not notice.is_private:
            return _NoWay(f"not sent: letters to this address come back since {trouble.since:%Y-%m-%d}")
        return email
    contact = Contact.objects.filter(user=notice.user, channel=row.channel).first()
    return address_in(contact) if contact else _NoWay("the reader has taken this address away")


def _note(load: _Load, outcome: str, reply: str, at: datetime) -> None:
    Attempt.objects.bulk_create(
        [Attempt(dispatch_id=row.pk, outcome=outcome, reply=reply[:500], at=at) for row in load.rows]
    )
