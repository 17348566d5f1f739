from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpertState(models.TextChoices):
    """Where a person stands in the library; only who is admitted can be asked."""

    PROPOSED = "proposed", pgettext_lazy("expert", "Proposed")
    ADMITTED = "admitted", _("Admitted")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left the library")


class Level(models.TextChoices):
    """The level of a professional title (职称)."""

    SENIOR = "senior", _("Senior")
    ASSOCIATE = "associate", _("Associate senior")
    OTHER = "other", _("Other")


class AffiliationKind(models.TextChoices):
    """What somebody is or was to an organisation."""

    EMPLOYED = "employed", _("Employed")
    PART_TIME = "part_time", _("Part time or adviser")
    HOLDING = "holding", _("Holds shares or sits on the board")
    STUDIED = "studied", _("Studied")


class TieKind(models.TextChoices):
    """How an expert is tied to another person."""

    SUPERVISOR = "supervisor", _("Supervisor of the expert")
    STUDENT = "student", _("Student of the expert")
    COAUTHOR = "coauthor", _("Co-author")
    FAMILY = "family", _("Family")
    PARTNER = "partner", _("Business partner")


class CreditKind(models.TextChoices):
    """What a note on somebody's credit (信用) says."""

    GOOD = "good", _("Served well")
    POOR = "poor", _("To be watched")
    BREACH = "breach", _("Breach")
