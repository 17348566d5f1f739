"""Reads of decision batches, for those who see inside a call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.beside import column_of, rows_from
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH
from yunhui.kernel.statements import give
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Approval, Batch, BatchItem, Promotion, Ranked, Signature
from yunhui.pipeline.decisions.selectors.figures import figures_of
from yunhui.pipeline.decisions.selectors.ranking import SIZE, every_row
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment

_MOST = 20  # batches of a call that pages show
_NAMED = ("id", "name")


def batches_of(actor: Actor, call: Call) -> list[Batch]:
    """A call's last batches, the newest first, each with its signatures, for `paper_of` and `promotions_of`: one query;
    none for everyone who does not see inside the call."""
    return _complete(_inside(actor, call)[:_MOST])


def paper_of(batch: Batch) -> Approval | None:
    """The signed paper under a batch, that in force; no query for what `batches_of` and `current_batch` give."""
    if "its_papers" in vars(batch):
        return next(iter(rows_from(Approval, vars(batch)["its_papers"])), None)
    return Approval.objects.filter(batch=batch, replaced_at__isnull=True).first()


def promotions_of(batch: Batch) -> list[Promotion]:
    """Who moved up in a batch, in this order, each with who did it; no query, as for `paper_of`."""
    if "its_promotions" in vars(batch):
        return rows_from(Promotion, vars(batch)["its_promotions"])
    return list(Promotion.objects.filter(batch=batch).select_related("by").order_by("number"))


def _inside(actor: Actor, call: Call) -> QuerySet[Batch]:
    rows = Batch.objects.filter(call=call) if can_see_inside(actor, call) else Batch.objects.none()
    of_batch = {"batch": OuterRef("pk")}
    return (
        rows.select_related("proposed_by")
        .annotate(
            its_signatures=column_of(
                Signature.objects.filter(**of_batch).order_by("at"), user=_NAMED, on_behalf_of=_NAMED
            ),
            its_papers=column_of(Approval.objects.filter(**of_batch, replaced_at__isnull=True)),
            its_promotions=column_of(Promotion.objects.filter(**of_batch).order_by("number"), by=_NAMED),
        )
        .order_by("-number")
    )


def _complete(rows: Iterable[Any]) -> list[Any]:
    found = list(rows)
    for row in found:
        give(row, "signatures", rows_from(Signature, row.its_signatures))
    return found


def current_batch(actor: Actor, call: Call) -> Batch | None:
    """The released batch, else the proposal, else None; with `awaited`, how many sheets of projects in the running are
    still to score: a re-review, or one in the place of a sheet set aside."""
    awaited = Assignment.objects.filter(
        stage__call=OuterRef("call"), state=AssignmentState.OPEN, application__state=ApplicationState.IN_PROGRESS
    )
    counted = awaited.order_by().values("stage__call").annotate(count=Count("pk")).values("count")
    alive = _inside(actor, call).exclude(state=BatchState.DISCARDED)
    rows = _complete(alive.annotate(awaited=Coalesce(Subquery(counted), 0)))
    return next((row for row in rows if row.state == BatchState.RELEASED), rows[0] if rows else None)


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """One batch.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    batch = (
        Batch.objects.select_related("call", "proposed_by")
        .prefetch_related(
            Prefetch("signatures", Signature.objects.select_related("user", "on_behalf_of").order_by("at"))
        )
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


def order_of(group: Group, batch: Batch | None) -> Sequence[BatchItem] | Sequence[Ranked]:
    """The official order of one group, each row with its application: as the batch froze it, before that as the kept
    ranking has it; without a rank last. Pages, spreadsheets and papers read it here. The actor was checked with the
    group."""
    return ranking_of(batch, group) if batch else list(every_row(group))


def items_of(*batches: Batch) -> QuerySet[BatchItem]:
    """Every item with its application and group, by group and rank; without a rank last, by number."""
    return (
        BatchItem.objects.filter(batch__in=batches)
        .select_related("application__group", "application__call")
        .defer("application__answers")
        .order_by("application__group__sort", F("rank").asc(nulls_last=True), "application__number")
    )


def figures_by_group(batch: Batch, groups: Iterable[Group]) -> Mapping[str, Mapping[str, Any]]:
    """Group key -> its figures, as they were kept with the batch; counted again for a batch that is older than that."""
    kept: dict[str, dict[str, Any]] = batch.notes.get("figures") or {}
    if kept:
        return kept
    items = list(items_of(batch))
    return {
        group.key: figures_of([item for item in items if item.application.group_id == group.pk], group.quota)
        for group in groups
    }


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A page of a batch's items in the order of the table, the one after it, and all that were read."""

    page: list[BatchItem]
    following: BatchItem | None
    every: list[BatchItem]


def page_of_batch(batch: Batch, group: Group, number: int, named: str = "") -> BatchPage:
    """One page of a group's items with their applications: one query; and one more for an application of another page
    that is `named`."""
    rows = (
        BatchItem.objects.filter(batch=batch, application__group=group)
        .select_related("application")
        .defer("application__answers", "application__revisions", "application__others", "application__search")
        .order_by(F("rank").asc(nulls_last=True), "application__number")
    )
    found = list(rows[(number - 1) * SIZE : number * SIZE + 1])
    every = list(found)
    if named and all(str(one.application_id) != named for one in found) and (key := _id(named)):
        every += list(rows.filter(application_id=key))
    return BatchPage(found[:SIZE], found[SIZE] if len(found) > SIZE else None, every)


def titles_of(application_ids: Sequence[str] | set[str], language: str) -> dict[str, str]:
    """Application -> its title in the reader's language; the actor was checked with what names them."""
    rows = Application.objects.filter(pk__in=application_ids).values_list("pk", "title", "title_en")
    return {str(pk): (title_en if language == ENGLISH else "") or title for pk, title, title_en in rows}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
