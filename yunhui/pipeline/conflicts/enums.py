from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictSource(models.TextChoices):
    """Where a conflict of interest was seen."""

    DECLARED = "declared", _("Declared by the expert")
    ORGANISATION = "organisation", _("Same organisation")
    DOMAIN = "domain", _("Same e-mail domain")
    PERSON = "person", _("The same person")
