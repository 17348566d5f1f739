from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentState(models.TextChoices):
    """An expert's task on one application."""

    OPEN = "open", _("To score")
    LOCKED = "locked", _("Scored")
    ABSTAINED = "abstained", _("Abstained")
    RECUSED = "recused", _("Recused")


class ConflictSource(models.TextChoices):
    """Where a conflict of interest was seen."""

    DECLARED = "declared", _("Declared by the expert")
    ORGANISATION = "organisation", _("Same organisation")
    DOMAIN = "domain", _("Same e-mail domain")
    PERSON = "person", _("The same person")
