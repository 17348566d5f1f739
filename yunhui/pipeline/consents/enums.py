from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What an applicant consents to, each apart from the others."""

    EXPERTS = "experts", _("Review by experts")
    BOARDS = "boards", _("Reading by host areas")
    FIRMS = "firms", _("Reading by firms and investors")
    PUBLICATION = "publication", _("Publication")
    RECORDING = "recording", _("Recording of the pitch")


class Level(models.TextChoices):
    """How much a consent to publication lets everyone see; each level has those before it."""

    TITLE = "title", _("Field, country or region, and title")
    TEAM = "team", _("The team's name as well")
    SUMMARY = "summary", _("The summary as well")


class Source(models.TextChoices):
    """How a consent came into the ledger."""

    APPLICANT = "applicant", _("Given by the applicant on this platform")
    PAPER = "paper", _("Given on paper, entered by the talent office")
    IMPORT = "import", _("Came with an imported application")
    CARRIED_OVER = "carried_over", _("Submitted under the terms of an earlier release")
