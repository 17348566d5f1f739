"""How each expert uses the scale against what the panel expects of the same projects, and their names for staff."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Ranking
from yunhui.pipeline.decisions.selectors.scores import Scale
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.rules import can_see_panel

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


def names_of_experts(actor: Actor, call: Call, expert_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Expert -> name for staff, who may see the panel; while its list is sealed a number stands for each."""
    if not can_see_panel(actor, call):
        return {key: _("Expert %(n)d") % {"n": number} for number, key in enumerate(sorted(expert_ids, key=str), 1)}
    return dict(Expert.objects.filter(pk__in=expert_ids).values_list("pk", "person__name"))
