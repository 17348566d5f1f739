from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """As what a reader opens something."""

    OFFICE = "office", _("Talent office")
    APPROVER = "approver", _("Office director")
    CHAIR = "chair", _("Panel leader")
    BOARD = "board", _("Host area")
    EXPERT = "expert", _("Expert")
    FIRM = "firm", _("Firm or investor")
    EMERGENCY = "emergency", _("Emergency reading")


class What(models.TextChoices):
    """What is opened."""

    BRIEF = "brief", _("Project brief")
    ANSWERS = "answers", _("Application")
    FILE = "file", _("File")
    CONTACT = "contact", _("Contact details")
