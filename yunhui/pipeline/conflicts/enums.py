from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictSource(models.TextChoices):
    """Where a conflict of interest was seen."""

    DECLARED = "declared", _("Declared by the expert")
    PERSON = "person", _("The same person")
    ORGANISATION = "organisation", _("Same organisation")
    DOMAIN = "domain", _("Same e-mail domain")
    FAMILY = "family", _("Family")
    SUPERVISOR = "supervisor", _("Supervisor and student")
    COAUTHOR = "coauthor", _("Co-author")
    TEAM = "team", _("Named in the application")
    FIRM = "firm", _("A stake in the firm")
    OFFICER = "officer", _("Works for the host area")
    MANUAL = "manual", _("Entered by the talent office")


class ConflictState(models.TextChoices):
    """What the talent office made of a conflict; only a dismissed one lets the expert judge."""

    OPEN = "open", _("To look at")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Dismissed")


class Where(models.TextChoices):
    """In which part of an application a conflict was seen."""

    SPEAKER = "speaker", _("the applicant")
    TEAM = "team", _("a person of the team")
    EMPLOYER = "employer", _("the applicant’s employer")
    AFFILIATION = "affiliation", _("the organisation of a person of the team")
    ADDRESS = "address", _("the applicant’s e-mail address")
    COLLABORATOR = "collaborator", _("a co-applicant of the form")
    ORGANISATION = "organisation", _("the applying organisation")
    HOST = "host", _("the host area that recommended it")
    SEAT = "seat", _("where the applying organisation has its seat")
