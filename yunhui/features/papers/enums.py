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


class Form(models.TextChoices):
    """As what it leaves the platform."""

    DOCX = "docx", _("Word")
    PDF = "pdf", _("PDF")
