from django.db import models
from django.utils.translation import gettext_lazy as _


class TimetableState(models.TextChoices):
    """A timetable is a draft until it is published; a published version is never changed."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class ItemKind(models.TextChoices):
    """What takes place."""

    PITCH = "pitch", _("Pitch")
    BOARD_PITCH = "board_pitch", _("Host area presents")
    OPENING = "opening", _("Opening")
    BREAK = "break", _("Break")
