"""Making an account of one's own: asked for, confirmed by the code that reached the address."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yunhui.foundation.accounts.enums import Purpose, SecurityKind
from yunhui.foundation.accounts.events import AccountTouched
from yunhui.foundation.accounts.models import MailCode, User
from yunhui.foundation.accounts.services.accounts import create_user
from yunhui.foundation.accounts.services.codes import ask_code, use_code
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.errors import DomainError


def ask_to_register(
    *, email: str, name: str, language: str, zone: str, password: str, address: str | None, actor: Actor = VISITOR
) -> MailCode:
    """Ask for an account; nothing is made until the code has come back. The form has checked what was typed.

    An empty password is none: the person signs in by codes or a passkey.

    Raises:
        LimitedError: too many codes.
    """
    hashed = make_password(password or None)
    particulars: dict[str, Any] = {"name": name, "language": language, "zone": zone, "password": hashed}
    return ask_code(actor=actor, purpose=Purpose.REGISTER, email=email, address=address, particulars=particulars)


@transaction.atomic
def _register(row: MailCode, address: str | None) -> User:
    actor = actors.system("registration")
    said = row.particulars
    user = create_user(actor=actor, email=row.email, name=said["name"], language=said["language"], zone=said["zone"])
    user.password = said["password"]
    user.save(update_fields=["password"])
    MailCode.objects.filter(pk=row.pk).update(particulars={})
    log_security(kind=SecurityKind.REGISTERED, user=user, email=user.email, address=address)
    return user


def confirm_registration(*, code_id: UUID, typed: str, address: str | None) -> User:
    """The new account of whoever typed the code.

    Raises:
        CodeError: wrong, used or too old.
        DomainError: `email_taken`: the address got an account meanwhile.
    """
    return _register(use_code(code_id=code_id, typed=typed, purpose=Purpose.REGISTER, address=address), address)


def ask_to_move(*, actor: Actor, email: str, address: str | None) -> MailCode:
    """Ask to move the actor's account to another address; the code goes there.

    Raises:
        LimitedError: too many codes.
    """
    particulars = {"user": str(actor.user_id), "name": actor.name, "language": actor.language, "zone": actor.zone}
    return ask_code(actor=actor, purpose=Purpose.EMAIL, email=email, address=address, particulars=particulars)


def confirm_move(*, actor: Actor, code_id: UUID, typed: str, address: str | None) -> User:
    """Move the actor's account to the address that the code reached; the old address is told.

    Raises:
        CodeError: wrong, used, too old, or asked for by somebody else.
        DomainError: `email_taken`.
    """
    row = use_code(code_id=code_id, typed=typed, purpose=Purpose.EMAIL, address=address)
    return _move(actor, row, address)


@transaction.atomic
def _move(actor: Actor, row: MailCode, address: str | None) -> User:
    user = User.objects.select_for_update().get(pk=row.particulars["user"])
    if user.pk != actor.user_id or User.objects.filter(email__iexact=row.email).exclude(pk=user.pk).exists():
        raise DomainError("email_taken", "")
    old, user.email = user.email, row.email
    user.save(update_fields=["email"])
    log_security(kind=SecurityKind.EMAIL_CHANGED, user=user, email=old, address=address, note=user.email)
    record(actor=actor, action="account.moved", subject=("account", user.pk))
    event = AccountTouched(user_id=str(user.pk), what="email_changed", detail=user.email, email=old)
    publish(actor=actor, event=event)
    return user
