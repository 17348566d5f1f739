from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """Which paper; in the order in which an office comes to need them."""

    SIGN_IN = "sign-in", _("Sign-in sheet")
    UNDERTAKINGS = "undertakings", _("Experts’ undertakings")
    SCORE_SHEETS = "score-sheets", _("Score sheets")
    SUMMARY = "summary", _("Summary of scores")
    MINUTES = "minutes", _("Minutes of the deliberation")
    REQUEST = "request", _("Request for approval")
    NOTICE = "notice", _("Public notice")
    FEES = "fees", _("Roster of experts’ fees")
    PROGRAMME = "programme", _("Programme")
    HANDBOOK = "handbook", _("Handbook of the event")
    SCRIPT = "script", _("Host’s script")
    RUN_SHEET = "run-sheet", _("Run of show")
    DOOR_SIGNS = "door-signs", _("Signs for the doors")
    NAME_CARDS = "name-cards", _("Name cards")
    SESSION_SIGN_IN = "session-sign-in", _("Sign-in sheets of the sessions")


# What is drawn by a template of its own and leaves as PDF alone.
DRAWN = frozenset({PaperKind.PROGRAMME, PaperKind.DOOR_SIGNS, PaperKind.NAME_CARDS})


class Form(models.TextChoices):
    """As what it leaves the platform."""

    DOCX = "docx", _("Word")
    PDF = "pdf", _("PDF")
