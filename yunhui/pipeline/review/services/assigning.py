"""Giving every application its experts: conflicts and loads are hard, then the worst-served is served best."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.affinity import affinity
from yunhui.decide.assignment import assign, from_matrix, reasons
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.conflicts.selectors import barred_pairs
from yunhui.pipeline.conflicts.services import compute_conflicts
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig

# What an expert of the same industry is worth above the fit of the texts, which runs from 0 to 1.
INDUSTRY_BONUS = 0.25


@transaction.atomic
def assign_experts(*, actor: Actor, call: Call, pairs: Sequence[tuple[UUID, UUID]] | None = None) -> list[Assignment]:
    """Assign experts to every application whose review is open and has none yet.

    Conflicts are computed and kept first. The rest is the fair optimum: the lowest fit sum of an application as high as
    it can be, then the sum of all; or `pairs` (application, expert) as a file or a draw gives them.

    Raises:
        RefusedError: not the talent office.
        DomainError: `no_experts`; `pair_in_conflict`; `too_few_experts`: some application cannot get any expert.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, call))
    stage = call.stages.get(kind="review")
    open_passes = StagePass.objects.filter(stage=stage, state=PassState.OPEN)
    applications = list(
        Application.objects.filter(pk__in=open_passes.values("application_id"))
        .exclude(assignments__stage=stage)
        .select_related("group")
        .order_by("number")
    )
    if not applications:
        return []
    experts = list(Expert.objects.filter(is_active=True).select_related("person__organisation").order_by("pk"))
    if not experts:
        raise DomainError("no_experts", _("The expert library is empty. Admit experts first."))
    compute_conflicts(actor=actor, experts=experts, applications=applications)
    barred = _barred(applications, experts)
    fit = _fit(applications, experts)
    config = ReviewConfig.of(stage.config)
    if pairs is None:
        chosen, why = _optimum(config, fit, barred, _units(experts))
    else:
        chosen, why = _given(pairs, applications, experts), {}
        if any(barred[index] for index in chosen):
            raise DomainError(
                "pair_in_conflict", _("An expert of the list has a conflict of interest with an application.")
            )
    rows = Assignment.objects.bulk_create(
        Assignment(
            stage=stage,
            application=applications[a],
            expert=experts[e],
            fit=round(float(fit[a, e]), 4),
            why=why.get((a, e), {}),
        )
        for a, e in chosen
    )
    keep_standing([row.application_id for row in rows])
    record(
        actor=actor,
        action="experts.assigned",
        subject=("stage", stage.pk),
        after={"pairs": [[str(row.application_id), str(row.expert_id)] for row in rows]},
    )
    publish(actor=actor, event=ExpertsAssigned(str(call.pk), stage.key, len(rows)), topics=(("call", call.pk),))
    return rows


def _optimum(
    config: ReviewConfig, fit: np.ndarray, barred: np.ndarray, units: np.ndarray
) -> tuple[list[tuple[int, int]], dict[tuple[int, int], dict[str, object]]]:
    """The fair optimum, no two experts of one unit on one application, with the reason for each pair."""
    applications, experts = fit.shape
    load = max(config.max_load, -(-applications * config.experts_per_application // experts))
    problem = from_matrix(
        fit, barred, reviews_per_paper=config.experts_per_application, max_load=load, organisation=units
    )
    found = assign(problem)
    why: dict[tuple[int, int], dict[str, object]] = {
        (one.paper, one.reviewer): {
            "rank": one.rank,
            "of": one.of,
            "load": one.load,
            "most": one.most,
            "passed_over": [{"why": other.why, "fit": round(other.fit, 4)} for other in one.passed_over],
        }
        for one in reasons(found)
    }
    return found.pairs(), why


def _units(experts: list[Expert]) -> np.ndarray:
    """A number for each expert's organisation, -1 for none."""
    numbers: dict[object, int] = {}
    return np.array(
        [
            numbers.setdefault(one.person.organisation_id, len(numbers)) if one.person.organisation_id else -1
            for one in experts
        ],
        dtype=np.int64,
    )


def _given(
    pairs: Sequence[tuple[UUID, UUID]], applications: list[Application], experts: list[Expert]
) -> list[tuple[int, int]]:
    row = {one.pk: index for index, one in enumerate(applications)}
    column = {one.pk: index for index, one in enumerate(experts)}
    return sorted((row[a], column[e]) for a, e in pairs if a in row and e in column)


def _barred(applications: list[Application], experts: list[Expert]) -> np.ndarray:
    row = {one.pk: index for index, one in enumerate(applications)}
    column = {one.pk: index for index, one in enumerate(experts)}
    table = np.zeros((len(applications), len(experts)), dtype=bool)
    for application_id, expert_id in barred_pairs(list(row), list(column)):
        table[row[application_id], column[expert_id]] = True
    return table


def _fit(applications: list[Application], experts: list[Expert]) -> np.ndarray:
    texts = [
        " ".join(str(one.answers.get(key) or "") for key in ("title", "title_en", "summary", "novelty"))
        for one in applications
    ]
    table = affinity([list(one.profile) for one in experts], texts).T
    same = np.array(
        [[bool(a.group and a.group.industry in e.industries) for e in experts] for a in applications], dtype=float
    )
    return np.asarray(table + INDUSTRY_BONUS * same)
