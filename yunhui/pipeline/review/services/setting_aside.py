"""Sheets whose expert's conflict of interest is confirmed after they were locked: they stay, and count no more."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.conflicts.selectors import confirmed_pairs
from yunhui.pipeline.review.enums import AssignmentState, MoveKind
from yunhui.pipeline.review.events import SheetCountsAgain, SheetSetAside
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services.assigning.moving import take_back


@transaction.atomic
def settle_sheets(*, actor: Actor, application_ids: Sequence[UUID]) -> list[Assignment]:
    """Bring the given sheets of some applications in line with the ledger of conflicts; returns those that changed.

    A locked sheet is set aside where the conflict of its expert is confirmed, and counts again where the office has
    dismissed it since; who was asked in its place and has not scored yet is let go then. Neither changes what stands in
    the sheet. It is open after the round is closed and after a batch is released: the batch is frozen and keeps what
    counted then.
    """
    confirmed = confirmed_pairs(application_ids)
    # Of fifty thousand sheets, those that may have to change.
    may_leave = Q(state=AssignmentState.LOCKED, expert__in={expert for _application, expert in confirmed})
    tasks = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(may_leave | Q(state=AssignmentState.SET_ASIDE), application__in=application_ids)
        .select_related("application")
        .defer("application__answers", "application__revisions", "application__others", "application__search")
        .order_by("pk")
    )
    changed = []
    for task in tasks:
        state = (
            AssignmentState.SET_ASIDE if (task.application_id, task.expert_id) in confirmed else AssignmentState.LOCKED
        )
        if task.state != state:
            task.state, task.set_aside_at = state, clock.now() if state == AssignmentState.SET_ASIDE else None
            changed.append(task)
    Assignment.objects.bulk_update(changed, ["state", "set_aside_at"])
    _let_go(actor, [task for task in changed if task.state == AssignmentState.LOCKED])
    keep_standing(sorted({task.application_id for task in changed}))
    for task in changed:
        _tell(actor, task)
    return changed


def _let_go(actor: Actor, back: Sequence[Assignment]) -> None:
    """Nobody is awaited any more in the place of a sheet that counts again; what was locked there stays."""
    awaited = Assignment.objects.select_for_update().filter(in_place_of__in=back, state=AssignmentState.OPEN)
    for task in take_back(actor, awaited.order_by("pk"), MoveKind.TAKEN_BACK):
        record(
            actor=actor,
            action="assignment.taken_back",
            subject=("assignment", task.pk),
            after={"application": str(task.application_id), "counts_again": str(task.in_place_of_id)},
        )


def _tell(actor: Actor, task: Assignment) -> None:
    is_aside = task.state == AssignmentState.SET_ASIDE
    record(
        actor=actor,
        action="sheet.set_aside" if is_aside else "sheet.counts_again",
        subject=("assignment", task.pk),
        after={"application": str(task.application_id), "edition": task.edition, "total": str(task.total)},
    )
    ids = str(task.application.call_id), str(task.application_id)
    event = SheetSetAside(*ids) if is_aside else SheetCountsAgain(*ids)
    publish(actor=actor, event=event, topics=(("call", task.application.call_id),))
