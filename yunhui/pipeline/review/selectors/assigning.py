"""Reads of the assignment, for the talent office and the panel leader."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.conflicts.enums import Where
from yunhui.pipeline.conflicts.rules import side_of_application
from yunhui.pipeline.conflicts.selectors import conflicts_to_resolve, has_declared, in_conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.selectors import ids_of_sealed_panel, sealed_panel
from yunhui.pipeline.review.enums import LIVE, AssignmentState, PlanState
from yunhui.pipeline.review.models import Assignment, AssignmentMove, AssignmentPin, AssignmentPlan
from yunhui.pipeline.review.rules import can_assign


def review_of(actor: Actor, code: str) -> Stage:
    """The review of a call with its call, how many `conflicts` wait to be looked at, whether it `has_draft`, a plan
    that does not stand yet, how many `judges` have tasks that count, whether the panel `is_sealed`, and `panel_ids`,
    its experts in the order of their numbers.

    Raises:
        NotFoundError: there is none, or the actor does not assign in it.
    """
    rows = Stage.objects.filter(call__code=code, kind="review").select_related("call__panel")
    drafts = AssignmentPlan.objects.filter(stage=OuterRef("pk"), state=PlanState.DRAFT)
    tasks = Assignment.objects.filter(stage=OuterRef("pk"), state__in=LIVE).order_by().values("stage")
    stage = rows.annotate(
        conflicts=conflicts_to_resolve("call"),
        has_draft=Exists(drafts),
        judges=Coalesce(Subquery(tasks.annotate(n=Count("expert", distinct=True)).values("n")), 0),
        is_sealed=sealed_panel("call"),
        panel_ids=ids_of_sealed_panel("call"),
    ).first()
    if stage is None or not can_assign(actor, stage.call):
        raise NotFoundError("call")
    return stage


def draft_of(stage: Stage) -> AssignmentPlan | None:
    """The plan that was drawn up for a review whose reader assigns in it, and does not stand yet."""
    return AssignmentPlan.objects.filter(stage=stage, state=PlanState.DRAFT).select_related("made_by").first()


def plan_for(actor: Actor, code: str, plan_id: UUID) -> AssignmentPlan:
    """One plan of a call's review.

    Raises:
        NotFoundError: there is none, or the actor does not assign there.
    """
    stage = review_of(actor, code)
    plan = AssignmentPlan.objects.filter(stage=stage, pk=plan_id).select_related("made_by", "settled_by").first()
    if plan is None:
        raise NotFoundError("plan")
    return plan


@dataclass(frozen=True, slots=True)
class Tally:
    """A review in numbers: projects whose review has `begun` and those `under_review` now, of these those with `none`
    of their experts and those `short` of some; tasks by state; `experts` who judge."""

    begun: int
    under_review: int
    none: int
    short: int
    open: int
    locked: int
    declined: int
    recused: int
    abstained: int
    experts: int


def tally_of(stage: Stage, per: int, titles: dict[UUID, Application] | None = None) -> Tally:
    """The numbers of a review (of `review_of`) in which each project is to get `per` experts; one query.

    Args:
        titles: filled with number and titles of every project whose review has begun.
    """
    of_stage = Q(assignments__stage=stage)
    counts = {
        str(state.value): Count("assignments", filter=of_stage & Q(assignments__state=state))
        for state in AssignmentState
    }
    every = _begun(stage).order_by().annotate(**counts, is_open=Exists(_open_pass(stage)))
    named = ("pk", "number", "title", "title_en") if titles is not None else ()
    total = dict.fromkeys(counts, 0)
    begun = under_review = none = short = 0
    for is_open, *row in every.values_list("is_open", *counts, *named).iterator(chunk_size=2000):
        of_project = dict(zip(counts, row[: len(counts)], strict=True))
        live = sum(of_project[str(state.value)] for state in LIVE)
        begun, under_review = begun + 1, under_review + is_open
        none += is_open and not any(of_project.values())
        short += is_open and any(of_project.values()) and live < per
        for state, count in of_project.items():
            total[state] += count
        if titles is not None:
            pk, number, title, title_en = row[len(counts) :]
            titles[pk] = Application(pk=pk, number=number, title=title, title_en=title_en)
    return Tally(
        begun=begun,
        under_review=under_review,
        none=none,
        short=short,
        open=total["open"],
        locked=total["locked"],
        declined=total["declined"],
        recused=total["recused"],
        abstained=total["abstained"],
        experts=stage.judges,  # type: ignore[attr-defined]
    )


def projects_of(stage: Stage, *, short_of: int | None = None) -> QuerySet[Application]:
    """The projects of a review with their tasks, whose experts and fit are at hand; with `short_of` only those under
    review that have fewer experts than that."""
    tasks = Assignment.objects.filter(stage=stage).select_related("expert__person").order_by("-fit")
    rows = _begun(stage)
    if short_of is not None:
        live = Count("assignments", filter=Q(assignments__stage=stage, assignments__state__in=LIVE))
        rows = _under_review(stage).annotate(live=live).filter(live__lt=short_of)
    rows = rows.only("number", "title", "title_en", "group_id", "call_id")
    return rows.order_by("number").prefetch_related(Prefetch("assignments", tasks, to_attr="tasks"))


def experts_of(stage: Stage) -> QuerySet[Expert]:
    """The experts of a review with how many tasks they have: `open_count`, `locked`, `declined`, `undeclared` among
    the open ones, and the mean `fit` of those that count."""
    of_stage = Q(assignments__stage=stage)

    def count(*states: AssignmentState) -> Count:
        return Count("assignments", filter=of_stage & Q(assignments__state__in=states))

    rows = Expert.objects.filter(assignments__stage=stage).select_related("person__organisation")
    return rows.annotate(
        open_count=count(AssignmentState.OPEN),
        locked=count(AssignmentState.LOCKED),
        declined=count(AssignmentState.DECLINED),
        recused=count(AssignmentState.RECUSED),
        abstained=count(AssignmentState.ABSTAINED),
    ).order_by("person__sort_key", "pk")


def moves_of(stage: Stage) -> QuerySet[AssignmentMove]:
    """Every change of who judges what, the newest first."""
    rows = AssignmentMove.objects.filter(stage=stage).select_related("application", "expert__person", "by")
    return rows.order_by("-at", "-pk")


def pins_of(stage: Stage) -> QuerySet[AssignmentPin]:
    """What is fixed by hand now, the newest first."""
    rows = AssignmentPin.objects.filter(stage=stage, lifted_at__isnull=True)
    return rows.select_related("application", "expert__person", "by").order_by("-at")


def names_of_experts(expert_ids: Sequence[UUID]) -> dict[UUID, Expert]:
    """Name and organisation of some experts; for a page whose reader sees their plan."""
    return Expert.objects.select_related("person__organisation").in_bulk(list(expert_ids))


def to_declare(actor: Actor) -> QuerySet[Assignment]:
    """The actor's own open tasks of which they have not said if they have a conflict, where the review asks for it
    first: to be shown by name alone."""
    if actor.user_id is None:
        return Assignment.objects.none()
    rows = Assignment.objects.filter(expert__person__user_id=actor.user_id, state=AssignmentState.OPEN)
    rows = rows.filter(stage__config__declare_first=True).exclude(has_declared()).exclude(in_conflict())
    people = ("application__person", "application__organisation", "application__referred_by")
    return rows.select_related(*people, "stage__call", "expert__person").order_by("stage", "pk")


def door() -> Q:
    """The condition on tasks that they exist for their expert: no conflict stands, and where the review asks the
    expert to say so first, they have."""
    not_asked = Q(stage__config__declare_first__isnull=True) | Q(stage__config__declare_first=False)
    return ~Q(in_conflict()) & (not_asked | Q(has_declared()))


def _begun(stage: Stage) -> QuerySet[Application]:
    passes = StagePass.objects.filter(stage=stage).exclude(state__in=(PassState.WAITING, PassState.SKIPPED))
    return Application.objects.filter(pk__in=passes.values("application_id"))


def _open_pass(stage: Stage) -> QuerySet[StagePass]:
    return StagePass.objects.filter(stage=stage, state=PassState.OPEN, application=OuterRef("pk"))


def _under_review(stage: Stage) -> QuerySet[Application]:
    return Application.objects.filter(passes__stage=stage, passes__state=PassState.OPEN)


def under_review(stage: Stage, application_id: UUID) -> Application:
    """A project under review, for who assigns in it.

    Raises:
        NotFoundError: there is none.
    """
    found = _under_review(stage).filter(pk=application_id).select_related("group", "call").first()
    if found is None:
        raise NotFoundError("application")
    return found


def history_of_project(stage: Stage, application: Application) -> QuerySet[AssignmentMove]:
    """Every change of who judges one project, the newest first."""
    return moves_of(stage).filter(application=application)


def named_in(application: Application, kinds: Sequence[str]) -> list[str]:
    """The names that stand in an application: `organisations` (employer, those of the team, the applying one) and
    `people` (the speaker, the team); each once, in the order of the form."""
    found: dict[str, None] = {}
    side = side_of_application(application, [])
    if "organisations" in kinds:
        found |= {house.text: None for house in side.houses if house.where != Where.HOST}
    if "people" in kinds:
        found |= {person.text: None for person in side.people}
    return [text for text in found if text.strip()]
