"""How each expert uses the scale against what the panel expects of the same projects."""

from collections.abc import Iterable
from uuid import UUID

from yunhui.pipeline.decisions.models import Ranking
from yunhui.pipeline.decisions.selectors.scores import Scale

LEAST_SHEETS = 5
"""With fewer sheets nothing is said of an expert."""


def scales_in(rankings: Iterable[Ranking]) -> list[Scale]:
    """Every expert of some groups' kept rankings, who is furthest from the panel first; of several groups the one with
    most of their sheets."""
    best: dict[UUID, Scale] = {}
    for ranking in rankings:
        for one in ranking.figures.get("scales", []):
            scale = Scale(**{**one, "expert_id": UUID(one["expert_id"])})
            kept = best.get(scale.expert_id)
            if kept is None or kept.sheets < scale.sheets:
                best[scale.expert_id] = scale
    return sorted(best.values(), key=lambda one: (-abs(one.level), str(one.expert_id)))
