"""What was known when: the log alone, read up to a moment, beside what the batch froze.

The log is a source of its own: score sheets, answers of host areas and conflicts are taken from its rows, never from
the tables that they changed. Where both say the same, three things agree: the log, the tables and the frozen batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from yunhui.decide import scoring
from yunhui.foundation.audit.models import AuditEntry
from yunhui.pipeline.review.rules import ReviewConfig

_STEPPED_BACK = {"assignment.recused", "assignment.abstained", "assignment.declined", "assignment.removed"}
_CONFLICT = {"conflict.entered", "conflict.confirmed"}
_NO_INTEREST = {"interest.taken_back", "offer.closed", "offer.reconsidered"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the log says was known of one application at a moment.

    Attributes:
        totals: of the sheets that were locked by then, in the order of their locking.
        score: the official score recomputed from these sheets; None where the rule needs the whole group (a sum of
            ranks) or too few sheets were there.
        interests: how many host areas were interested.
        conflicts: how many experts stood aside for a conflict of interest.
        deliberations: how many recorded deliberations spoke of it.
    """

    at: datetime
    totals: tuple[Decimal, ...]
    score: Decimal | None
    interests: int
    conflicts: int
    deliberations: int


def known_at(
    entries: Iterable[AuditEntry], at: datetime, application: str, config: ReviewConfig, rule: tuple[str, Decimal]
) -> Known:
    """Fold the log of one application, its sheets and its offers, oldest first, up to and including a moment.

    Args:
        application: its id as the log writes it.
        rule: by what is ranked, and the gate of the score.
    """
    sheets: dict[str, Mapping[str, Any]] = {}
    aside: dict[str, Mapping[str, Any]] = {}
    interested: dict[str, bool] = {}
    conflicts: set[str] = set()
    recused: dict[str, str] = {}
    deliberations = 0
    for entry in entries:
        if entry.at > at:
            break
        after = entry.after or {}
        if entry.action == "sheet.locked":
            sheets[entry.subject_id] = after
        elif entry.action == "sheet.set_aside":
            aside[entry.subject_id] = sheets.pop(entry.subject_id, {})
        elif entry.action == "sheet.counts_again":
            sheets[entry.subject_id] = aside.pop(entry.subject_id)
        elif entry.action in _STEPPED_BACK or entry.action == "sheet.reopened":
            sheets.pop(entry.subject_id, None)
            if entry.action == "assignment.recused":
                recused[str(entry.actor_id)] = entry.subject_id
        elif entry.action == "offer.answered":
            interested[entry.subject_id] = after.get("state") == "interested"
        elif entry.action in _NO_INTEREST:
            interested[entry.subject_id] = False
        elif entry.action in _CONFLICT:
            conflicts.add(str(after["expert"]))
            recused[str(entry.actor_id)] = ""  # the same expert, by the ledger
        elif entry.action == "conflict.dismissed":
            conflicts.discard(str(after["expert"]))
        elif entry.action == "conflicts.found":
            conflicts |= {expert for expert, found, _source in after["found"] if found == application}
        elif entry.action == "deliberation.recorded":
            deliberations += 1
    return Known(
        at,
        tuple(Decimal(one["total"]) for one in sheets.values()),
        _score(sheets, config, *rule),
        sum(interested.values()),
        len(conflicts) + sum(bool(one) for one in recused.values()),
        deliberations,
    )


def _score(sheets: Mapping[str, Mapping[str, Any]], config: ReviewConfig, method: str, gate: Decimal) -> Decimal | None:
    if method == scoring.Method.RANK_SUM:
        return None
    rubric: Sequence[scoring.Criterion] = [scoring.Criterion(one.key, Decimal(one.points)) for one in config.criteria]
    rows = [
        scoring.Sheet(key, {name: Decimal(value) for name, value in one["scores"].items()})
        for key, one in sheets.items()
    ]
    rule = scoring.ScoringRule(method=scoring.Method(method), gate_mean=gate)
    return scoring.score_group(rubric, {"it": rows}, rule)["it"].value
