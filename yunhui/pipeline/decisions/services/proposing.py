"""Computing a proposal: official scores, the reference beside them, gates, quotas, reserves, each with its reason."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide import scoring, selection
from yunhui.decide.calibration import Calibration, calibrate
from yunhui.decide.selection_types import Batch as Selection
from yunhui.decide.selection_types import Entry, Quota, SelectionRule
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.ports import interests_of
from yunhui.pipeline.decisions.rules import can_propose
from yunhui.pipeline.decisions.states import BATCH
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import LockedScore, locked_scores

REASON_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Reference:
    """What calibration says of one application inside its group: a reference for the scale, never the order."""

    score: float
    low: float
    high: float
    p_in: float
    is_border: bool


@transaction.atomic
def propose_batch(
    *, actor: Actor, call: Call, deliberated: Mapping[UUID, int] | None = None, reason: str = ""
) -> Batch:
    """Compute a new proposal; the one before is discarded, but what people have decided in it stands.

    Args:
        deliberated: the places (from 1) that people gave to the applications of a tie that the proposal before left
            open; anything else in it is left out. They add to what was decided before that.
        reason: why in this order; kept with the batch and in the log.

    Raises:
        RefusedError: neither panel leader nor office.
        DomainError: `not_ready`: applications are still being reviewed; `nothing_to_decide`; `released` already.
    """
    require(can_propose(actor, call))
    row = Call.objects.select_for_update().get(pk=call.pk)
    old = Batch.objects.filter(call=row).order_by("-number")
    if old.filter(state=BatchState.RELEASED).exists():
        raise DomainError("released", _("The batch of this call has been released already."))
    applications = _candidates(row)
    sheets = locked_scores(row.pk)
    config = ReviewConfig.of(Stage.objects.get(call=row, kind="review").config)
    interests = interests_of(row.pk)
    scores = _official(row, config, applications, sheets)
    groups = {group.pk: group for group in row.groups.all()}
    references = _references(applications, sheets, {pk: group.quota for pk, group in groups.items()})
    rule = SelectionRule(
        quotas={group.key: Quota(group.quota, group.wild_cards) for group in groups.values()},
        seats=row.seats,
        reserves=row.reserves,
        gate_mean=row.gate_mean,
        least_interests=row.min_interests,
    )
    proposal = old.filter(state=BatchState.PROPOSED).first()
    deliberations = _deliberations(actor, proposal, deliberated or {}, reason)
    places = places_of(deliberations)
    chosen = selection.select(
        [
            _entry(one, one.group.key if one.group else "", scores[one.pk], config, interests, places)
            for one in applications
        ],
        rule,
    )
    if proposal:
        BATCH.check(proposal.state, BatchState.DISCARDED)
        proposal.state = BatchState.DISCARDED
        proposal.save(update_fields=["state"])
    first = old.first()
    batch = Batch.objects.create(
        call=row,
        number=first.number + 1 if first else 1,
        rule={**_plain(asdict(rule)), "rank_by": row.rank_by, "clause": row.rule_clause},
        notes={**_notes(chosen), "deliberations": deliberations},
        inputs=inputs_of(row),
        proposed_by_id=actor.user_id,
    )
    BatchItem.objects.bulk_create(_items(batch, applications, chosen, references), batch_size=500)
    record(
        actor=actor,
        action="batch.proposed",
        subject=("batch", batch.pk),
        after={
            "number": batch.number,
            "call": str(row.pk),
            "inputs": batch.inputs,
            "deliberated": {str(key): place for key, place in (deliberated or {}).items()},
            "reason": clean_text(reason),
        },
    )
    return batch


def places_of(deliberations: Sequence[Mapping[str, Any]]) -> dict[UUID, int]:
    """The places of all deliberations of a batch, in one row: the later ones stand behind the earlier ones.

    Who lost one tie and is equal again on the next line keeps its place behind those who won the first.
    """
    found: dict[UUID, int] = {}
    for one in deliberations:
        behind = max(found.values(), default=0)
        found |= {UUID(key): behind + place for key, place in one["places"].items()}
    return found


def inputs_of(call: Call) -> str:
    """The digest of all that a proposal rests on: scores, interests, who is in the running, and the announced rule."""
    running = Application.objects.filter(call=call, number__isnull=False).order_by("pk")
    content = {
        "scores": [[str(s.application_id), str(s.expert_id), str(s.total)] for s in locked_scores(call.pk)],
        "interests": sorted((str(key), count) for key, count in interests_of(call.pk).items()),
        "running": [[str(pk), state] for pk, state in running.values_list("pk", "state")],
        "rule": [call.rank_by, call.seats, call.reserves, f"{call.gate_mean:.2f}", call.min_interests],
        "groups": list(call.groups.order_by("pk").values_list("key", "quota", "wild_cards")),
    }
    return digest(json.dumps(content, sort_keys=True).encode(), settings.DIGEST_ALGORITHM)


def _candidates(call: Call) -> list[Application]:
    in_progress = Application.objects.filter(call=call, state=ApplicationState.IN_PROGRESS)
    deciding = StagePass.objects.filter(stage__call=call, stage__kind="decision", state=PassState.OPEN)
    ready = in_progress.filter(pk__in=deciding.values("application_id"))
    if waiting := in_progress.count() - ready.count():
        raise DomainError(
            "not_ready",
            _("%(count)d applications are still with the form check, the host areas or the experts.")
            % {"count": waiting},
            count=waiting,
        )
    applications = list(ready.select_related("group").order_by("number"))
    if not applications:
        raise DomainError("nothing_to_decide", _("No application is ready for a decision."))
    return applications


def _official(
    call: Call, config: ReviewConfig, applications: list[Application], sheets: list[LockedScore]
) -> dict[UUID, scoring.Score]:
    rubric = [scoring.Criterion(one.key, Decimal(one.points)) for one in config.criteria]
    of_application: dict[UUID, list[scoring.Sheet]] = defaultdict(list)
    for sheet in sheets:
        of_application[sheet.application_id].append(scoring.Sheet(str(sheet.expert_id), sheet.scores))
    rule = scoring.ScoringRule(method=scoring.Method(call.rank_by), gate_mean=call.gate_mean)
    groups: dict[int | None, dict[str, list[scoring.Sheet]]] = defaultdict(dict)
    for one in applications:
        groups[one.group_id][str(one.pk)] = of_application[one.pk]
    found: dict[UUID, scoring.Score] = {}
    for of_group in groups.values():
        found |= {UUID(key): score for key, score in scoring.score_group(rubric, of_group, rule).items()}
    return found


def _references(
    applications: list[Application], sheets: list[LockedScore], quotas: dict[int, int]
) -> dict[UUID, Reference]:
    """Calibrate inside each group, where the ranking lives; a group without scores has no reference."""
    group_of = {one.pk: one.group_id for one in applications}
    by_group: dict[int, list[LockedScore]] = defaultdict(list)
    for sheet in sheets:
        if (group := group_of.get(sheet.application_id)) is not None:
            by_group[group].append(sheet)
    found: dict[UUID, Reference] = {}
    for group, rows in by_group.items():
        entries, entry = np.unique([str(row.application_id) for row in rows], return_inverse=True)
        _judges, judge = np.unique([str(row.expert_id) for row in rows], return_inverse=True)
        top = max(1, min(quotas.get(group, 1), len(entries)))
        result: Calibration = calibrate(entry, judge, [float(row.total) for row in rows], top)
        for index, key in enumerate(entries):
            found[UUID(str(key))] = Reference(
                float(result.score[index]),
                float(result.low[index]),
                float(result.high[index]),
                float(result.p_top[index]),
                bool(result.border[index]),
            )
    return found


def _entry(
    application: Application,
    group: str,
    score: scoring.Score,
    config: ReviewConfig,
    interests: Mapping[UUID, int],
    deliberated: Mapping[UUID, int],
) -> Entry:
    value, points = score.value, None
    if value is not None and score.basis == scoring.Basis.RANK_SUM:
        # A lower sum of ranks is better, and the gate asks for points.
        value, points = -value, score.untrimmed
    return Entry(
        id=str(application.pk),
        group=group,
        score=value,
        gate_score=points,
        tie_breaks=(score.criterion_means.get(config.tie_break), score.untrimmed),
        interests=interests.get(application.pk, 0),
        wild_card=application.is_wild_card,
        deliberated=deliberated.get(application.pk),
    )


def _items(
    batch: Batch, applications: list[Application], chosen: Selection, references: dict[UUID, Reference]
) -> list[BatchItem]:
    placings = {placing.entry.id: placing for placing in chosen.placings}
    items = []
    for one in applications:
        placing, reference = placings[str(one.pk)], references.get(one.pk)
        items.append(
            BatchItem(
                batch=batch,
                application=one,
                outcome=str(placing.outcome),
                rank=placing.rank,
                score=_shown(placing.entry.score),
                interests=placing.entry.interests,
                reserve_number=placing.reserve_number,
                reference=reference.score if reference else None,
                low=reference.low if reference else None,
                high=reference.high if reference else None,
                p_in=reference.p_in if reference else None,
                is_border=reference.is_border if reference else False,
                reasons=[
                    *(
                        {"code": f"gate_{g.code}", "passed": g.passed, "value": g.value, "needed": g.needed}
                        for g in placing.gates
                    ),
                    *({"code": reason.code, **dict(reason.parameters)} for reason in placing.reasons),
                ],
            )
        )
    return items


def _notes(chosen: Selection) -> dict[str, Any]:
    lines = {
        group: {"last_inside": _shown(line.last_inside), "first_outside": _shown(line.first_outside)}
        for group, line in chosen.lines.items()
    }
    return {
        "ties": [_plain(asdict(tie)) for tie in chosen.ties],
        "unfilled": [_plain(asdict(one)) for one in chosen.unfilled],
        "lines": _plain(lines),
    }


def _shown(score: Decimal | None) -> Decimal | None:
    """A score as people read it: a sum of ranks goes in with a minus."""
    return None if score is None else abs(score)


def _deliberations(
    actor: Actor, before: Batch | None, deliberated: Mapping[UUID, int], reason: str
) -> list[dict[str, Any]]:
    """What people decided in the proposal before, and what they decide now about the ties that it left open."""
    if before is None:
        return []
    open_ties = {key for tie in before.notes["ties"] for key in tie["entries"]}
    places = {str(key): place for key, place in deliberated.items() if str(key) in open_ties}
    earlier = list(before.notes.get("deliberations", []))
    if not places:
        return earlier
    words = clean_text(reason)
    if len(words) > REASON_LENGTH:
        raise InvalidError(
            [Problem("reason", "too_long", _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH})]
        )
    now = {
        "places": places,
        "reason": words,
        "by": str(actor.user_id or ""),
        "at": clock.now().isoformat(),
    }
    return [*earlier, now]


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))
