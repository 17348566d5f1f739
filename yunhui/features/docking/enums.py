from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.TextChoices):
    """A host area's answer; silence is an answer with its own name."""

    PENDING = "pending", _("Awaiting answer")
    INTERESTED = "interested", _("Interested")
    NOT_INTERESTED = "not_interested", _("Not interested for now")
    LAPSED = "lapsed", _("No answer in time")
