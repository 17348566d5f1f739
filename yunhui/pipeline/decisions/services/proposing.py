"""Computing a proposal: official scores, the reference beside them, gates, quotas, reserves, each with its reason."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.decide import selection
from yunhui.decide.selection_types import Batch as Selection
from yunhui.decide.selection_types import Quota, SelectionRule
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor, system
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.kernel.rows import insert_rows
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.decisions.enums import BatchState, Conclusion, SeatKind
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.ports import interests_of
from yunhui.pipeline.decisions.rules import can_propose
from yunhui.pipeline.decisions.selectors.deliberations import Seat, decided_in, places_of
from yunhui.pipeline.decisions.selectors.figures import figures_of
from yunhui.pipeline.decisions.selectors.scores import Reference, entry_of, scores_of, shown
from yunhui.pipeline.decisions.services.deliberating import Present, write_deliberation
from yunhui.pipeline.decisions.services.ranking import kept_references
from yunhui.pipeline.decisions.states import BATCH
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import LockedScore, locked_scores, locked_totals
from yunhui.pipeline.review.services import settle_sheets

REASON_LENGTH = 1_000


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
    # The fact that a conflict was confirmed may still be on its way.
    settle_sheets(actor=system("review"), application_ids=[one.pk for one in applications])
    sheets = locked_scores(row.pk)
    config = ReviewConfig.of(Stage.objects.get(call=row, kind="review").config)
    interests = interests_of(row.pk)
    scores = scores_of(row, config, applications, sheets)
    groups = {group.pk: group for group in row.groups.all()}
    references = kept_references(groups)
    rule = SelectionRule(
        quotas={group.key: Quota(group.quota, group.wild_cards) for group in groups.values()},
        seats=row.seats,
        reserves=row.reserves,
        gate_mean=row.gate_mean,
        least_interests=row.min_interests,
    )
    proposal = old.filter(state=BatchState.PROPOSED).first()
    _deliberate(actor, row, proposal, deliberated or {}, reason)
    deliberations = decided_in(row)
    places = places_of(deliberations)
    chosen = selection.select(
        [
            entry_of(
                one,
                one.group.key if one.group else "",
                scores[one.pk],
                config,
                interests.get(one.pk, 0),
                places.get(one.pk),
            )
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
    items = _items(batch, applications, chosen, references)
    insert_rows(items)
    batch.notes["figures"] = _figures(groups.values(), items, sheets)
    batch.save(update_fields=["notes"])
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


def inputs_of(call: Call) -> str:
    """The digest of all that a proposal rests on: scores, interests, who is in the running, and the announced rule."""
    running = Application.objects.filter(call=call, number__isnull=False).order_by("pk")
    content: dict[str, Any] = {
        "scores": [list(map(str, each)) for each in locked_totals(call.pk)],
        "interests": sorted((str(key), count) for key, count in interests_of(call.pk).items()),
        "running": [[str(pk), state] for pk, state in running.values_list("pk", "state")],
        "rule": [call.rank_by, call.seats, call.reserves, f"{call.gate_mean:.2f}", call.min_interests],
        "groups": _groups_of(call),
    }
    if again := sorted(str(pk) for pk in open_sheets(call).values_list("pk", flat=True)):
        content["open"] = again
    if decided := decided_in(call):
        content["decided"] = [[one["number"], one["places"]] for one in decided]
    return digest(json.dumps(content, sort_keys=True).encode(), settings.DIGEST_ALGORITHM)


def _groups_of(call: Call) -> list[tuple[str, int, int]]:
    """Key, places and wild cards of each group, in the order of their making; no query where they are at hand."""
    return [(one.key, one.quota, one.wild_cards) for one in sorted(call.groups.all(), key=lambda one: one.pk)]


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
    rows = ready.select_related("group").defer("answers", "revisions", "others", "search")
    applications = list(rows.order_by("number"))
    if not applications:
        raise DomainError("nothing_to_decide", _("No application is ready for a decision."))
    if again := open_sheets(call).count():
        raise DomainError(
            "sheets_open", _("%(count)d score sheets of re-reviews are still open.") % {"count": again}, count=again
        )
    return applications


def open_sheets(call: Call) -> QuerySet[Assignment]:
    """The sheets of applications in the running that are still to score: a re-review, a sheet opened again."""
    return Assignment.objects.filter(
        stage__call=call, state=AssignmentState.OPEN, application__state=ApplicationState.IN_PROGRESS
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
                score=shown(placing.entry.score),
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


def _figures(groups: Iterable[Group], items: list[BatchItem], sheets: Sequence[LockedScore]) -> dict[str, Any]:
    """What stands around each group's table, kept with the batch."""
    ordered = sorted(items, key=lambda item: (item.rank is None, item.rank or 0, item.application.number))
    found = {}
    for group in groups:
        own = [item for item in ordered if item.application.group_id == group.pk]
        ids = {item.application_id for item in own}
        judges = [sheet.expert_id for sheet in sheets if sheet.application_id in ids]
        found[group.key] = figures_of(own, group.quota, len(judges), len(set(judges)))
    return found


def _notes(chosen: Selection) -> dict[str, Any]:
    lines = {
        group: {"last_inside": shown(line.last_inside), "first_outside": shown(line.first_outside)}
        for group, line in chosen.lines.items()
    }
    return {
        "ties": [_plain(asdict(tie)) for tie in chosen.ties],
        "unfilled": [_plain(asdict(one)) for one in chosen.unfilled],
        "lines": _plain(lines),
    }


def _deliberate(actor: Actor, call: Call, before: Batch | None, deliberated: Mapping[UUID, int], reason: str) -> None:
    """Record what people decide now about the ties that the proposal before left open; anything else is left out."""
    open_ties = {key for tie in before.notes["ties"] for key in tie["entries"]} if before else set()
    places = {key: place for key, place in deliberated.items() if str(key) in open_ties}
    if not places:
        return
    words = clean_text(reason)
    if len(words) > REASON_LENGTH:
        raise InvalidError(
            [Problem("reason", "too_long", _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH})]
        )
    projects = Application.objects.filter(call=call, pk__in=places).order_by("number")
    seat = Seat("", actor.name, SeatKind.LEADER, user_id=actor.user_id)
    write_deliberation(
        actor=actor,
        call=call,
        projects=list(projects),
        participants=[Present("")] if actor.user_id else [],
        seats={"": seat},
        conclusion=Conclusion.ORDERED,
        reasons=words,
        places=places,
    )


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))
