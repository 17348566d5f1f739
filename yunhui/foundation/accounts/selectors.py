"""Reads of accounts."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ADMINISTRATORS, Role
from yunhui.foundation.accounts.models import RoleGrant, SecurityEvent, User
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.errors import NotFoundError, RefusedError


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


def users_with_grants(actor: Actor, text: str = "", role: str = "") -> QuerySet[User]:
    """Every account with its live grants, for the administrators; only those whose name or address holds `text`, and
    who hold `role` somewhere.

    Raises:
        RefusedError: the actor is none of them.
    """
    if not (actor.is_system or actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
    live = RoleGrant.objects.filter(ended_at__isnull=True).order_by("role", "pk")
    rows = User.objects.prefetch_related(Prefetch("grants", live)).order_by("name", "email")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return rows.filter(pk__in=live.filter(role=role).values("user_id")) if role else rows


def account_for(actor: Actor, user_id: UUID) -> User:
    """One account with its live grants, for the administrators.

    Raises:
        RefusedError: the actor is none of them.
        NotFoundError: there is no such account.
    """
    user = users_with_grants(actor).filter(pk=user_id).first()
    if user is None:
        raise NotFoundError("account")
    return user


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


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names behind account ids, for pages whose rule has let their reader see who acted."""
    return dict(User.objects.filter(pk__in={one for one in ids if one}).values_list("pk", "name"))


def ids_matching(actor: Actor, text: str) -> list[UUID]:
    """The accounts whose name or address holds a text, for the administrators.

    Raises:
        RefusedError: the actor is none of them.
    """
    if not (actor.is_system or actor.has(*ADMINISTRATORS)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
    return list(
        User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).values_list("pk", flat=True)[:200]
    )
