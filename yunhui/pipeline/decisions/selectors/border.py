"""What a panel sits on: border projects, each with its brief and its sheets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, BatchItem, Ranked, Ranking
from yunhui.pipeline.decisions.selectors.ranking import groups_of
from yunhui.pipeline.review.rules import Criterion, ReviewConfig, in_language
from yunhui.pipeline.review.selectors import locked_scores

SUMMARY = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project on the table: where it stands, its summary, and what each sheet gave by criterion, highest first;
    `experts` gave one."""

    application: Application
    placed: Any
    summary: str
    totals: list[Decimal]
    criteria: list[tuple[Criterion, list[Decimal | None]]]
    experts: frozenset[UUID]


def groups_to_sit_on(actor: Actor, code: str) -> list[Any]:
    """The groups of a call inside which the actor sees, each with the call, which knows whether its panel is sealed,
    and `border`, how many border projects it has: by the batch, else by the live ranking. One query.

    Raises:
        NotFoundError: no such call with groups, or not for this actor.
    """
    batch = Batch.objects.filter(call=OuterRef("call")).exclude(state=BatchState.DISCARDED).order_by("-number")
    live = Ranking.objects.filter(group=OuterRef("pk")).order_by("-made_at")
    rows = Group.objects.filter(call__code=code, call__in=calls_inside(actor).order_by())
    groups = groups_of(
        rows.annotate(
            batch_state=Subquery(batch.values("state")[:1]),
            batch_figures=Subquery(batch.values("notes__figures")[:1]),
            live_border=Subquery(live.values("figures__border")[:1]),
        )
    )
    for group in groups:
        of_batch = (group.batch_figures or {}).get(group.key, {}).get("border", 0)
        group.border = of_batch if group.batch_state else group.live_border or 0
    return groups


def border_of(group: Group) -> list[UUID]:
    """The border projects of a group in their order: of the batch, else of the live ranking. At most two queries."""
    batch = Batch.objects.filter(call=group.call_id).exclude(state=BatchState.DISCARDED).order_by("-number")
    items = BatchItem.objects.filter(is_border=True, application__group=group).order_by("rank", "application__number")
    found = list(items.filter(batch=batch.values("pk")[:1]).values_list("application_id", flat=True))
    if found:
        return found
    ranked = Ranked.objects.filter(ranking__group=group, is_border=True).order_by("position")
    return list(ranked.exclude(Exists(batch)).values_list("application_id", flat=True))


def candidates_in(actor: Actor, call: Call, application_ids: Sequence[UUID]) -> list[Candidate]:
    """Projects of a call as a panel looks at them, in the order of their ranks; empty for who does not see inside."""
    if not application_ids or not can_see_inside(actor, call):
        return []
    rows = Application.objects.filter(call=call, number__isnull=False, pk__in=application_ids)
    applications = {one.pk: one for one in rows.select_related("group").order_by("number")}
    stage = Stage.objects.filter(call=call, kind="review").first()
    config = ReviewConfig.of(stage.config) if stage else ReviewConfig(criteria=())
    sheets = defaultdict(list)
    for sheet in locked_scores(call.pk, application_ids=list(applications)):
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
        application.call = call
        own = sorted(sheets[key], key=lambda one: (-one.total, str(one.expert_id)))
        found.append(
            Candidate(
                application=application,
                placed=placed.get(key),
                summary=in_language(str(application.answers.get("summary") or ""), actor.language)[:SUMMARY],
                totals=[one.total for one in own],
                criteria=[(one, [sheet.scores.get(one.key) for sheet in own]) for one in config.criteria],
                experts=frozenset(sheet.expert_id for sheet in own),
            )
        )
    return sorted(found, key=lambda one: (getattr(one.placed, "rank", None) or 99_999, one.application.number or 0))
