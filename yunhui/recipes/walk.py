"""Driving a whole call through the services that people use: for `run-call`, the demo city and the recipe robot."""

from collections.abc import Callable, Container, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import answer_interested, answer_not_interested
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import (
    Entry,
    conclude_passes,
    import_application,
    import_many,
    problems_of,
    standings_together,
)
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import Said, declare
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import note_consents
from yunhui.pipeline.decisions.enums import Reply
from yunhui.pipeline.decisions.models import Batch, Confirmation
from yunhui.pipeline.decisions.services import confirm_place
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import Criterion, ReviewConfig
from yunhui.pipeline.review.services import lock_sheet

Substance = dict[str, str]
Say = Callable[[str], None]


def quiet(text: str) -> None:
    """Say nothing."""


def never(thing: object) -> bool:
    """Skip nothing."""
    return False


def unsaid(thing: object) -> str:
    """Say nothing."""
    return ""


@standings_together()
def enter_applications(
    *, actor: Actor, call: Call, entries: Sequence[dict[str, Any]], own: dict[int, dict[str, Any]] | None = None
) -> list[Application]:
    """Enter every application as it came, with the consents that a call needs and one to publish its title; `own`
    gives further columns (owner, person) by position."""
    rows: list[Application] = []
    for columns, group in groupby(enumerate(entries), lambda one: (own or {}).get(one[0])):
        if columns is None:
            rows += import_many(actor=actor, call=call, entries=[Entry(answers) for _index, answers in group])
        else:
            rows += [import_application(actor=actor, call=call, answers=one, **columns) for _index, one in group]
    note_consents(actor=actor, applications=rows, purposes=(Purpose.EXPERTS, Purpose.BOARDS, Purpose.PUBLICATION))
    return rows


@standings_together()
def check_forms(*, actor: Actor, call: Call, leave: int = 0) -> tuple[int, int]:
    """The form check of everything that waits, but for the last `leave`: complete ones pass together, each incomplete
    one fails with all it lacks. Returns how many passed and failed."""
    waiting = list(
        StagePass.objects.filter(stage__call=call, stage__kind="screening", state=PassState.OPEN)
        .select_related("application__form_version", "application__call")
        .order_by("application__number")
    )
    good: list[UUID] = []
    bad = 0
    for one in waiting[: len(waiting) - leave]:
        problems = problems_of(one.application)
        if not problems:
            good.append(one.pk)
            continue
        bad += 1
        lacking = ", ".join(sorted({problem.field for problem in problems}))
        conclude_passes(actor=actor, pass_ids=[one.pk], passed=False, reason=f"incomplete: {lacking}")
    if good:
        conclude_passes(actor=actor, pass_ids=good, passed=True)
    return len(good), bad


@standings_together()
def answer_offers(
    *, actor: Actor, call: Call, decide: Callable[[Offer], Substance | None], skip: Callable[[Offer], bool] = never
) -> int:
    """Answer every pending offer by `decide`: the four facts of an interest, or None for not now."""
    pending = Offer.objects.filter(application__call=call, state=OfferState.PENDING)
    offers = list(pending.select_related("application__group", "board").order_by("application__number", "board__sort"))
    for offer in offers:
        if skip(offer):
            continue
        substance = decide(offer)
        if substance is None:
            answer_not_interested(actor=actor, offer_id=offer.pk)
        else:
            answer_interested(actor=actor, offer_id=offer.pk, **substance)
    return len(offers)


def declare_none(*, call: Call, but: Container[UUID] = ()) -> None:
    """Let every expert say that they have no conflict of interest with what waits for it, `but` the experts named."""
    waiting = Assignment.objects.filter(stage__call=call, state=AssignmentState.OPEN, stage__config__declare_first=True)
    tasks = waiting.select_related("expert__person__user").order_by("expert_id", "pk")
    for expert_id, group in groupby(tasks, lambda one: one.expert_id):
        mine = list(group)
        user = mine[0].expert.person.user
        if user is not None and expert_id not in but:
            said = [Said(task.application_id) for task in mine]
            declare(actor=actor_of(user), expert=mine[0].expert, call=call, said=said)


@standings_together()
def lock_sheets(
    *,
    call: Call,
    score: Callable[[Assignment, ReviewConfig], dict[str, Decimal]],
    skip: Callable[[Assignment], bool] = never,
    note: Callable[[Assignment], str] = unsaid,
) -> int:
    """Lock every open sheet as its own expert, who has declared to have no conflict of interest, with the points that
    `score` and the words to the applicant that `note` gives."""
    declare_none(call=call)
    tasks = list(
        Assignment.objects.filter(stage__call=call, state=AssignmentState.OPEN)
        .select_related("stage", "expert__person__user", "application")
        .order_by("application__number", "expert_id")
    )
    config = ReviewConfig.of(tasks[0].stage.config) if tasks else None
    experts: dict[UUID, Actor] = {}
    for task in tasks:
        if skip(task):
            continue
        assert config is not None
        user = task.expert.person.user
        assert user is not None, "an expert who scores has an account"
        expert = experts.setdefault(user.pk, actor_of(user))
        points = {key: str(value) for key, value in score(task, config).items()}
        lock_sheet(actor=expert, assignment_id=task.pk, scores=points, note_panel="", note_applicant=note(task))
    return len(tasks)


def orders_by_reference(batch: Batch, ties: Sequence[dict[str, Any]]) -> dict[UUID, int]:
    """An order of each tie's equals as a panel that looked at the reference might give it."""
    references = {str(pk): value or 0.0 for pk, value in batch.items.values_list("application_id", "reference")}
    return {
        UUID(key): place
        for tie in ties
        for place, key in enumerate(sorted(tie["entries"], key=lambda one: -references[one]), 1)
    }


def spread_points(total: float, criteria: Sequence[Criterion]) -> dict[str, Decimal]:
    """Points in halves over the criteria whose sum is the total (0 to the rubric's points) rounded to a half.

    Each criterion gets its share, and what rounding left goes to those with the largest remainder.
    """
    whole = sum(criterion.points for criterion in criteria)
    halves = round(max(0.0, min(float(whole), total)) * 2)
    shares = [halves * criterion.points / whole for criterion in criteria]
    floors = [int(share) for share in shares]
    order = sorted(range(len(criteria)), key=lambda index: floors[index] - shares[index])
    for index in order[: halves - sum(floors)]:
        floors[index] += 1
    return {criterion.key: Decimal(count) / 2 for criterion, count in zip(criteria, floors, strict=True)}


@standings_together()
def confirm_places(*, actor: Actor, call: Call, skip: Callable[[Application], bool] = never) -> int:
    """Everybody who won a place confirms it, but for those that are skipped; how many did."""
    waiting = Confirmation.objects.filter(stage_pass__stage__call=call, reply=Reply.WAITING)
    rows = Application.objects.filter(passes__confirmation__in=waiting).order_by("number")
    taking = [one.pk for one in rows if not skip(one)]
    for pk in taking:
        confirm_place(actor=actor, application_id=pk)
    return len(taking)
