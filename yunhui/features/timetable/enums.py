from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TimetableState(models.TextChoices):
    """A timetable is a draft until it is published; a published version is never changed. A what-if stands beside."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    SCENARIO = "scenario", _("What-if")
    DISCARDED = "discarded", _("Discarded")


class ItemKind(models.TextChoices):
    """What takes place."""

    PITCH = "pitch", _("Pitch")
    BOARD_PITCH = "board_pitch", _("Host area presents")
    OPENING = "opening", _("Opening")
    BREAK = "break", _("Break")


class Part(models.TextChoices):
    """Why somebody is asked to come to an item."""

    SPEAKER = "speaker", pgettext_lazy("at an event", "Speaker")
    DEFENDER = "defender", _("Answers questions")
    CHAIR = "chair", pgettext_lazy("timetable", "Chair")
    JUDGE = "judge", _("Judge")
    AREA = "area", _("Host area")


class Answer(models.TextChoices):
    """What somebody says to their hour; asked again only when it changes."""

    WAITING = "waiting", _("Not confirmed yet")
    YES = "yes", _("Confirmed")
    NO = "no", _("Cannot come")


class PersonKind(models.TextChoices):
    """What somebody does at the event."""

    SPEAKER = "speaker", _("Speaker")
    DEFENDER = "defender", _("Also answers questions")
    JUDGE = "judge", _("Judge")
    CHAIR = "chair", pgettext_lazy("timetable", "Chair")
    BOARD = "board", _("Host-area officer")


class Mark(models.TextChoices):
    """What somebody says of an hour."""

    CAN = "can", pgettext_lazy("availability", "Can")
    RATHER_NOT = "rather_not", pgettext_lazy("availability", "Would rather not")
    CANNOT = "cannot", pgettext_lazy("availability", "Cannot")


class ChangeKind(models.TextChoices):
    """What an officer did to a draft."""

    MOVE = "move", _("Moved")
    SWAP = "swap", _("Swapped")
    PARK = "park", _("Put aside")
    PIN = "pin", _("Pinned")
    UNPIN = "unpin", _("No longer pinned")
    LOCK = "lock", _("Locked")
    UNLOCK = "unlock", _("Unlocked")
    UNDO = "undo", _("Taken back")


class SolvingState(models.TextChoices):
    """How far a run of the solver is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("At work")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
