"""Making accounts, and what their owners keep in them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.rules import can_manage_accounts
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
