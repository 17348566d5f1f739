"""Doing what was shown: at once and in one transaction, or a piece at a time in the worker."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as queue

from yunhui.features.bulk.enums import Result, RunState
from yunhui.features.bulk.errors import StaleError
from yunhui.features.bulk.models import BulkOutcome, BulkRun
from yunhui.features.bulk.rules import PIECE, SMALL
from yunhui.features.bulk.services.actions import ACTIONS
from yunhui.features.bulk.services.planning import plan_of
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import tell
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

STANDS_STILL = timedelta(minutes=2)


@transaction.atomic
def start_run(
    *, actor: Actor, call: Call, action: str, given: Mapping[str, str], ids: Sequence[UUID], digest: str
) -> BulkRun:
    """Do what a preview with this digest showed; few at once, many in the worker, each application once.

    The same preview confirmed twice is one run.

    Raises:
        RefusedError, NotFoundError, InvalidError: as `plan_of`.
        StaleError: the preview would no longer look the same; nothing was done.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    again = BulkRun.objects.filter(call=call, by_id=actor.user_id, digest=digest).order_by("-made_at").first()
    if again and (again.state == RunState.WORKING or clock.now() - again.made_at < STANDS_STILL):
        return again
    list(Application.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    plan = plan_of(actor=actor, call=call, action=action, given=given, ids=ids)
    if plan.digest != digest:
        raise StaleError
    run = BulkRun.objects.create(
        call=call,
        by_id=actor.user_id,
        action=action,
        params=dict(given),
        digest=digest,
        todo=[line.application_id for line in plan.todo],
    )
    BulkOutcome.objects.bulk_create(
        [
            BulkOutcome(run=run, application_id=one.application_id, result=Result.SKIPPED, says=one.says[:300])
            for one in plan.skipped
        ],
        batch_size=1000,
    )
    record(
        actor=actor,
        action="bulk.confirmed",
        subject=("bulk", run.pk),
        after={"action": action, "params": dict(given), "todo": len(run.todo), "skipped": len(plan.skipped)},
    )
    if len(run.todo) > SMALL:
        queue.configure_task("yunhui.bulk.go_on", queue="bulk").defer(run_id=str(run.pk))
        return run
    while run.state == RunState.WORKING:
        _piece(actor, run)
    return run


def work_on(run_id: UUID) -> BulkRun:
    """Do everything that is left of a run, a piece in a transaction; what is done stays done. For the worker."""
    while True:
        with transaction.atomic():
            run = BulkRun.objects.select_for_update(of=("self",)).select_related("by", "call").get(pk=run_id)
            if run.state != RunState.WORKING:
                return run
            _piece(actor_of(run.by) if run.by else actors.system("bulk"), run)


def go_on_with_runs() -> int:
    """Take up runs that stand still because the process that had them was stopped; swept."""
    still = BulkRun.objects.filter(state=RunState.WORKING, touched_at__lt=clock.now() - STANDS_STILL)
    ids = list(still.values_list("pk", flat=True)[:5])
    for run_id in ids:
        work_on(run_id)
    return len(ids)


def _piece(actor: Actor, run: BulkRun) -> None:
    """Work on the next applications of a run, inside the caller's transaction; one that refuses stops no other."""
    kind = ACTIONS[run.action]
    ids = run.todo[run.position : run.position + PIECE]
    params = kind.clean(run.call, run.params)
    outcomes = []
    for pk in ids:
        try:
            with transaction.atomic():
                kind.act(actor, pk, params)
            result, says = Result.DONE, ""
        except DomainError as error:
            result, says = Result.FAILED, str(error.message)
        outcomes.append(BulkOutcome(run=run, application_id=pk, result=result, says=says[:300]))
    BulkOutcome.objects.bulk_create(outcomes)
    run.position += len(ids)
    run.touched_at = clock.now()
    if run.position >= len(run.todo):
        run.state, run.finished_at = RunState.DONE, run.touched_at
        failed = run.outcomes.filter(result=Result.FAILED).count()
        record(
            actor=actor,
            action="bulk.done",
            subject=("bulk", run.pk),
            after={"action": run.action, "worked_on": run.position, "failed": failed},
        )
    run.save(update_fields=["position", "touched_at", "state", "finished_at"])
    tell("bulk", run.pk)
