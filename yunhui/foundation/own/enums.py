from django.db import models
from django.utils.translation import gettext_lazy as _


class CopyState(models.TextChoices):
    """A copy of somebody's data."""

    ASKED = "asked", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not made")
    ENDED = "ended", _("No longer kept")


class ErasureState(models.TextChoices):
    """The end of somebody's data."""

    WAITING = "waiting", _("Waiting")
    TAKEN_BACK = "taken_back", _("Taken back")
    DONE = "done", _("Done")
