from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a grant lets a person do; the three administrators exclude each other (三员)."""

    OFFICE = "office", _("Talent office")
    APPROVER = "approver", _("Office director")
    BOARD = "board", _("Host-area officer")
    EXPERT = "expert", _("Expert")
    CHAIR = "chair", _("Panel leader")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Security-audit administrator")


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class ScopeKind(models.TextChoices):
    """What a grant reaches."""

    CITY = "city", _("The whole city")
    JURISDICTION = "jurisdiction", _("A jurisdiction")
    BOARD = "board", _("A host area")
    CALL = "call", _("A call")


class SecurityKind(models.TextChoices):
    """What the security log records."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    REFUSED = "refused", _("Sign-in refused")
    GRANTED = "granted", _("Role granted")
    ENDED = "ended", _("Role ended")
