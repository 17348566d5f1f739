"""Reads of runs: for the office of their call."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from yunhui.features.bulk.enums import Result
from yunhui.features.bulk.models import BulkOutcome, BulkRun
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.rules import can_run_call


@dataclass(frozen=True, slots=True)
class Progress:
    """How a run stands: how many of all are behind, and what became of them."""

    behind: int
    total: int
    done: int
    skipped: int
    failed: int


def run_for(actor: Actor, run_id: UUID) -> BulkRun:
    """One run with its call and maker.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    run = BulkRun.objects.select_related("call", "by").filter(pk=run_id).first()
    if run is None or not can_run_call(actor, run.call):
        raise NotFoundError("run")
    return run


def progress_of(run: BulkRun) -> Progress:
    """How a run that its reader was let to see stands (one query)."""
    rows = run.outcomes.order_by().values_list("result").annotate(n=Count("pk"))
    counts = dict(rows.values_list("result", "n"))
    by = [counts.get(one, 0) for one in (Result.DONE, Result.SKIPPED, Result.FAILED)]
    return Progress(run.position, len(run.todo), *by)


def outcomes_of(run: BulkRun, *results: str) -> QuerySet[BulkOutcome]:
    """What became of each application of a run that its reader was let to see."""
    rows = run.outcomes.select_related("application").order_by("application__number")
    return rows.filter(result__in=results) if results else rows
