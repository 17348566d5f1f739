from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Item(models.TextChoices):
    """One line of a speaker's check list, in the order in which they are done."""

    SLOT = "slot", _("Hour confirmed")
    NAMES = "names", _("Name as spoken")
    BIOGRAPHY = "biography", _("About the speaker")
    PHOTO = "photo", _("Photo")
    SLIDES = "slides", _("Slides")
    FILM = "film", _("Recorded pitch")
    RECORDING = "recording", _("May be recorded")
    PHONE = "phone", _("Phone for a fallback")
    REHEARSAL = "rehearsal", _("Rehearsal")


class Light(models.TextChoices):
    """How far one line of a check list is."""

    READY = "ready", _("Ready")
    LOOK = "look", _("To look at")
    CHECKING = "checking", _("Being checked")
    BOOKED = "booked", _("Booked")
    RETURNED = "returned", _("Again, please")
    MISSING = "missing", _("Missing")
    LATE = "late", _("Late")
    UNNEEDED = "unneeded", _("Not needed")


class MaterialKind(models.TextChoices):
    """What a speaker hands in."""

    SLIDES = "slides", _("Slides")
    FILM = "film", _("Recorded pitch")
    PHOTO = "photo", _("Photo")


class MaterialState(models.TextChoices):
    """One version of a file: a film is checked first; a faulty one never takes the place of a good one."""

    CHECKING = "checking", _("Being checked")
    FAULTY = "faulty", _("Cannot be used")
    HANDED_IN = "handed_in", _("Handed in")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    REPLACED = "replaced", _("Replaced")


class Wish(models.TextChoices):
    """What a speaker says of being recorded, apart from the consent itself."""

    OPEN = "", _("Not answered yet")
    NO = "no", _("Please do not record")


class Interpreter(models.TextChoices):
    """Whether a speaker needs somebody to interpret."""

    OPEN = "", _("Not answered yet")
    NO = "no", _("No interpreter needed")
    QUESTIONS = "questions", _("For the questions only")
    ALL = "all", _("For pitch and questions")


class Grade(models.TextChoices):
    """How one thing did at the rehearsal."""

    OPEN = "", _("Not tested")
    GOOD = "good", pgettext_lazy("rehearsal", "Good")
    POOR = "poor", pgettext_lazy("rehearsal", "Poor")
    FAILED = "failed", pgettext_lazy("rehearsal", "Failed")


class Outcome(models.TextChoices):
    """How a rehearsal ended."""

    PASSED = "passed", _("Ready for the stage")
    AGAIN = "again", _("Once more")
    ABSENT = "absent", _("Did not come")
