"""Official scores of a call's applications by its announced rule, and the scale reference beside them.

Both a proposal and the live ranking rest on what stands here, so that they cannot differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import numpy as np

from yunhui.decide import scoring
from yunhui.decide.calibration import Calibration, calibrate
from yunhui.decide.selection_types import Entry
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import LockedScore


@dataclass(frozen=True, slots=True)
class Reference:
    """What calibration says of one application inside its group: a reference for the scale, never the order."""

    score: float
    low: float
    high: float
    p_in: float
    is_border: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """How one expert uses the scale against what the panel expects of the same projects.

    `level` is in points above (lenient) or below (strict) the panel, `low` to `high` its 95 % interval; `leaning` is 1,
    -1, or 0 where the interval holds 0.
    """

    expert_id: UUID
    sheets: int
    level: float
    low: float
    high: float
    leaning: int


def scores_of(
    call: Call, config: ReviewConfig, applications: Iterable[Application], sheets: Iterable[LockedScore]
) -> dict[UUID, scoring.Score]:
    """Application -> its official score, each group by itself."""
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


def references_in(sheets: Sequence[LockedScore], places: int) -> tuple[dict[UUID, Reference], list[Scale]]:
    """Calibrate the sheets of one group: a reference for each application, and how each expert uses the scale."""
    if not sheets:
        return {}, []
    entries, entry = np.unique([str(row.application_id) for row in sheets], return_inverse=True)
    judges, judge = np.unique([str(row.expert_id) for row in sheets], return_inverse=True)
    top = max(1, min(places, len(entries)))
    result: Calibration = calibrate(entry, judge, [float(row.total) for row in sheets], top)
    references = {
        UUID(str(key)): Reference(
            float(result.score[index]),
            float(result.low[index]),
            float(result.high[index]),
            float(result.p_top[index]),
            bool(result.border[index]),
        )
        for index, key in enumerate(entries)
    }
    counts = np.bincount(judge, minlength=len(judges))
    scales = [
        Scale(
            UUID(str(key)),
            int(counts[index]),
            float(result.judge_level[index]),
            float(result.judge_low[index]),
            float(result.judge_high[index]),
            int(result.judge_leaning[index]),
        )
        for index, key in enumerate(judges)
    ]
    return references, scales


def entry_of(
    application: Application,
    group: str,
    score: scoring.Score,
    config: ReviewConfig,
    interests: int,
    place: int | None = None,
) -> Entry:
    """An application as selection compares it; `place` is what people gave it among equals."""
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
        interests=interests,
        wild_card=application.is_wild_card,
        deliberated=place,
    )


def shown(score: Decimal | None) -> Decimal | None:
    """A score as people read it: a sum of ranks goes into selection with a minus."""
    return None if score is None else abs(score)
