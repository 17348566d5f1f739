from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentState(models.TextChoices):
    """An expert's task on one application."""

    OPEN = "open", _("To score")
    LOCKED = "locked", _("Scored")
    ABSTAINED = "abstained", _("Abstained")
    RECUSED = "recused", _("Recused")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")
    MISSED = "missed", _("Not scored in time")
    SET_ASIDE = "set_aside", _("Set aside: conflict of interest confirmed")


# Sheets that were given: they stand, or they were set aside and stay in the record without counting.
GIVEN = (AssignmentState.LOCKED, AssignmentState.SET_ASIDE)
# Tasks that count: scored, or still to score; those that somebody else is to take over; and those of experts who are
# not asked about the project again.
LIVE = (AssignmentState.OPEN, AssignmentState.LOCKED)
HANDED_BACK = (AssignmentState.DECLINED, AssignmentState.TAKEN_BACK)
GONE = (AssignmentState.ABSTAINED, AssignmentState.RECUSED, AssignmentState.DECLINED)


class PlanKind(models.TextChoices):
    """What a plan of the assignment is about."""

    WHOLE = "whole", _("Assignment")
    REPAIR = "repair", _("Repair")


class PlanMode(models.TextChoices):
    """How a plan chooses."""

    FAIR = "fair", _("Best fit, the worst-served first")
    RANDOM = "random", _("By lot")
    GIVEN = "given", _("From a list")


class PlanState(models.TextChoices):
    """What became of a plan."""

    DRAFT = "draft", _("Drawn up")
    STANDING = "standing", _("Stands")
    DISCARDED = "discarded", _("Discarded")


class PinKind(models.TextChoices):
    """What is fixed by hand before a plan."""

    MUST = "must", _("Must judge it")
    MUST_NOT = "must_not", _("Must not judge it")


class MoveKind(models.TextChoices):
    """What happened to an expert's task."""

    ASKED = "asked", _("Asked")
    BY_HAND = "by_hand", _("Asked by hand")
    REPLACES = "replaces", _("Asked in a repair")
    DECLINED = "declined", _("Declined")
    CONFLICT = "conflict", _("Stepped back: conflict of interest")
    ABSTAINED = "abstained", _("Abstained")
    TAKEN_BACK = "taken_back", _("Taken back")
    MOVED_ON = "moved_on", _("Taken back in a repair")
    GO_ON = "go_on", _("Goes on with fewer")
