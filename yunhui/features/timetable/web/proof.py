"""What the solver could prove of a version, in words."""

from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.ui import formats

TAGS = {TimetableState.PUBLISHED: "g", TimetableState.DRAFT: "y"}


def proof_of(found: Timetable, language: str) -> str:
    """What the solver could prove of a version, in words."""
    if found.status == "infeasible":
        return _("No timetable keeps all the rules.")
    if found.objective is None:
        return _("Nothing was found in the time given.")
    cost = formats.number(round(found.objective), language)
    if found.status == "optimal":
        return _("The best possible: no timetable has fewer burdens than this one ({cost}).").format(cost=cost)
    if not found.bound or found.bound <= 0:
        words = _("Found in the time given; its burdens are {cost}. Fewer may be possible: there is no proof yet.")
        return words.format(cost=cost)
    gap = (found.objective - found.bound) / max(1.0, found.objective)
    return _(
        "Found in the time given; its burdens are {cost}, and no timetable can have fewer than {bound} (gap {gap})."
    ).format(cost=cost, bound=formats.number(round(found.bound), language), gap=formats.percent(gap, 0))
