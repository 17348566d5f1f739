from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectionState(models.TextChoices):
    """How far an objection is."""

    OPEN = "open", _("To examine")
    EXAMINED = "examined", _("Examined, to decide")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")
