"""A call's groups with the state of their scores, and the kept ranking of one of them, page by page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.enums import BatchState, Conclusion
from yunhui.pipeline.decisions.models import Batch, Deliberation, Ranked, Ranking
from yunhui.pipeline.panels.rules import sealed
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment

RUNNING = Q(number__isnull=False, state=ApplicationState.IN_PROGRESS)
_NAMED = ("number", "title", "title_en", "speaker")  # what a table shows of an application
SIZE = 200  # a group of a roadshow is one page: a border is read with what stands around it


def rankable_groups(rows: QuerySet[Group]) -> QuerySet[Group]:
    """Groups with what their ranking rests on, for `state_of`: who is running and `ready` for the decision, interests,
    what people decided of equals. The sheets are another query, `sheets_in`."""
    mine = Q(applications__number__isnull=False, applications__state=ApplicationState.IN_PROGRESS)
    decided = (
        Deliberation.objects.filter(call=OuterRef("call"), conclusion=Conclusion.ORDERED)
        .order_by()
        .values("call")
        .annotate(last=Max("number"))
    )
    return rows.annotate(
        running=Count("applications", filter=mine),
        ready=Count("applications", filter=mine & Q(applications__standing__steps__contains=["decision:open"])),
        numbers=Coalesce(Sum("applications__number", filter=mine), 0),
        wished=Coalesce(Sum(F("applications__standing__interests") * F("applications__number"), filter=mine), 0),
        wild=Coalesce(Sum("applications__number", filter=mine & Q(applications__is_wild_card=True)), 0),
        decided=Coalesce(Subquery(decided.values("last")), 0),
    )


@dataclass(frozen=True, slots=True)
class Sheets:
    """The score sheets of one group: how many are locked and open, how many projects have one that was set `aside`, how
    many are `awaited` in the place of those, and what tells one state of them from another."""

    locked: int = 0
    open: int = 0
    aside: int = 0
    awaited: int = 0
    mark: str = ""


def sheets_in(group_ids: Sequence[int]) -> dict[int, Sheets]:
    """Group -> its sheets, of applications that are in the running: one query."""
    locked = Q(state=AssignmentState.LOCKED)
    rows = (
        Assignment.objects.filter(application__group__in=group_ids, application__state=ApplicationState.IN_PROGRESS)
        .order_by()
        .values("application__group")
        .annotate(
            locked=Count("pk", filter=locked),
            open=Count("pk", filter=Q(state=AssignmentState.OPEN)),
            aside=Count("application", distinct=True, filter=Q(state=AssignmentState.SET_ASIDE)),
            awaited=Count("pk", filter=Q(state=AssignmentState.OPEN, in_place_of__isnull=False)),
            points=Sum("total", filter=locked),
            last=Max("locked_at", filter=locked),
        )
        .values_list("application__group", "locked", "open", "aside", "awaited", "points", "last")
    )
    return {
        group: Sheets(done, todo, aside, awaited, f"{done} {points} {last}")
        for group, done, todo, aside, awaited, points, last in rows
    }


def state_of(group: Any, sheets: Sheets | None = None) -> str:
    """The digest of what a group's ranking rests on; `group` comes from `rankable_groups` with its call."""
    found = sheets if sheets is not None else sheets_in([group.pk]).get(group.pk, Sheets())
    call = group.call
    content = [
        found.mark, group.running, group.numbers, group.wished, group.wild, group.decided, group.quota,
        group.wild_cards, call.rank_by, str(call.gate_mean), call.min_interests,
    ]  # fmt: skip
    return digest(json.dumps(content).encode(), settings.DIGEST_ALGORITHM)


def groups_inside(actor: Actor, code: str) -> list[Any]:
    """The groups of one call whose list the actor works on, in their order: each with its call, which knows whether its
    panel is sealed, and with what its ranking rests on (`rankable_groups`).

    Raises:
        NotFoundError: no such call with groups, or the actor does not see inside.
    """
    groups = Group.objects.filter(call__code=code, call__in=calls_inside(actor).order_by())
    return groups_of(rankable_groups(groups))


def groups_of(rows: QuerySet[Group]) -> list[Any]:
    """The groups of one call in their order, each with the one call, its form, whether its panel is sealed, and
    `has_batch`: whether a proposal or a released batch stands.

    Raises:
        NotFoundError: there are none.
    """
    batches = Batch.objects.filter(call=OuterRef("call")).exclude(state=BatchState.DISCARDED)
    rows = rows.annotate(is_sealed=sealed("call"), has_batch=Exists(batches))
    found = list(rows.select_related("call__form_version").order_by("sort", "pk"))
    if not found:
        raise NotFoundError("call")
    call: Any = found[0].call
    call.sealed = found[0].is_sealed
    for group in found:
        group.call = call
    return found


def rows_of_ranking(ranking: Ranking, page: int) -> list[Ranked]:
    """One page of a kept ranking in its order, with the row after it, each with its application. The actor was checked
    with the group."""
    first = (page - 1) * SIZE + 1
    rows = _rows(ranking).filter(position__gte=first, position__lte=first + SIZE)
    own = [field.name for field in Ranked._meta.concrete_fields]
    return list(rows.only(*own, *(f"application__{name}" for name in _NAMED)))


def rows_named(ranking: Ranking, application_ids: Sequence[str]) -> list[Ranked]:
    """The rows of some applications in a kept ranking. The actor was checked with its group."""
    return list(_rows(ranking).filter(application_id__in=application_ids))


def every_row(group: Group) -> QuerySet[Ranked]:
    """A group's kept ranking in its order, for a spreadsheet. The actor was checked with the group."""
    newest = Ranking.objects.filter(group=group).order_by("-made_at").values("pk")[:1]
    return _rows(newest)


def _rows(ranking: Any) -> QuerySet[Ranked]:
    return (
        Ranked.objects.filter(ranking=ranking)
        .select_related("application")
        .defer("application__answers", "application__revisions", "application__others", "application__search")
        .order_by("position")
    )


def kept_rankings(groups: Sequence[Group]) -> dict[int, Ranking]:
    """Group -> the ranking that is kept of it."""
    return {one.group_id: one for one in Ranking.objects.filter(group__in=groups).order_by("made_at")}
