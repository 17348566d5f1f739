from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """How somebody came onto a panel's list."""

    OFFICE = "office", _("Chosen by the office")
    DRAW = "draw", _("Drawn by lot")


class SeatState(models.TextChoices):
    """Where an invitation stands. Reserves wait in their order until somebody of their stratum is missing."""

    RESERVE = "reserve", pgettext_lazy("panel", "In reserve")
    INVITED = "invited", pgettext_lazy("panel", "Invited")
    ACCEPTED = "accepted", pgettext_lazy("panel", "Accepted")
    DECLINED = "declined", pgettext_lazy("panel", "Declined")
    LAPSED = "lapsed", _("Did not answer in time")
    CANCELLED = "cancelled", _("Taken back by the office")


class DeclineReason(models.TextChoices):
    """Why somebody does not serve."""

    TIME = "time", _("No time on these days")
    FIELD = "field", _("Not my field")
    INTEREST = "interest", _("I have an interest in a project or a team")
    UNIT = "unit", _("My employer does not agree")
    OTHER = "other", _("Another reason")


class FeeState(models.TextChoices):
    """How far a fee is."""

    LISTED = "listed", _("On the roster")
    SENT = "sent", _("With finance")
    PAID = "paid", _("Paid")
