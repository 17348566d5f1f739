"""The funnel of a call: each step is one condition, given by the room that knows it, by which the list filters."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import wanted
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import passed
from yunhui.pipeline.review.selectors import reviewed
from yunhui.ui.charts import Step

SELECTED = (ApplicationState.SELECTED, ApplicationState.CLOSED, ApplicationState.LAPSED)
# Which kinds of stage a step speaks of: a call without them has no such step.
_NEEDS = {"screened": {"screening"}, "wanted": {"docking"}, "reviewed": {"review"}, "gates": {"docking", "review"}}
# Host areas and experts work side by side, so that the reviewed are no share of the wanted.
_UNRATED = frozenset({"reviewed"})


def conditions(kinds: set[str]) -> dict[str, Q]:
    """Step -> its condition on a call's submitted applications; the first is "received", without one."""
    steps = {
        "received": Q(),
        "screened": passed("screening"),
        "wanted": wanted(),
        "reviewed": reviewed(),
        "gates": passed("docking", "review"),
        "selected": Q(state__in=SELECTED),
    }
    return {key: condition for key, condition in steps.items() if _NEEDS.get(key, set()) <= kinds}


def steps_of(counts: Mapping[str, int], url: Any) -> list[Step]:
    """What the strip draws; `url(step)` leads to the rows behind each number."""
    return [
        Step(word, counts[key], url(key), key not in _UNRATED and counts[key] > 0)
        for key, word in words().items()
        if key in counts
    ]


def words() -> dict[str, str]:
    """Step -> its word."""
    return {
        "received": _("Received"),
        "screened": _("Form check passed"),
        "wanted": _("Wanted by a host area"),
        "reviewed": _("Reviewed"),
        "gates": _("Both gates passed"),
        "selected": _("Selected"),
    }
