"""What a panel sits on: border projects, each with its brief and its sheets."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, BatchItem, Ranked
from yunhui.pipeline.review.rules import Criterion, ReviewConfig
from yunhui.pipeline.review.selectors import locked_scores

SUMMARY = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project on the table: where it stands, its summary, and what each sheet gave by criterion, highest first."""

    application: Application
    placed: Any
    summary: str
    totals: list[Decimal]
    criteria: list[tuple[Criterion, list[Decimal | None]]]


def border_of(call: Call) -> list[tuple[Group, list[UUID]]]:
    """Each group with its border projects in their order: of the batch, else of the live ranking. Two queries."""
    groups = list(call.groups.order_by("sort", "pk"))
    pairs: Iterable[tuple[int | None, UUID]]
    batch = Batch.objects.filter(call=call).exclude(state=BatchState.DISCARDED).order_by("-number").first()
    if batch:
        items = BatchItem.objects.filter(batch=batch, is_border=True).order_by("rank", "application__number")
        pairs = items.values_list("application__group_id", "application_id")
    else:
        ranked = Ranked.objects.filter(ranking__group__call=call, is_border=True).order_by("position")
        pairs = ranked.values_list("ranking__group_id", "application_id")
    found: dict[int | None, list[UUID]] = defaultdict(list)
    for group_id, application_id in pairs:
        found[group_id].append(application_id)
    return [(group, found[group.pk]) for group in groups]


def candidates_in(actor: Actor, call: Call, application_ids: Sequence[UUID]) -> list[Candidate]:
    """Projects of a call as a panel looks at them, in the order of their ranks; empty for who does not see inside."""
    if not can_see_inside(actor, call):
        return []
    rows = Application.objects.filter(call=call, number__isnull=False, pk__in=application_ids)
    applications = {one.pk: one for one in rows.select_related("group").order_by("number")}
    stage = Stage.objects.filter(call=call, kind="review").first()
    config = ReviewConfig.of(stage.config) if stage else ReviewConfig(criteria=())
    sheets = defaultdict(list)
    for sheet in locked_scores(call.pk):
        if sheet.application_id in applications:
            sheets[sheet.application_id].append(sheet)
    placed: dict[UUID, Any] = {
        one.application_id: one
        for one in BatchItem.objects.filter(application__in=applications, batch__call=call)
        .exclude(batch__state=BatchState.DISCARDED)
        .order_by("batch__number")
    }
    if not placed:
        placed = {one.application_id: one for one in Ranked.objects.filter(application__in=applications)}
    found = []
    for key, application in applications.items():
        own = sorted(sheets[key], key=lambda one: (-one.total, str(one.expert_id)))
        found.append(
            Candidate(
                application=application,
                placed=placed.get(key),
                summary=str(application.answers.get("summary") or "")[:SUMMARY],
                totals=[one.total for one in own],
                criteria=[(one, [sheet.scores.get(one.key) for sheet in own]) for one in config.criteria],
            )
        )
    return sorted(found, key=lambda one: (getattr(one.placed, "rank", None) or 99_999, one.application.number or 0))
