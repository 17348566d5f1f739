"""Making accounts, and what their owners keep in them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.rules import can_manage_accounts
from yunhui.foundation.accounts.selectors.accounts import live_grants
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.accounts.services.visits import end_visits
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require


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
def set_preferences(*, actor: Actor, language: str | None = None, zone: str | None = None) -> None:
    """Keep the signed-in person's language and time zone."""
    changes = {name: value for name, value in (("language", language), ("zone", zone)) if value}
    if actor.user_id and changes:
        User.objects.filter(pk=actor.user_id).update(**changes)


@transaction.atomic
def set_name(*, actor: Actor, name: str) -> None:
    """Keep the signed-in person's name, in whichever order they write it."""
    user = User.objects.select_for_update().get(pk=actor.account)
    if user.name != name:
        User.objects.filter(pk=user.pk).update(name=name)
        record(actor=actor, action="account.renamed", subject=("account", user.pk))


@transaction.atomic
def close_account(*, actor: Actor, user: User) -> None:
    """Let nobody sign in to an account any more; its rows and its name in the log stay.

    Roles are ended first, by the security administrator: so neither of the two can shut the other out alone.

    Raises:
        RefusedError: the actor does not manage accounts.
        DomainError: `holds_roles`.
    """
    require(can_manage_accounts(actor))
    row = User.objects.select_for_update().get(pk=user.pk)
    if live_grants().filter(user=row).exists():
        raise DomainError("holds_roles", _("This person still holds a role. The security administrator ends it first."))
    if row.is_active:
        _open(actor, row, is_active=False)
        end_visits(user=row)


@transaction.atomic
def reopen_account(*, actor: Actor, user: User) -> None:
    """Let the owner of a closed account sign in again, without a role.

    Raises:
        RefusedError: the actor does not manage accounts.
    """
    require(can_manage_accounts(actor))
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active:
        _open(actor, row, is_active=True)


def _open(actor: Actor, user: User, *, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    kind = SecurityKind.REOPENED if is_active else SecurityKind.CLOSED
    log_security(kind=kind, user=user, email=user.email, address=None)
    action = "account.reopened" if is_active else "account.closed"
    record(actor=actor, action=action, subject=("account", user.pk))
