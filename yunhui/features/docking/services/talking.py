"""What an interest owes: a first talk within ten working days, registered; its time extended once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import Outcome, TaskState, Way
from yunhui.features.docking.events import TalkRegistered
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer, Talk
from yunhui.features.docking.rules import (
    EXTENSION_DAYS,
    can_extend_task,
    can_register_talk,
    day_of,
)
from yunhui.features.docking.selectors import clock_runs, config_of
from yunhui.features.docking.services.checking import Checked
from yunhui.features.docking.services.locking import offer_of_officer
from yunhui.features.docking.states import TASK
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require
from yunhui.kernel.statements import Kept


def open_task(offer: Offer) -> DockingTask:
    """An interest owes a first talk, from now on; inside the transaction of the answer."""
    due = first_talk_due(offer)
    found = _TASK.ask(offer.pk)  # no other is made meanwhile: the offer's row is held
    if not found:
        return DockingTask.objects.create(offer=offer, due_at=due)
    (task,) = found
    if task.state == TaskState.ENDED:
        TASK.check(task.state, TaskState.OPEN)
        task.state, task.opened_at, task.due_at, task.extended_at = TaskState.OPEN, clock.now(), due, None
        task.save()
    return task


_TASK: Kept[DockingTask] = Kept(lambda pk: DockingTask.objects.filter(offer=pk), UUID(int=0))


def first_talk_due(offer: Offer) -> datetime:
    """When a first talk that is owed from now on has to be held."""
    return add_working_days(clock.now(), config_of(offer.application.call_id).task_days)


def end_task(offer: Offer) -> None:
    """Nothing is owed any more; what was held stays held. Inside the caller's transaction."""
    task = DockingTask.objects.select_for_update(no_key=True).filter(offer=offer).first()
    if task is not None and TASK.allows(task.state, TaskState.ENDED):
        task.state = TaskState.ENDED
        task.save(update_fields=["state"])


def close_release(offer: Offer, because: str) -> bool:
    """Contact details close at once; whether they were open. Inside the caller's transaction."""
    release = ContactRelease.objects.select_for_update(no_key=True).filter(offer=offer).first()
    if release is None or release.opened_at is None or release.closed_at is not None:
        return False
    release.closed_at, release.closed_because = clock.now(), because
    release.save(update_fields=["closed_at", "closed_because"])
    return True


@transaction.atomic
def register_talk(
    *,
    actor: Actor,
    offer_id: UUID,
    held_on: str,
    way: str,
    people: str,
    outcome: str,
    summary: str,
    next_step: str = "",
) -> Talk:
    """A talk that was held: when, how, who, what came of it, what is next. The first ends what the interest owed.

    The same talk registered twice is once.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: the host area is not interested, or the applicant has withdrawn.
        InvalidError: something is missing, too long, or lies ahead.
    """
    offer = offer_of_officer(actor, offer_id)
    require(can_register_talk(actor, offer))
    checked = Checked()
    day = checked.day("held_on", held_on, needed=_("Say when you talked."))
    if day is not None and day > day_of(clock.now()):
        checked.wrong("held_on", "ahead", _("This day lies ahead. Register a talk once it was held."))
    values = {
        "held_on": day,
        "way": checked.among("way", way, Way.values, needed=_("Choose one of the answers.")),
        "people": checked.text("people", people, 200, needed=_("Say who took part, on both sides.")),
        "outcome": checked.among("outcome", outcome, Outcome.values, needed=_("Choose one of the answers.")),
        "summary": checked.text("summary", summary, 1000, needed=_("Say in a sentence what came of it.")),
        "next_step": checked.text("next_step", next_step, 300),
    }
    checked.done()
    task = DockingTask.objects.select_for_update(no_key=True).filter(offer=offer).first() or open_task(offer)
    if same := task.talks.filter(**values).first():
        return same
    talk = Talk.objects.create(task=task, registered_by_id=actor.user_id, **values)
    is_first = TASK.allows(task.state, TaskState.DONE)
    if is_first:
        task.state, task.done_at = TaskState.DONE, clock.now()
        task.save(update_fields=["state", "done_at"])
    record(
        actor=actor,
        action="talk.registered",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "held_on": day, "outcome": outcome, "first": is_first},
    )
    publish(
        actor=actor,
        event=TalkRegistered(str(offer.pk), str(offer.application_id), str(offer.application.call_id), is_first),
        topics=(("call", offer.application.call_id),),
    )
    return talk


@transaction.atomic
def extend_task(*, actor: Actor, offer_id: UUID, reason: str) -> DockingTask:
    """A host area takes five working days more for the first talk, once, with a reason that the office reads.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: extended already, or nothing is owed.
        InvalidError: no reason.
        DomainError: `nothing_owed`: the interest is from before first talks were owed.
    """
    offer = offer_of_officer(actor, offer_id)
    task = DockingTask.objects.select_for_update(no_key=True).filter(offer=offer).first()
    if task is None:
        raise DomainError("nothing_owed", _("Nothing is owed for this project."))
    task.offer = offer
    require(can_extend_task(actor, task))
    checked = Checked()
    text = checked.text("reason", reason, 300, needed=_("Say why; the talent office reads it."))
    checked.done()
    before, now = task.due_at, clock.now()
    task.due_at = add_working_days(max(task.due_at, now), EXTENSION_DAYS)
    task.extended_at, task.extension_reason, task.state = now, text, TaskState.OPEN
    task.save()
    record(
        actor=actor,
        action="talk.extended",
        subject=("offer", offer.pk),
        before={"due_at": before},
        after={"due_at": task.due_at, "reason": text, "application": str(offer.application_id)},
    )
    return task


@transaction.atomic
def mark_overdue_talks() -> int:
    """First talks whose time ran out become overdue; swept, and the same twice is once.

    While an applicant has not said whether they would like to talk, the host area owes nothing: the clock waits.
    """
    actor = actors.system("sweep")
    late = list(
        DockingTask.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(clock_runs(), state=TaskState.OPEN, due_at__lte=clock.now())
        .order_by("pk")[:500]
    )
    for task in late:
        TASK.check(task.state, TaskState.OVERDUE)
        task.state = TaskState.OVERDUE
        record(actor=actor, action="talk.overdue", subject=("offer", task.offer_id), after={"due_at": task.due_at})
    DockingTask.objects.bulk_update(late, ["state"])
    return len(late)
