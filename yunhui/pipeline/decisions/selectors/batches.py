"""Reads of decision batches, for those who see inside a call."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState, Outcome
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
    rows = batches_of(actor, call)
    return rows.filter(state=BatchState.RELEASED).first() or rows.filter(state=BatchState.PROPOSED).first()


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
    """Every item with its application and group, by group and rank."""
    return (
        BatchItem.objects.filter(batch=batch)
        .select_related("application__group", "application__call")
        .order_by("application__group__sort", "rank", "application__number")
    )


@dataclass(frozen=True, slots=True)
class GroupTally:
    """How a batch fills one group."""

    group: Group
    selected: int
    reserves: int
    border: int
    undecided: int


def tallies_of(batch: Batch) -> list[GroupTally]:
    """The groups of a batch with what it gives to each, in one query more than the groups."""
    groups = list(batch.call.groups.order_by("sort"))
    counts: dict[int, dict[str, int]] = {group.pk: {} for group in groups}
    for group_id, outcome, is_border in batch.items.values_list("application__group", "outcome", "is_border"):
        of_group = counts[group_id]
        of_group[outcome] = of_group.get(outcome, 0) + 1
        of_group["border"] = of_group.get("border", 0) + bool(is_border)
    return [
        GroupTally(
            group,
            counts[group.pk].get(Outcome.SELECTED, 0),
            counts[group.pk].get(Outcome.RESERVE, 0),
            counts[group.pk].get("border", 0),
            counts[group.pk].get(Outcome.UNDECIDED, 0),
        )
        for group in groups
    ]
