"""Reads of accounts."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import RoleGrant, SecurityEvent, User
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.errors import RefusedError


def actor_of(user: User, request_id: str = "", assurance: int = 1) -> Actor:
    """The actor of an account, with the grants that are live now (one query)."""
    grants = RoleGrant.objects.filter(user=user, ended_at__isnull=True).values_list("role", "scope_kind", "scope_id")
    return Actor(
        user_id=user.pk,
        label="user",
        grants=frozenset(Grant(*row) for row in grants),
        language=user.language,
        zone=user.zone,
        name=user.name,
        assurance=assurance,
        request_id=request_id,
    )


def user_of(user_id: UUID) -> User | None:
    """An account by id, for the session."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def users_with_grants(actor: Actor) -> QuerySet[User]:
    """Every account with its live grants, for the administrators.

    Raises:
        RefusedError: the actor is none of them.
    """
    if not (actor.is_system or actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
    return User.objects.prefetch_related("grants").order_by("name", "email")


def security_events(actor: Actor) -> QuerySet[SecurityEvent]:
    """The security log, newest first.

    Raises:
        RefusedError: the actor is neither the security nor the audit administrator.
    """
    if not (actor.is_system or actor.has(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)):
        raise RefusedError("not_security", _("Only the security and the audit administrator read this log."))
    return SecurityEvent.objects.select_related("user").order_by("-at", "-pk")


def user_with_email(email: str) -> User | None:
    """An active account by its address."""
    return User.objects.filter(email__iexact=email, is_active=True).first()
