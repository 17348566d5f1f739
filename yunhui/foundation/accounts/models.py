"""Accounts: who can sign in, and what each may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from yunhui.foundation.accounts.enums import (
    ADMINISTRATORS,
    FactorKind,
    ProposalState,
    Purpose,
    Role,
    ScopeKind,
    SecurityKind,
)
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Accounts(BaseUserManager["User"]):
    """Finds an account by its address; accounts are made by the services alone."""


class User(AbstractBaseUser):
    """An account. A person of the city's world is a row of `parties`; an account only signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="zh-hans")
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email


class RoleGrant(models.Model):
    """A role in a scope, from `granted_at` until `ended_at`; it ends by itself at `until`, where there is one.
    `confirmed_at`: when the security administrator last looked at it and left it standing."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role)
    scope_kind = models.CharField(max_length=16, choices=ScopeKind, default=ScopeKind.CITY)
    scope_id = models.CharField(max_length=64, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_id"],
                condition=models.Q(ended_at__isnull=True),
                name="grant_once",
            ),
            # System, security and audit administrators exclude each other, whatever code says.
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True, role__in=[str(role) for role in ADMINISTRATORS]),
                name="grant_one_administrator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope_kind}:{self.scope_id}"


class SecurityEvent(models.Model):
    """A line of the security log."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    kind = models.CharField(max_length=16, choices=SecurityKind)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.kind}"


class Invitation(models.Model):
    """A member of staff asked in by link. `issue` counts the letters: only the newest link opens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="invitation")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    issue = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} {self.invited_at:%F}"


class Proposal(models.Model):
    """A role that whoever made the account proposes; it is nothing until the security administrator grants it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=24, choices=Role)
    scope_kind = models.CharField(max_length=16, choices=ScopeKind, default=ScopeKind.CITY)
    scope_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_id"],
                condition=models.Q(state=str(ProposalState.OPEN)),
                name="proposal_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope_kind}:{self.scope_id}"


class MailCode(models.Model):
    """A code sent to an address. The code itself is stored nowhere: it is derived from the row's id by the city's key.

    `user` is None for a registration, and for an address that nobody has: such a row exists so that both answers are
    made alike, and no letter is written for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose)
    email = models.EmailField(max_length=254)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    particulars = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.email}"


class Factor(models.Model):
    """A second factor. `secret` is sealed (authenticator app) or public (passkey: the attested credential)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=8, choices=FactorKind)
    name = models.CharField(max_length=80)
    secret = models.TextField()
    credential = models.CharField(max_length=400, null=True, unique=True)
    # The last time step (authenticator app) or signature count (passkey) that was accepted: none is taken twice.
    last_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(kind=str(FactorKind.TOTP)), name="factor_one_app"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class RecoveryCode(models.Model):
    """One code of paper for the day when the telephone is gone: a message code, good once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    mac = models.CharField(max_length=120)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class Identity(models.Model):
    """Another door's name for an account: a provider's subject. No token of the provider is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=24)
    subject = models.CharField(max_length=200)
    name = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["user", "provider"], name="identity_one_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.subject}"


class Visit(models.Model):
    """A session that is open now, for the page on which its owner ends it. Ended sessions are in the security log."""

    session_key = models.CharField(max_length=40, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at:%F %T}"


class Hold(models.Model):
    """Failed sign-ins of one typed address from one network address, whether such an account exists or not. After some
    the pair waits, longer each time; other network addresses do not."""

    email = models.CharField(max_length=254)
    address = models.GenericIPAddressField(default="::")
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email", "address"], name="hold_once")]

    def __str__(self) -> str:
        return f"{self.email} {self.failures}"


class Loan(models.Model):
    """A role that a colleague holds for somebody who is away, from `starts_at` until `ends_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lent")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="borrowed")
    grant = models.ForeignKey(RoleGrant, on_delete=models.PROTECT, related_name="loans")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(lender=models.F("borrower")), name="loan_to_another"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="loan_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} for {self.lender_id}"


class Shipment(models.Model):
    """How far the security log has been sent to the collector: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"up to {self.event_id}"
