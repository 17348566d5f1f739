from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a run is."""

    WORKING = "working", _("Working")
    DONE = "done", _("Done")


class Result(models.TextChoices):
    """What became of one application in a run."""

    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Left as it is")
    FAILED = "failed", _("Did not work")
