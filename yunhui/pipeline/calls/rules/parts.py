"""The parts of a call in the order in which an office makes one, and which of them may change when."""

from typing import Any

from django.utils.translation import gettext as _

from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call

PARTS = (
    "basics", "dates", "groups", "form", "docking", "review", "decision", "before", "eligibility", "readers",
)  # fmt: skip
# What decides who is selected: fixed from the first submission on.
OFFICIAL = ("review", "decision")


def part_name(part: str) -> str:
    """What a part is called."""
    return {
        "basics": _("Name and summary"),
        "dates": _("Dates"),
        "groups": _("Groups and places"),
        "form": _("Application form"),
        "docking": _("Host-area match"),
        "review": _("Expert review"),
        "decision": _("Rule of selection"),
        "before": _("Before you apply"),
        "eligibility": _("Who can apply"),
        "readers": _("Readers of plans"),
    }[part]


def part_of(place: str) -> str:
    """The part in which a problem is mended; problems are placed as `part` or `part.field`."""
    return place.partition(".")[0]


def can_change(call: Call, part: str) -> Verdict:
    """Whether a part of a call may change now, and how: a draft freely, a published call by a public amendment."""
    if call.state == CallState.CLOSED:
        return refused("closed", _("This call is closed. Nothing in it changes any more."))
    if part in OFFICIAL and call.state == CallState.PUBLISHED and has_submissions(call):
        return refused("rule_fixed", rule_is_fixed())
    return ALLOWED


def has_submissions(call: Call) -> bool:
    """Whether somebody has submitted to the call: the first submission takes the first number."""
    return call.last_number > 0


def rule_is_fixed() -> Any:
    """Why the official rule cannot change."""
    return _(
        "Somebody has applied under this rule. What decides who is selected does not change after the first submission."
    )
