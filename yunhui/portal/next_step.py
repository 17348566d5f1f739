"""What an application waits for, as the office says it in a list."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.states import AT_WORK

MARKS = {
    OfferState.INTERESTED: "full",
    OfferState.PENDING: "ring",
    OfferState.NOT_INTERESTED: "dash",
    OfferState.LAPSED: "r",
    OfferState.CLOSED: "n",
}


def marks_of(answers: list[str]) -> list[tuple[str, str]]:
    """Host areas' answers as shapes with their words."""
    return [(MARKS[OfferState(one)], str(OfferState(one).label)) for one in answers]


def kinds_of(steps: list[str]) -> dict[str, list[str]]:
    """`open_kinds`, of these `returned_kinds`, and `failed_kinds` of stages in their order, as a standing says."""
    pairs = [step.split(":") for step in steps]
    return {
        "open_kinds": [kind for kind, state in pairs if state in AT_WORK],
        "returned_kinds": [kind for kind, state in pairs if state == PassState.RETURNED],
        "failed_kinds": [kind for kind, state in pairs if state == PassState.FAILED],
    }


def next_step(row: Mapping[str, Any]) -> str:
    """The next step of one row of the list.

    Args:
        row: `state`, what `kinds_of` gives, `area_answers`, `locked` and `wanted` of one application.
    """
    kinds = row["open_kinds"]
    if row["state"] == ApplicationState.RESERVE:
        return _("Moves up when a place is free")
    if "screening" in kinds:
        return _("Waits for the applicant") if "screening" in row["returned_kinds"] else _("Check the form")
    if "docking" in kinds or "review" in kinds:
        return _waits(row)
    if "decision" in kinds:
        return _before_decision(set(row["failed_kinds"]))
    if "confirmation" in kinds:
        return _("To be confirmed by the applicant")
    if "notice" in kinds:
        return _("On public notice")
    if "roadshow" in kinds:
        return _("Pitches")
    if row["state"] == ApplicationState.DECLINED and "screening" in row["failed_kinds"]:
        return _("Form check not passed")
    return str(ApplicationState(row["state"]).label)


def _waits(row: Mapping[str, Any]) -> str:
    sheets = row["wanted"] - row["locked"]
    areas = list(row["area_answers"]).count(OfferState.PENDING)
    if "review" in row["open_kinds"] and row["wanted"] == 0:
        return _("Assign experts")
    if areas and sheets:
        return _("Waits for host areas (%(areas)d) and sheets (%(sheets)d)") % {"areas": areas, "sheets": sheets}
    if areas:
        return ngettext("Waits for %(n)d host area", "Waits for %(n)d host areas", areas) % {"n": areas}
    return ngettext("Waits for %(n)d sheet", "Waits for %(n)d sheets", sheets) % {"n": sheets}


def _before_decision(failed: set[str]) -> str:
    if failed >= {"docking", "review"}:
        return _("Neither gate passed")
    if "docking" in failed:
        return _("Too few host areas interested")
    if "review" in failed:
        return _("Mean below the line")
    return _("Both gates passed, waits for the list")
