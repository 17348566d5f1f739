"""Reads of decision batches, for those who see inside a call."""

from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, BatchItem, Signature


def batches_of(actor: Actor, call: Call) -> QuerySet[Batch]:
    """A call's batches, the newest first; empty for everyone who does not see inside the call."""
    if not can_see_inside(actor, call):
        return Batch.objects.none()
    return (
        Batch.objects.filter(call=call)
        .select_related("proposed_by")
        .prefetch_related(Prefetch("signatures", Signature.objects.select_related("user").order_by("at")))
        .order_by("-number")
    )


def current_batch(actor: Actor, call: Call) -> Batch | None:
    """The released batch, else the proposal, else None."""
    rows = list(batches_of(actor, call).exclude(state=BatchState.DISCARDED))
    return next((row for row in rows if row.state == BatchState.RELEASED), rows[0] if rows else None)


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """One batch.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    batch = (
        Batch.objects.select_related("call", "proposed_by")
        .prefetch_related(Prefetch("signatures", Signature.objects.select_related("user").order_by("at")))
        .filter(pk=batch_id)
        .first()
    )
    if batch is None or not can_see_inside(actor, batch.call):
        raise NotFoundError("batch")
    return batch


def ranking_of(batch: Batch, group: Group) -> list[BatchItem]:
    """A group's items in the official order; those without a rank at the end, by number."""
    items = (
        BatchItem.objects.filter(batch=batch, application__group=group)
        .select_related("application")
        .order_by("application__number")
    )
    return sorted(items, key=lambda item: (item.rank is None, item.rank or 0))


def items_of(batch: Batch) -> QuerySet[BatchItem]:
    """Every item with its application and group, by group and rank; without a rank last, by number."""
    return (
        BatchItem.objects.filter(batch=batch)
        .select_related("application__group", "application__call")
        .defer("application__answers")
        .order_by("application__group__sort", F("rank").asc(nulls_last=True), "application__number")
    )
