"""Drawing up who judges what, and letting it stand: what is confirmed is what was shown, or it is refused."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.assignment import Assignment as Choice
from yunhui.decide.assignment import Inconsistent, Repair, Shortage, Spread, assign, reasons, repair
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.kernel.thinking import take_time
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.conflicts.services import compute_conflicts
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.enums import AssignmentState, MoveKind, PlanKind, PlanMode, PlanState
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.models import Assignment, AssignmentPlan
from yunhui.pipeline.review.rules import can_assign
from yunhui.pipeline.review.services.assigning.moving import Task, ask, take_back
from yunhui.pipeline.review.services.assigning.table import Pair, Table, table_of

# The greatest chance of one pair in the lottery, where there are experts enough for it.
_CHANCE = 0.5
_SEEDS = 1_000_000


@transaction.atomic
def assign_experts(*, actor: Actor, call: Call, pairs: Sequence[tuple[UUID, UUID]] | None = None) -> list[Assignment]:
    """Assign experts to every application whose review is open and has none yet, without a look at the plan.

    Conflicts are computed and kept first. The rest is the fair optimum: the lowest fit sum of an application as high as
    it can be, then the sum of all; or `pairs` (application, expert) as a file or a draw gives them.

    Raises:
        RefusedError: neither the talent office nor the panel leader.
        DomainError: `no_experts`; `pair_in_conflict`.
    """
    stage = _stage(actor, call)
    table = _fresh_table(actor, stage, standing=False, most=None)
    if not table.applications:
        return []
    plan = _whole(actor, table, PlanMode.FAIR, None) if pairs is None else _given(actor, table, pairs)
    plan.state, plan.settled_at, plan.settled_by_id = PlanState.STANDING, clock.now(), actor.user_id
    plan.save()
    return _carry_out(actor, plan)


@transaction.atomic
def draw_up(
    *, actor: Actor, call: Call, mode: str = PlanMode.FAIR, seed: int | None = None, most: int | None = None
) -> AssignmentPlan:
    """A plan for every application whose review is open and has no experts yet; a plan that was drawn up before and
    does not stand is discarded.

    Args:
        seed: of the lot, made here where none is given; the same seed over the same records gives the same plan.
        most: the most projects for one expert; whoever wished for fewer gets fewer.

    Raises:
        RefusedError: neither the talent office nor the panel leader.
        DomainError: `no_experts`; `nothing_to_assign`; `pins_contradict`.
    """
    stage = _stage(actor, call)
    table = _fresh_table(actor, stage, standing=False, most=most)
    if not table.applications:
        raise DomainError("nothing_to_assign", _("Every project under review has its experts."))
    _discard_draft(actor, stage)
    plan = _whole(actor, table, PlanMode(mode), seed)
    plan.save()
    _log(actor, plan, "drawn_up")
    return plan


@transaction.atomic
def draw_up_repair(*, actor: Actor, call: Call) -> AssignmentPlan:
    """A plan that gives every application its experts again with as few changes as possible: who declined, stepped
    back or has a conflict is replaced; who has begun to score stays.

    Raises:
        RefusedError: neither the talent office nor the panel leader.
        DomainError: `no_experts`; `nothing_to_repair`; `pins_contradict`.
    """
    stage = _stage(actor, call)
    table = _fresh_table(actor, stage, standing=True, most=None)
    short = bool(table.wanted.sum() > len(table.held))
    if not table.applications or not (short or any(pair in table.why_barred for pair in table.held)):
        raise DomainError("nothing_to_repair", _("Every project has the experts that it needs."))
    _discard_draft(actor, stage)
    begun = set(Assignment.objects.filter(stage=stage, sheets__isnull=False).values_list("application_id", "expert_id"))
    barred = [pair for pair in table.held if pair in table.why_barred]
    take_time()
    fixed = tuple(
        pair
        for pair, task in table.held.items()
        if pair not in table.why_barred and (task.state == AssignmentState.LOCKED or table.ids(pair) in begun)
    )
    try:
        found = repair(table.problem(fixed), table.held, barred, country=table.countries)
    except Inconsistent as error:
        raise _contradiction(error) from error
    plan = _plan(actor, table, PlanKind.REPAIR, PlanMode.FAIR)
    wider = _for_country(found)
    plan.pairs = [_line(table, pair, {"repair": True, "for_country": pair in wider}) for pair in found.added]
    plan.removed = [[str(one) for one in table.ids(pair)] for pair in found.removed]
    plan.shortages = [_short(table, one) for one in found.shortages]
    plan.figures = {
        "lowest_before": _number(found.lowest_before),
        "lowest": _number(found.lowest_after),
        "kept": len(table.held) - len(found.removed),
        **_countries(found.spread),
    }
    plan.save()
    _log(actor, plan, "drawn_up")
    return plan


@transaction.atomic
def let_stand(*, actor: Actor, plan_id: UUID) -> list[Assignment]:
    """Let a plan stand as it was shown: its experts are asked, and those whom a repair replaces are let go.

    Letting it stand twice is letting it stand once.

    Raises:
        NotFoundError: there is none for this actor.
        RefusedError: neither the talent office nor the panel leader.
        DomainError: `plan_discarded`; `plan_is_old`: conflicts, experts or tasks have changed since it was drawn up.
    """
    plan = _locked_plan(actor, plan_id)
    if plan.state == PlanState.STANDING:
        return list(Assignment.objects.filter(application__assignment_moves__plan=plan, stage=plan.stage).distinct())
    if plan.state == PlanState.DISCARDED:
        raise DomainError("plan_discarded", _("This plan was discarded. Draw up another one."))
    most = plan.settings.get("most")
    table = _fresh_table(actor, plan.stage, standing=plan.kind == PlanKind.REPAIR, most=most)
    if _basis(table) != plan.basis:
        raise DomainError(
            "plan_is_old",
            _("Conflicts, experts or tasks have changed since this plan was drawn up. Draw it up again."),
        )
    plan.state, plan.settled_at, plan.settled_by_id = PlanState.STANDING, clock.now(), actor.user_id
    plan.save()
    return _carry_out(actor, plan)


@transaction.atomic
def discard_plan(*, actor: Actor, plan_id: UUID) -> AssignmentPlan:
    """Throw a plan away that does not stand yet; nothing has changed by it.

    Raises:
        NotFoundError: there is none for this actor.
        RefusedError: neither the talent office nor the panel leader.
        DomainError: `plan_stands`.
    """
    plan = _locked_plan(actor, plan_id)
    if plan.state == PlanState.STANDING:
        raise DomainError("plan_stands", _("This plan stands already; change single tasks instead."))
    if plan.state == PlanState.DRAFT:
        _discard_draft(actor, plan.stage)
        plan.refresh_from_db()
    return plan


def _stage(actor: Actor, call: Call) -> Stage:
    """The call's review, with the call's row taken."""
    locked = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    require(can_assign(actor, locked))
    stage = locked.stages.get(kind="review")
    stage.call = locked
    return stage


def _locked_plan(actor: Actor, plan_id: UUID) -> AssignmentPlan:
    found = AssignmentPlan.objects.select_related("stage__call").filter(pk=plan_id).first()
    if found is None or not can_assign(actor, found.stage.call):
        raise NotFoundError("plan")
    stage = _stage(actor, found.stage.call)
    plan = AssignmentPlan.objects.select_for_update().get(pk=plan_id)
    plan.stage = stage
    return plan


def _fresh_table(actor: Actor, stage: Stage, *, standing: bool, most: int | None) -> Table:
    """The table after conflicts were computed: nothing opens before."""
    table = table_of(stage, standing=standing, most=most)
    if not table.applications:
        return table
    if not table.experts:
        raise DomainError(
            "no_experts", _("The panel has no experts yet. Invite experts, or admit some to the library.")
        )
    found = compute_conflicts(actor=actor, experts=table.experts, applications=table.applications)
    return table_of(stage, standing=standing, most=most) if found else table


def _whole(actor: Actor, table: Table, mode: PlanMode, seed: int | None) -> AssignmentPlan:
    if mode == PlanMode.RANDOM and seed is None:
        seed = secrets.randbelow(_SEEDS)
    chance = _CHANCE if (~table.barred).sum(axis=1).min() >= table.config.experts_per_application / _CHANCE else 1.0
    how = "random" if mode == PlanMode.RANDOM else "fair"
    take_time()
    try:
        found = assign(
            table.problem(),
            "random" if how == "random" else "fair",
            seed=seed or 0,
            cap=chance,
            country=table.countries,
        )
    except Inconsistent as error:
        raise _contradiction(error) from error
    why = _reasons(found)
    plan = _plan(actor, table, PlanKind.WHOLE, mode)
    plan.seed = seed if mode == PlanMode.RANDOM else None
    plan.pairs = [_line(table, pair, why.get(pair, {})) for pair in found.pairs()]
    plan.shortages = [_short(table, one) for one in found.shortages]
    plan.figures = {
        "lowest": _number(found.lowest),
        "total": _number(found.total),
        "price": _number(found.price),
        "proven": found.proven,
    }
    plan.figures |= _countries(found.spread)
    return plan


def _countries(found: Spread | None) -> dict[str, Any]:
    """What was exchanged for the sake of countries, where anything was."""
    if found is None or not found.chosen.any():
        return {}
    return {"countries": list(found.repeated), "countries_price": _number(found.price)}


def _for_country(found: Repair) -> set[Pair]:
    if found.spread is None:
        return set()
    at = np.flatnonzero(found.spread.chosen)
    return set(zip(found.problem.paper[at].tolist(), found.problem.reviewer[at].tolist(), strict=True))


def _given(actor: Actor, table: Table, pairs: Sequence[tuple[UUID, UUID]]) -> AssignmentPlan:
    row = {one.pk: index for index, one in enumerate(table.applications)}
    column = {one.pk: index for index, one in enumerate(table.experts)}
    chosen = sorted((row[a], column[e]) for a, e in pairs if a in row and e in column)
    if any(table.barred[pair] for pair in chosen):
        raise DomainError(
            "pair_in_conflict", _("An expert of the list has a conflict of interest with an application.")
        )
    plan = _plan(actor, table, PlanKind.WHOLE, PlanMode.GIVEN)
    plan.pairs = [_line(table, pair, {}) for pair in chosen]
    return plan


def _plan(actor: Actor, table: Table, kind: str, mode: str) -> AssignmentPlan:
    most = int(table.load.max(initial=0))
    return AssignmentPlan(
        stage=table.stage,
        kind=kind,
        mode=mode,
        settings={"per": table.config.experts_per_application, "most": most if kind == PlanKind.WHOLE else None},
        basis=_basis(table),
        made_by_id=actor.user_id,
    )


def _reasons(found: Choice) -> Mapping[Pair, dict[str, Any]]:
    return {
        (one.paper, one.reviewer): {
            "rank": one.rank,
            "of": one.of,
            "load": one.load,
            "most": one.most,
            "pinned": one.pinned,
            "for_country": one.for_country,
            "passed_over": [{"why": other.why, "fit": round(other.fit, 4)} for other in one.passed_over],
        }
        for one in reasons(found)
    }


def _line(table: Table, pair: Pair, why: Mapping[str, Any]) -> list[Any]:
    application, expert = table.ids(pair)
    return [str(application), str(expert), round(float(table.fit[pair]), 4), dict(why)]


def _short(table: Table, one: Shortage) -> dict[str, Any]:
    names = ("wanted", "got", "conflicts", "may", "full", "same_organisation", "lacking")
    return {"application": str(table.applications[one.paper].pk), **{name: getattr(one, name) for name in names}}


def _number(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _basis(table: Table) -> str:
    """The digest of everything that a plan over a table rests on."""
    text = json.dumps(
        [
            [str(one.pk) for one in table.applications],
            [str(one.pk) for one in table.experts],
            sorted([*pair, why] for pair, why in table.why_barred.items()),
            sorted([*pair, str(task.state)] for pair, task in table.held.items()),
            [list(pair) for pair in table.must],
            table.load.tolist(),
            table.wanted.tolist(),
        ]
    )
    return digest(text.encode(), settings.DIGEST_ALGORITHM)


def _carry_out(actor: Actor, plan: AssignmentPlan) -> list[Assignment]:
    experts = Expert.objects.in_bulk([UUID(line[1]) for line in plan.pairs])
    gone = {(UUID(a), UUID(e)) for a, e in plan.removed}
    tasks = Assignment.objects.filter(stage=plan.stage, application__in={a for a, _e in gone})
    replaced = [one for one in tasks if (one.application_id, one.expert_id) in gone]
    take_back(actor, replaced, MoveKind.MOVED_ON, plan=plan)
    kind = MoveKind.REPLACES if plan.kind == PlanKind.REPAIR else MoveKind.ASKED
    wanted = [Task(UUID(a), experts[UUID(e)].pk, fit, {**why, "mode": plan.mode}) for a, e, fit, why in plan.pairs]
    rows = ask(actor, plan.stage, wanted, kind, plan=plan)
    keep_standing(sorted({row.application_id for row in rows} | {a for a, _e in gone}))
    record(
        actor=actor,
        action="experts.assigned",
        subject=("stage", plan.stage_id),
        after={
            "plan": str(plan.pk),
            "kind": plan.kind,
            "mode": plan.mode,
            "seed": plan.seed,
            "pairs": [line[:2] for line in plan.pairs],
            "removed": plan.removed,
        },
    )
    call = plan.stage.call
    publish(actor=actor, event=ExpertsAssigned(str(call.pk), plan.stage.key, len(rows)), topics=(("call", call.pk),))
    return rows


def _discard_draft(actor: Actor, stage: Stage) -> None:
    for plan in AssignmentPlan.objects.select_for_update().filter(stage=stage, state=PlanState.DRAFT):
        plan.state, plan.settled_at, plan.settled_by_id = PlanState.DISCARDED, clock.now(), actor.user_id
        plan.save()
        _log(actor, plan, "discarded")


def _log(actor: Actor, plan: AssignmentPlan, done: str) -> None:
    record(
        actor=actor,
        action=f"assignment_plan.{done}",
        subject=("stage", plan.stage_id),
        after={"plan": str(plan.pk), "kind": plan.kind, "mode": plan.mode, "seed": plan.seed, "tasks": len(plan.pairs)},
    )


def _contradiction(error: Inconsistent) -> DomainError:
    return DomainError(
        "pins_contradict",
        _("What is fixed by hand cannot be met together: too many experts for a project, too many projects for an "
          "expert, or two experts of one unit. Lift a pin."),
        detail=str(error),
    )  # fmt: skip
