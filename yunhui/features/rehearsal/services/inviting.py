"""Asking speakers to get ready, and reminding those who are not."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunhui.features.rehearsal import letters
from yunhui.features.rehearsal.events import SpeakersInvited
from yunhui.features.rehearsal.models import Appearance, RehearsalTime
from yunhui.features.rehearsal.rules import can_plan, is_open, to_remind
from yunhui.features.rehearsal.selectors import Readiness, readiness_of
from yunhui.features.rehearsal.services.writing import listed, tell
from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.pipeline.calls.models import Call
from yunhui.ui.formats import last_day

A_DAY = timedelta(days=1)
# From so long before a deadline on, whoever is not ready hears of it once.
_SOON = timedelta(days=3)
_SIDE = ("appearance__call", "appearance__application__owner", "appearance__board")


@transaction.atomic
def invite_speakers(*, actor: Actor, call: Call, appearance_ids: Sequence[UUID]) -> int:
    """Send their page to speakers and host areas; who was asked before gets a new link, and the old one ends. How many
    were written to.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_plan(actor, call))
    chosen = _chosen(actor, call, appearance_ids)
    now = clock.now()
    for one in chosen:
        one.appearance.issue += 1
        one.appearance.invited_at = now
        one.appearance.save(update_fields=["issue", "invited_at"])
        tell(actor, letters.INVITATION, one.appearance, _said(one), about="prepare")
    if chosen:
        ids = [str(one.appearance.pk) for one in chosen]
        record(actor=actor, action="rehearsal.invited", subject=("call", call.pk), after={"appearances": ids})
        publish(actor=actor, event=SpeakersInvited(str(call.pk), ids), topics=(("rehearsal", call.pk),))
    return len(chosen)


@transaction.atomic
def remind_speakers(*, actor: Actor, call: Call, appearance_ids: Sequence[UUID]) -> int:
    """Write to those who still have something to do what it is; once a day each. How many were written to.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_plan(actor, call))
    chosen = [one for one in _chosen(actor, call, appearance_ids) if can_remind(one)]
    _remind(actor, call, chosen)
    return len(chosen)


def can_remind(one: Readiness) -> bool:
    """Whether there is something to remind of, and nobody has done so within a day."""
    at = one.appearance.reminded_at
    return bool(to_remind(one.lines)) and is_open(one.appearance).allowed and (at is None or clock.now() - at >= A_DAY)


def remind_of_rehearsals() -> int:
    """What is due: the hour of tomorrow's rehearsals, and deadlines within three days. Safe to run twice."""
    return _tell_of_tomorrow() + _tell_of_deadlines()


def _tell_of_tomorrow() -> int:
    actor, now = actors.system("rehearsal"), clock.now()
    due = Q(starts_at__gt=now, starts_at__lte=now + A_DAY, appearance__isnull=False, reminded_at__isnull=True)
    count = 0
    for pk in RehearsalTime.objects.filter(due).values_list("pk", flat=True):
        with transaction.atomic():
            rows = RehearsalTime.objects.select_for_update(of=("self",), skip_locked=True).select_related(*_SIDE)
            time = rows.filter(due, pk=pk).first()
            if time is None or time.appearance is None:
                continue
            time.reminded_at = now
            time.save(update_fields=["reminded_at"])
            if is_open(time.appearance):
                count += tell(actor, letters.TOMORROW, time.appearance, {"at": time.starts_at}, about="tomorrow")
    return count


def _tell_of_deadlines() -> int:
    actor, now = actors.system("rehearsal"), clock.now()
    near = (now, now + _SOON)
    soon = Q(rehearsal_plan__due_at__range=near) | Q(rehearsal_plan__film_due_at__range=near)
    calls = Call.objects.filter(soon).select_related("rehearsal_plan")
    count = 0
    for call in calls:
        with transaction.atomic():
            Call.objects.select_for_update().get(pk=call.pk)
            waiting = [
                one
                for one in readiness_of(actor, call)
                if one.appearance.invited_at is not None
                and can_remind(one)
                and (one.appearance.reminded_at is None or now - one.appearance.reminded_at > _SOON)
            ]
            _remind(actor, call, waiting)
            count += len(waiting)
    return count


def _remind(actor: Actor, call: Call, chosen: Sequence[Readiness]) -> None:
    now = clock.now()
    for one in chosen:
        tell(actor, letters.REMINDER, one.appearance, _said(one), about="prepare")
    ids = [one.appearance.pk for one in chosen]
    Appearance.objects.filter(pk__in=ids).update(reminded_at=now)
    if ids:
        after = {"appearances": [str(pk) for pk in ids]}
        record(actor=actor, action="rehearsal.reminded", subject=("call", call.pk), after=after)


def _said(one: Readiness) -> dict[str, object]:
    todo = to_remind(one.lines)
    dues = [line.due_at for line in one.lines if line.item in todo and line.due_at]
    call = one.appearance.call
    said: dict[str, object] = {"call": Both(call.title_zh, call.title_en), "todo": listed(todo)}
    return said | {"due": last_day(min(dues), call.venue_zone) if dues else ""}


def _chosen(actor: Actor, call: Call, ids: Sequence[UUID]) -> list[Readiness]:
    wanted = set(ids)
    list(Appearance.objects.select_for_update().filter(call=call, pk__in=wanted).order_by("pk"))
    return [one for one in readiness_of(actor, call) if one.appearance.pk in wanted]
