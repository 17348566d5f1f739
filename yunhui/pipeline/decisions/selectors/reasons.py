"""A batch's reasons, which are codes with values, as sentences in the active language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Words = Callable[[Mapping[str, Any]], str]


def _gate_score(reason: Mapping[str, Any]) -> str:
    if not reason.get("value"):
        return _("Expert review: no valid score.")
    values = {"value": reason["value"], "needed": reason["needed"]}
    if reason["passed"]:
        return _("Expert review passed: %(value)s, at least %(needed)s is needed.") % values
    return _("Expert review not passed: %(value)s, at least %(needed)s is needed.") % values


def _gate_interests(reason: Mapping[str, Any]) -> str:
    values = {"value": reason["value"], "needed": reason["needed"]}
    if reason["passed"]:
        return _("Host-area match passed: %(value)s interested, at least %(needed)s needed.") % values
    return _("Host-area match not passed: %(value)s interested, at least %(needed)s needed.") % values


SENTENCES: dict[str, Words] = {
    "gate_score": _gate_score,
    "gate_interests": _gate_interests,
    "within_quota": lambda r: _("Selected: place %(place)s of its group, which has %(places)s places.") % r,
    "wild_card": lambda r: _("Selected by a wild card of a co-organiser."),
    "remaining_place": lambda r: _("Selected: place %(place)s of the %(places)s left over by all groups.") % r,
    "promoted": lambda r: _("Moved up from number %(number)s of the reserve list.") % r,
    "reserve": lambda r: _("Number %(number)s of the reserve list.") % r,
    "no_place": lambda r: _("Passed both gates, but all places are taken by higher scores."),
    "tie": lambda r: _("Equal by the announced rule with others at the line; people decide."),
    "waits_for_tie": lambda r: _("Depends on a tie that people have to decide first."),
    "below_gate": lambda r: _("The mean %(mean)s is below the %(gate)s that the call announced.") % r,
    "too_few_interests": lambda r: _("Fewer host areas are interested than the call needs."),
    "no_score": lambda r: _("Not enough valid score sheets."),
    "not_eligible": lambda r: _("Not eligible."),
    "withdrawn": lambda r: _("Withdrawn."),
}
# What a gate's own sentence says already.
_SAID_BY_GATES = frozenset({"below_gate", "too_few_interests", "no_score"})


def sentences(reasons: list[dict[str, Any]]) -> list[str]:
    """Each reason as a sentence, the gates first, nothing said twice."""
    gated = any(reason["code"].startswith("gate_") for reason in reasons)
    return [SENTENCES[reason["code"]](reason) for reason in reasons if not (gated and reason["code"] in _SAID_BY_GATES)]
