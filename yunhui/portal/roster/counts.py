"""How many applications of the call stand where: the strip of the funnel and the tabs of the groups, in one walk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.selectors import counted_by, stands_at
from yunhui.pipeline.review.selectors import without_experts
from yunhui.portal.funnel import conditions, steps_of
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.kept import fetched
from yunhui.portal.roster.names import NamedGroup, Names
from yunhui.portal.roster.rows import found_by
from yunhui.ui.charts import Step
from yunhui.ui.tags.lists import Tab


@dataclass(frozen=True, slots=True)
class Counts:
    """Group id -> step -> applications, their `sums` over the groups asked, and how many the question finds."""

    groups: list[NamedGroup]
    by_group: dict[int, dict[str, int]]
    sums: dict[str, int]
    found: int

    @classmethod
    def of(cls, scope: Scope, names: Names, asked: Asked) -> "Counts":
        """Count the call's applications: one query."""
        to_check = stands_at("screening", PassState.OPEN)
        steps = {**conditions(scope.kinds), "screening": to_check, "assigning": without_experts()}
        narrowed = asked.is_narrowed and asked.bare().but(sort="", cols="", rows="")

        def make() -> QuerySet[Any, Any]:
            found = {"found": Q(pk__in=found_by(scope, narrowed).values("pk"))} if narrowed else {}
            return counted_by(scope.actor, scope.call, ("group_id",), {**steps, **found})

        rows = fetched(scope, narrowed or Asked(), "counts", make)
        counted = {group_id: dict(zip((*steps, "found"), numbers, strict=False)) for group_id, *numbers in rows}
        wanted = [group for group in names.groups if group.key in asked.values("group")] or names.groups
        by_group = {group.pk: counted.get(group.pk, dict.fromkeys(steps, 0)) for group in names.groups}
        sums = {key: sum(by_group[one.pk][key] for one in wanted) for key in steps}
        total = sum(counts.get("found", 0) for counts in by_group.values()) if narrowed else sums["received"]
        return cls(names.groups, by_group, sums, total)

    def strip(self, asked: Asked) -> list[Step]:
        """The steps of the funnel over the groups that are asked, each with the way to its rows."""
        kept = asked.nothing()
        return steps_of(self.sums, lambda step: kept.but(step="" if step == "received" else step).url())

    def tabs(self, asked: Asked) -> list[Tab]:
        """All and each group, with how many there are."""
        total, now = sum(counts["received"] for counts in self.by_group.values()), asked.values("group")
        bare = asked.bare()
        return [
            Tab(bare.with_filter("group", ()).url(), _("All"), total, not now),
            *(
                Tab(
                    bare.with_filter("group", (one.key,)).url(),
                    one.name,
                    self.by_group[one.pk]["received"],
                    one.key in now,
                )
                for one in self.groups
            ),
        ]
