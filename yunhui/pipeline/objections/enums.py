from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObjectionKind(models.TextChoices):
    """Against an entry of the public notice, or by an applicant against not being on it (复核)."""

    ENTRY = "entry", _("Objection")
    RECHECK = "recheck", _("Re-check")


class Channel(models.TextChoices):
    """How an objection reached the office."""

    ONLINE = "online", _("On the platform")
    LETTER = "letter", pgettext_lazy("objection", "By post")
    VISIT = "visit", _("Handed in at the office")
    FORWARDED = "passed", _("Passed on by another authority")


class ObjectionState(models.TextChoices):
    """How far an objection is. One whose address is not proved yet does not count: it is nobody's task and stops no
    clock."""

    UNPROVED = "unproved", _("Waits for the code")
    OPEN = "open", _("To examine")
    EXAMINED = "examined", _("Examined, to decide")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Dismissed")
