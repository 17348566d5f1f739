from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a table brings in."""

    APPLICATIONS = "applications", pgettext_lazy("table", "Applications")
    BOARDS = "boards", _("Host areas")
    ORGANISATIONS = "organisations", _("Organisations")
    STAFF = "staff", _("Staff")
    EXPERTS = "experts", _("Experts")


class RunState(models.TextChoices):
    """How far a table is: nothing is written before a person has confirmed what the check found."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not written")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Written")
    CANCELLED = "cancelled", _("Given up")


class Outcome(models.TextChoices):
    """What a row would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Unchanged")
    BAD = "bad", _("Not readable")
