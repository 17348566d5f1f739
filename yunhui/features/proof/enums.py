from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a step of a decision's story is about."""

    APPLIED = "applied", _("Application")
    READ = "read", _("Read")
    MATCHED = "matched", _("Host areas")
    SCORED = "scored", _("Review")
    DECIDED = "decided", _("Decision")
    TOLD = "told", _("Letters")
    OBJECTED = "objected", _("Objections")
