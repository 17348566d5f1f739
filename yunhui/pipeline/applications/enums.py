from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    """The one machine of every programme; what differs is the list of stages."""

    DRAFT = "draft", _("Draft")
    IN_PROGRESS = "in_progress", _("In progress")
    SELECTED = "selected", _("Selected")
    RESERVE = "reserve", _("Reserve")
    DECLINED = "declined", _("Not selected")
    CLOSED = "closed", _("Completed")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PassState(models.TextChoices):
    """One application in one stage."""

    WAITING = "waiting", _("Waiting")
    OPEN = "open", _("Open")
    RETURNED = "returned", _("To be completed")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    SKIPPED = "skipped", _("Skipped")


class Channel(models.TextChoices):
    """How an application came."""

    SELF = "self", _("Open call")
    BOARD = "board", _("Recommended by a host area")
    PARTNER = "partner", _("Partner institution")
    IMPORT = "import", _("Imported")


class Right(models.TextChoices):
    """What a co-applicant may do with an application that another person owns."""

    VIEW = "view", _("Read")
    EDIT = "edit", _("Read and write")


class FoundBy(StrEnum):
    """What an application is found by, as weights of its search column: each reader asks only for what they read.

    TITLES: number and titles. NAMES: the speaker's name too. ALL: employer and e-mail address too, for who works with
    the person's data.
    """

    TITLES = "D"
    NAMES = "AD"
    ALL = "ABD"


class CompletionEnd(models.TextChoices):
    """How a request to complete an application ended."""

    ANSWERED = "answered", pgettext_lazy("what was missing", "Completed")
    LAPSED = "lapsed", _("Not completed in time")
    TAKEN_BACK = "taken_back", _("Taken back by the office")
    CUT = "cut", _("Ended with the application")
