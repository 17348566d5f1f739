"""How applications, complete ones and the selected spread over cities, countries, groups and scores."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yunhui.ui
from yunhui.foundation.codes.selectors import codes_of, places
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.recipes.run_call import Result
from yunhui.recipes.run_call.pictures import Spot, histogram, marks

LAND = Path(yunhui.ui.__file__).parent / "land.svg"
MOST = 15
LOWEST, HIGHEST = 20, 100


@dataclass(frozen=True, slots=True)
class Origin:
    """One country or region: how many applied, were complete, were selected."""

    name: str
    received: int
    complete: int
    selected: int

    @property
    def share(self) -> float:
        """Selected of received."""
        return self.selected / self.received if self.received else 0.0


def spread_of(result: Result, language: str) -> dict[str, Any]:
    """`land`, `marks`, `cities`, `unplaced`, `origins`, `spread` and `gate` of the report's template."""
    rows = list(Application.objects.filter(call=result.call).values_list("pk", "country", "place", "group_id"))
    complete = set(
        StagePass.objects.filter(stage__call=result.call, stage__kind="screening", state=PassState.PASSED).values_list(
            "application_id", flat=True
        )
    )
    items = list(result.batch.items.values_list("application_id", "score", "outcome"))
    selected = {pk for pk, _score, outcome in items if outcome == Outcome.SELECTED}
    by_city = Counter(place for _pk, _country, place, _group in rows)
    in_city = Counter(place for pk, _country, place, _group in rows if pk in selected)
    known = places()
    spots = [
        Spot(
            pick(known[code], "name", language),
            float(known[code].longitude),
            float(known[code].latitude),
            count,
            in_city[code],
        )
        for code, count in by_city.items()
        if code in known
    ]
    gate = result.call.gate_mean
    return {
        "land": LAND.read_text(encoding="utf-8"),
        "marks": marks(spots),
        "cities": len(spots),
        "unplaced": sum(count for code, count in by_city.items() if code not in known),
        "origins": origins([(country, pk in complete, pk in selected) for pk, country, _p, _g in rows], language),
        "spread": _groups(result, rows, complete, selected, items, language),
        "gate": f"{gate:.0f}",
    }


def origins(rows: list[tuple[str, bool, bool]], language: str) -> list[Origin]:
    """Countries and regions by how many applied, the rest together; (code, complete, selected) for each application."""
    names = codes_of("country")
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for code, is_complete, is_selected in rows:
        for k, counted in enumerate((True, is_complete, is_selected)):
            counts[code if code in names else ""][k] += counted
    unknown, rest = ("未填写", "其他") if language == CHINESE else ("Not stated", "Others")
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1][0], pair[0]))
    found = [Origin(pick(names[code], "name", language) if code else unknown, *three) for code, three in ordered]
    if len(found) <= MOST:
        return found
    tail = found[MOST - 1 :]
    others = (sum(one.received for one in tail), sum(one.complete for one in tail), sum(one.selected for one in tail))
    return [*found[: MOST - 1], Origin(rest, *others)]


def _groups(
    result: Result,
    rows: list[tuple[Any, str, str, Any]],
    complete: set[Any],
    selected: set[Any],
    items: list[tuple[Any, Any, str]],
    language: str,
) -> list[dict[str, Any]]:
    group_of = {pk: group for pk, _country, _place, group in rows}
    scores: dict[Any, list[tuple[float, bool]]] = defaultdict(list)
    for pk, score, outcome in items:
        if score is not None:
            scores[group_of[pk]].append((float(score), outcome == Outcome.SELECTED))
    found = []
    for group in result.call.groups.order_by("sort"):
        mine = [(pk, country) for pk, country, _place, of in rows if of == group.pk]
        values = sorted(value for value, _in in scores[group.pk])
        middle = f"{values[len(values) // 2]:.1f}" if values else "–"
        found.append(
            {
                "name": pick(group, "name", language),
                "received": len(mine),
                "complete": sum(pk in complete for pk, _country in mine),
                "selected": sum(pk in selected for pk, _country in mine),
                "countries": len({country for _pk, country in mine if country}),
                "scores": histogram(scores[group.pk], float(result.call.gate_mean), LOWEST, HIGHEST),
                "said": f"{pick(group, 'name', language)}: {len(values)}, {middle}",
            }
        )
    return found
