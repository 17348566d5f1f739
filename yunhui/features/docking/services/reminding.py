"""Reminders to host areas: new projects, three and one working days to answer or to talk; each once a deadline."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yunhui.features.docking import letters
from yunhui.features.docking.enums import OfferState, ReminderKind, TaskState
from yunhui.features.docking.models import DockingTask, Offer, Reminder
from yunhui.features.docking.rules import last_day, working_days_left
from yunhui.features.docking.selectors import clock_runs, in_the_running
from yunhui.features.docking.services.writing import call_title, name_of, tell_officers, title_of
from yunhui.foundation.codes.selectors import Calendar, calendar_from
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor

# Several projects come through the form check one after the other: one letter tells of those that came together.
GATHER = timedelta(minutes=10)
AHEAD = timedelta(days=16)  # three working days and the longest holiday
STEPS = {3: (ReminderKind.ANSWER_3, ReminderKind.TASK_3), 1: (ReminderKind.ANSWER_1, ReminderKind.TASK_1)}


@transaction.atomic
def remind_host_areas() -> int:
    """Tell host areas of new projects and of deadlines that come near; swept, each once, and the same twice is once.

    Returns how many reminders were noted. One letter gathers a host area's projects of one call and kind.
    """
    actor, calendar = actors.system("sweep"), calendar_from(clock.now())
    return _remind_of_answers(actor, calendar) + _remind_of_talks(actor, calendar)


def _remind_of_answers(actor: Actor, calendar: Calendar) -> int:
    now = clock.now()
    waiting = list(
        Offer.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(in_the_running(), state=OfferState.PENDING, due_at__gt=now, due_at__lte=now + timedelta(days=60))
        .select_related("application__call", "board")
        .order_by("pk")[:2_000]
    )
    said = _said(waiting)
    groups: dict[tuple[UUID, UUID, ReminderKind], list[Offer]] = defaultdict(list)
    for offer in waiting:
        kind = _kind_for_answer(offer, calendar, said)
        if kind is not None:
            groups[offer.board_id, offer.application.call_id, kind].append(offer)
    for (_board, _call, kind), offers in groups.items():
        _write_of_answers(actor, kind, offers, calendar)
    return _note([(offer, kind, offer.due_at) for (_b, _c, kind), offers in groups.items() for offer in offers])


def _kind_for_answer(offer: Offer, calendar: Calendar, said: set[tuple[UUID, str, object]]) -> ReminderKind | None:
    """What is to be said of an offer now, if it was not said before: the nearest deadline speaks for the others."""

    def fresh(kind: ReminderKind) -> bool:
        return (offer.pk, str(kind), offer.due_at) not in said

    left = working_days_left(offer.due_at, calendar)
    if left <= 1:
        return ReminderKind.ANSWER_1 if fresh(ReminderKind.ANSWER_1) else None
    if left <= 3 and fresh(ReminderKind.ANSWER_3) and not fresh(ReminderKind.NEW):
        return ReminderKind.ANSWER_3
    is_gathered = clock.now() - offer.offered_at >= GATHER
    return ReminderKind.NEW if is_gathered and fresh(ReminderKind.NEW) else None


def _write_of_answers(actor: Actor, kind: ReminderKind, offers: list[Offer], calendar: Calendar) -> None:
    first = min(offers, key=lambda one: one.due_at)
    call, board = first.application.call, first.board
    context: dict[str, object] = {
        "call": call_title(call),
        "board": name_of(board),
        "count": len(offers),
        "due": last_day(first.due_at),
    }
    letter = letters.OFFERED
    if kind != ReminderKind.NEW:
        letter = letters.REMIND_ANSWER
        context["days"] = working_days_left(first.due_at, calendar)
    tell_officers(
        actor,
        letter,
        board,
        about=("call", call.pk),
        context=context,
        link="/w/offers/",
        supersedes=f"docking.answers:{call.pk}:{board.pk}",
    )


def _remind_of_talks(actor: Actor, calendar: Calendar) -> int:
    now = clock.now()
    owed = list(
        DockingTask.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(clock_runs(), state__in=[TaskState.OPEN, TaskState.OVERDUE], due_at__lte=now + AHEAD)
        .exclude(offer__reminders__kind=ReminderKind.TASK_0)
        .select_related("offer__application", "offer__board")
        .order_by("pk")[:2_000]
    )
    said = _said([task.offer for task in owed])
    noted: list[tuple[Offer, ReminderKind, datetime]] = []
    for task in owed:
        kind = _kind_for_talk(task, calendar)
        if kind is None or (task.offer_id, str(kind), task.due_at) in said:
            continue
        offer = task.offer
        tell_officers(
            actor,
            letters.TALK_OVERDUE if kind == ReminderKind.TASK_0 else letters.REMIND_TALK,
            offer.board,
            about=("offer", offer.pk),
            context={
                "project": title_of(offer.application),
                "board": name_of(offer.board),
                "due": last_day(task.due_at),
            },
            link=f"/w/offers/{offer.pk}/",
            supersedes=f"docking.talk:{offer.pk}",
            call=offer.application.call_id,
        )
        noted.append((offer, kind, task.due_at))
    return _note(noted)


def _kind_for_talk(task: DockingTask, calendar: Calendar) -> ReminderKind | None:
    if task.state == TaskState.OVERDUE or task.due_at <= clock.now():
        return ReminderKind.TASK_0
    left = working_days_left(task.due_at, calendar)
    if left <= 1:
        return ReminderKind.TASK_1
    return ReminderKind.TASK_3 if left <= 3 else None


def _said(offers: list[Offer]) -> set[tuple[UUID, str, object]]:
    return set(Reminder.objects.filter(offer__in=offers).values_list("offer_id", "kind", "due_at"))


def _note(rows: list[tuple[Offer, ReminderKind, datetime]]) -> int:
    made = [Reminder(offer=offer, kind=kind, due_at=due_at) for offer, kind, due_at in rows]
    Reminder.objects.bulk_create(made, batch_size=500)
    return len(made)
