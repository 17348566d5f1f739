"""Working out the live ranking of a group, once for each state of its scores."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from yunhui.decide import scoring, selection
from yunhui.decide.selection_types import Placing, Quota, SelectionRule
from yunhui.kernel.rows import insert_rows
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.decisions.models import Ranked, Ranking
from yunhui.pipeline.decisions.selectors.deliberations import decided_in, places_of
from yunhui.pipeline.decisions.selectors.figures import figures_of
from yunhui.pipeline.decisions.selectors.ranking import RUNNING, rankable_groups, state_of
from yunhui.pipeline.decisions.selectors.scores import Reference, entry_of, references_in, scores_of, shown
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import asides_in, locked_scores

AT_ONCE = 3_000
"""So many score sheets are worked out while the page waits: less than half a second."""
LULL = 60
"""Seconds after a sheet was locked until the order is worked out: an evening of locking is one ranking a minute."""
TASK = "yunhui.decisions.rank"


def ask_for_ranking(group: Group, sheets: int) -> None:
    """See to it that a group's ranking is worked out: at once where it is small, else in the worker, once."""
    if sheets <= AT_ONCE:
        keep_ranking(group.pk)
    else:
        _defer(group.pk)


@transaction.atomic
def keep_ranking(group_id: int) -> Ranking:
    """Work out a group's ranking for the scores as they are now, and keep it in place of the one before; again for the
    same scores it is the same row.

    Ten thousand applications with five sheets each take some seconds: `bench/`.
    """
    group = Group.objects.select_for_update(no_key=True).get(pk=group_id)
    fresh = rankable_groups(Group.objects.filter(pk=group_id)).select_related("call").get()
    state = state_of(fresh)
    kept = Ranking.objects.filter(group=group, state=state).first()
    if kept:
        return kept
    began = time.perf_counter()
    rows, figures = _worked_out(fresh.call, fresh)
    ranking = Ranking.objects.create(
        group=group, state=state, figures=figures, seconds=round(time.perf_counter() - began, 3)
    )
    for row in rows:
        row.ranking = ranking
    insert_rows(rows)
    Ranked.objects.filter(ranking__group=group).exclude(ranking=ranking).delete()
    Ranking.objects.filter(group=group).exclude(pk=ranking.pk).delete()
    return ranking


def kept_references(group_ids: Iterable[int]) -> dict[UUID, Reference]:
    """The reference of each application in some groups, out of their kept rankings, of which those that are out of date
    are worked out anew: a proposal shows the figures that the page of the ranking showed."""
    rankings = [keep_ranking(pk) for pk in sorted(group_ids)]
    rows: QuerySet[Any, Any] = Ranked.objects.filter(ranking__in=rankings, reference__isnull=False)
    values = rows.values_list("application_id", "reference", "low", "high", "p_in", "is_border")
    return {pk: Reference(*figures) for pk, *figures in values}


def rank_soon(application_id: UUID) -> None:
    """Have the worker work out the ranking of an application's group in a while, once for all that happens meanwhile,
    so that neither a page nor a proposal waits for it."""
    group = Group.objects.filter(applications=application_id).values_list("pk", flat=True).first()
    if group is not None:
        _defer(group, schedule_in={"seconds": LULL})


def _defer(group_id: int, **when: Any) -> None:
    lock = f"rank:{group_id}"
    # Asked first, so that the database has no error to log; two who ask in the same moment still end up as one.
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status=Status.TODO.value).exists():
        return
    task = queue.configure_task(TASK, queue="solvers", queueing_lock=lock, **when)
    try:
        with transaction.atomic():
            task.defer(group_id=group_id)
    except AlreadyEnqueued:
        return


def _worked_out(call: Call, group: Group) -> tuple[list[Ranked], dict[str, Any]]:
    stage = Stage.objects.filter(call=call, kind="review").first()
    config = ReviewConfig.of(stage.config) if stage else ReviewConfig(criteria=())
    applications = list(
        Application.objects.filter(RUNNING, group=group)
        .select_related("standing")
        .defer("answers", "revisions", "others", "search")
        .order_by("number")
    )
    ids = {one.pk for one in applications}
    sheets = [one for one in locked_scores(call.pk, group_id=group.pk) if one.application_id in ids]
    references, scales = references_in(sheets, group.quota)
    scores = scores_of(call, config, applications, sheets)
    places = places_of(decided_in(call))
    entries = [
        entry_of(one, group.key, scores[one.pk], config, one.standing.interests, places.get(one.pk))
        for one in applications
    ]
    chosen = selection.select(
        entries,
        SelectionRule(
            quotas={group.key: Quota(group.quota, group.wild_cards)},
            seats=group.quota + group.wild_cards,
            reserves=0,
            gate_mean=call.gate_mean,
            least_interests=call.min_interests,
        ),
    )
    by_id = {str(one.pk): one for one in applications}
    aside = asides_in([one.pk for one in applications])
    inside = _inside(chosen.placings, scores_by_id := {str(pk): score for pk, score in scores.items()},
                     {str(pk): one for pk, one in references.items()}, group.quota)  # fmt: skip
    placings = sorted(chosen.placings, key=lambda one: (one.rank is None, one.rank or 0, by_id[one.entry.id].number))
    rows = [
        _ranked(position, placing, by_id[placing.entry.id], scores_by_id[placing.entry.id], references,
                inside[placing.entry.id])
        for position, placing in enumerate(placings, 1)
    ]  # fmt: skip
    line = chosen.lines[group.key]
    figures = {
        **figures_of(rows, group.quota, len(sheets), len(scales)),
        "line": {"last_inside": _text(line.last_inside), "first_outside": _text(line.first_outside)},
        "moves": _moves(rows),
        "scales": [{**asdict(one), "expert_id": str(one.expert_id)} for one in scales],
        "to_look_at": {
            "wide": sum(row.is_wide for row in rows),
            "low": sum(bool(row.low_criteria) for row in rows),
            "few": sum(row.basis == scoring.Basis.INVALID_TOO_FEW_JUDGES for row in rows),
            "aside": len(aside),
        },
        "aside": {str(pk): count for pk, count in aside.items()},
        "ties": [list(tie.entries) for tie in chosen.ties],
    }
    return rows, figures


def _ranked(
    position: int,
    placing: Placing,
    application: Application,
    score: scoring.Score,
    references: dict[Any, Reference],
    inside: list[str],
) -> Ranked:
    reference = references.get(application.pk)
    return Ranked(
        application=application,
        position=position,
        outcome=str(placing.outcome),
        rank=placing.rank,
        score=shown(placing.entry.score),
        interests=placing.entry.interests,
        reference=reference.score if reference else None,
        low=reference.low if reference else None,
        high=reference.high if reference else None,
        p_in=reference.p_in if reference else None,
        is_border=reference.is_border if reference else False,
        reasons=[
            *(
                {"code": f"gate_{gate.code}", "passed": gate.passed, "value": gate.value, "needed": gate.needed}
                for gate in placing.gates
            ),
            *({"code": reason.code, **dict(reason.parameters)} for reason in placing.reasons),
        ],
        basis=str(score.basis),
        mean=score.untrimmed,
        trimmed=trimmed(score),
        spread=score.spread,
        is_wide=score.wide,
        sheets=len(score.totals),
        low_criteria=list(score.low_criteria),
        inside=inside,
    )  # fmt: skip


def trimmed(score: scoring.Score) -> Decimal | None:
    """The mean without the highest and the lowest, for comparison, whatever the rule; the plain one of fewer than
    five."""
    if len(score.totals) < scoring.LEAST_TO_TRIM:
        return score.untrimmed
    left_out = scoring.trim(score.totals)
    return scoring.mean([total for judge, total in score.totals.items() if judge not in left_out])


def _inside(
    placings: Sequence[Placing], scores: dict[str, scoring.Score], references: dict[str, Reference], places: int
) -> dict[str, list[str]]:
    """By which measures each application would have one of the places; equals at the line all count as inside."""
    passing = [one for one in placings if one.rank is not None and all(gate.passed for gate in one.gates)]
    measures: dict[str, Callable[[Placing], Any]] = {
        "official": lambda one: selection.official_key(one.entry),
        "mean": lambda one: scores[one.entry.id].untrimmed,
        "trimmed": lambda one: trimmed(scores[one.entry.id]),
        "reference": lambda one: references[one.entry.id].score if one.entry.id in references else None,
    }
    found: dict[str, list[str]] = {one.entry.id: [] for one in placings}
    for name, measure in measures.items():
        values = {one.entry.id: value for one in passing if (value := measure(one)) is not None}
        order = sorted(values.values(), reverse=True)
        if not order or not places:
            continue
        least = order[min(places, len(order)) - 1]
        for key, value in values.items():
            if value >= least:
                found[key].append(name)
    return found


def _moves(rows: Sequence[Ranked]) -> dict[str, dict[str, list[str]]]:
    """Who would enter and who would leave by each other measure: information only."""
    return {
        name: {
            "in": [str(row.application_id) for row in rows if name in row.inside and "official" not in row.inside],
            "out": [str(row.application_id) for row in rows if "official" in row.inside and name not in row.inside],
        }
        for name in ("mean", "trimmed", "reference")
    }


def _text(score: Decimal | None) -> str | None:
    return None if score is None else str(abs(score))
