"""The figures of an event beyond its programme: the ladder from application to stage, by field, by country."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import stages_of_public
from yunhui.portal.funnel import conditions, steps_of
from yunhui.portal.public.cells import LEAST, publishable
from yunhui.ui import formats
from yunhui.ui.charts import Rung, rungs

# Of a smaller call every step would speak of single applicants.
_SMALLEST_CALL = 4 * LEAST


@dataclass(frozen=True, slots=True)
class Spread:
    """The bars of one chart; empty where too few applied. `note` says what "others" are."""

    bars: list[Rung]
    note: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The charts of an event's figures; empty lists for a small call."""

    ladder: list[Rung]
    groups: Spread
    countries: Spread


def counted(call: Call, language: str) -> Counted:
    """Applications by condition, field and country or region, in one walk over them: two queries."""
    steps = conditions({stage.kind for stage in stages_of_public(call)})
    counts = {key: Count("pk", filter=condition) if condition else Count("pk") for key, condition in steps.items()}
    end = "zh" if formats.is_chinese(language) else "en"
    country = Code.objects.filter(scheme=Scheme.COUNTRY, code=OuterRef("country")).values(f"name_{end}")[:1]
    rows: list[dict[str, Any]] = list(
        Application.objects.filter(call=call, number__isnull=False)
        .order_by()
        .values(group_name=F(f"group__name_{end}"), country_name=Subquery(country))
        .annotate(**counts)  # type: ignore[arg-type]
    )
    sums = {key: sum(row[key] for row in rows) for key in steps}
    if sums.get("received", 0) < _SMALLEST_CALL:
        return Counted([], Spread([], ""), Spread([], ""))
    by_group, by_country = Counter[str](), Counter[str]()
    for row in rows:
        by_group[row["group_name"] or _("No group")] += row["received"]
        by_country[row["country_name"] or _("Not said")] += row["received"]
    return Counted(rungs(steps_of(sums, lambda step: "")), _spread(by_group, language), _spread(by_country, language))


def _spread(counts: Mapping[str, int], language: str) -> Spread:
    cells = publishable(counts)
    rows: list[Any] = list(cells.shown)
    note = ""
    if cells.others:
        rows.append((_("Others"), cells.others))
        note = ngettext(
            "Others: {n} with fewer than {least} each, or joined to it so that nobody can be counted out.",
            "Others: {n} with fewer than {least} each, or joined to them so that nobody can be counted out.",
            cells.merged,
        ).format(n=formats.number(cells.merged, language), least=LEAST)
    drawn = [Rung(one.label, one.count, "", one.width, None) for one in rungs(rows)]
    return Spread(drawn, note)
