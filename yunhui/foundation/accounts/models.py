"""Accounts: who can sign in, and what each may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from yunhui.foundation.accounts.enums import ADMINISTRATORS, Role, ScopeKind, SecurityKind
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
    """A role in a scope, from `granted_at` until `ended_at`."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role)
    scope_kind = models.CharField(max_length=16, choices=ScopeKind, default=ScopeKind.CITY)
    scope_id = models.CharField(max_length=64, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
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
