from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentState(models.TextChoices):
    """An expert's task on one application."""

    OPEN = "open", _("To score")
    LOCKED = "locked", _("Scored")
    ABSTAINED = "abstained", _("Abstained")
    RECUSED = "recused", _("Recused")
    MISSED = "missed", _("Not scored in time")
