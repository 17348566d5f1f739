"""Commands on accounts."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ADMINISTRATORS, ScopeKind, SecurityKind
from yunhui.foundation.accounts.models import RoleGrant, SecurityEvent, User
from yunhui.foundation.accounts.rules import can_grant_roles, can_manage_accounts
from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require

# Spent on an unknown address too, so that the answer's time does not tell which addresses exist.
_NOBODY = make_password("nobody")


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str | None = None,
    language: str = "zh-hans",
    zone: str = "Asia/Shanghai",
) -> User:
    """Make an account; without a password it cannot sign in until one is set.

    Raises:
        RefusedError: the actor does not manage accounts.
        DomainError: `email_taken`.
    """
    require(can_manage_accounts(actor))
    user = User(email=email.strip(), name=name, language=language, zone=zone)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise DomainError("email_taken", _("There is an account with this address. Sign in instead.")) from None
    record(actor=actor, action="account.created", subject=("account", user.pk))
    return user


@transaction.atomic
def grant_role(
    *, actor: Actor, user: User, role: str, scope_kind: str = ScopeKind.CITY, scope_id: object = ""
) -> RoleGrant:
    """Give a role in a scope; the same grant twice is one grant.

    Raises:
        RefusedError: the actor does not grant roles.
        DomainError: `administrators_exclude`: the person already is another of the three administrators.
    """
    require(can_grant_roles(actor))
    User.objects.select_for_update().get(pk=user.pk)
    live = RoleGrant.objects.filter(user=user, ended_at__isnull=True)
    if found := live.filter(role=role, scope_kind=scope_kind, scope_id=str(scope_id)).first():
        return found
    if role in ADMINISTRATORS and live.filter(role__in=ADMINISTRATORS).exists():
        raise DomainError(
            "administrators_exclude",
            _("System, security and audit administrator exclude each other. End the other role first."),
        )
    grant = RoleGrant.objects.create(
        user=user, role=role, scope_kind=scope_kind, scope_id=str(scope_id), granted_by_id=actor.user_id
    )
    SecurityEvent.objects.create(kind=SecurityKind.GRANTED, user=user, email=user.email, note=str(grant))
    record(actor=actor, action="role.granted", subject=("account", user.pk), after={"grant": str(grant)})
    return grant


@transaction.atomic
def end_role(*, actor: Actor, grant: RoleGrant) -> None:
    """End a grant now; the row stays.

    Raises:
        RefusedError: the actor does not grant roles.
    """
    require(can_grant_roles(actor))
    row = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        SecurityEvent.objects.create(kind=SecurityKind.ENDED, user=row.user, email=row.user.email, note=str(row))
        record(actor=actor, action="role.ended", subject=("account", row.user_id), before={"grant": str(row)})


def check_credentials(*, email: str, password: str, address: str | None) -> User | None:
    """The active account of an address and password, or None; both are written to the security log."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    good = check_password(password, user.password if user else _NOBODY)
    if user is None or not good:
        log_security(kind=SecurityKind.REFUSED, user=user, email=email[:254], address=address)
        return None
    return user


def log_security(*, kind: str, user: User | None, email: str, address: str | None, note: str = "") -> None:
    """Append a line to the security log."""
    SecurityEvent.objects.create(kind=kind, user=user, email=email, address=address, note=note)


@transaction.atomic
def set_preferences(*, actor: Actor, language: str | None = None, zone: str | None = None) -> None:
    """Keep the signed-in person's language and time zone."""
    changes = {name: value for name, value in (("language", language), ("zone", zone)) if value}
    if actor.user_id and changes:
        User.objects.filter(pk=actor.user_id).update(**changes)
