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
SIGNING_ROLES = (Role.CHAIR, Role.APPROVER)
# Roles that a colleague may hold for somebody who is away: what a person was chosen for (expert) or what must stay
# apart (the administrators) is not lent.
LENDABLE = (Role.OFFICE, Role.BOARD, *SIGNING_ROLES)


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
    HELD = "held", _("Sign-in held back after failures")
    UNLOCKED = "unlocked", _("Hold ended")
    REGISTERED = "registered", _("Registered")
    CODE_SENT = "code_sent", _("Code sent")
    INVITED = "invited", _("Invited")
    PASSWORD_SET = "password_set", _("Password set")
    EMAIL_CHANGED = "email_changed", _("Address changed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_ENDED = "factor_ended", _("Second factor removed")
    FACTOR_RESET = "factor_reset", _("Second factor reset by the security administrator")
    FACTOR_REFUSED = "factor_refused", _("Second factor refused")
    PROVED = "proved", _("Second factor confirmed")
    LINKED = "linked", _("Other sign-in linked")
    UNLINKED = "unlinked", _("Other sign-in removed")
    SESSION_ENDED = "session_ended", _("Session ended")
    GRANTED = "granted", _("Role granted")
    ENDED = "ended", _("Role ended")
    LENT = "lent", _("Role lent to a colleague")
    RETURNED = "returned", _("Loan of a role ended")
    ACTING = "acting", _("Acts for a colleague")
    CLOSED = "closed", _("Account closed")
    REOPENED = "reopened", _("Account opened again")


class FactorKind(models.TextChoices):
    """What a person proves themselves with besides a password or a mailbox."""

    TOTP = "totp", _("Authenticator app")
    PASSKEY = "passkey", _("Passkey")


class Purpose(models.TextChoices):
    """What an e-mailed code is good for; a code for one is worth nothing for another."""

    REGISTER = "register", _("Registration")
    SIGN_IN = "sign_in", _("Signing in")
    PASSWORD = "password", _("New password")
    EMAIL = "email", _("New address")
    PROOF = "proof", _("That an address is one's own")


class ProposalState(models.TextChoices):
    """What became of a role that an invitation proposes."""

    OPEN = "open", _("Waits for the security administrator")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Not granted")
