"""Passwords: checking them, and setting a new one."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.events import AccountTouched
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.rules import password_problem
from yunhui.foundation.accounts.services.holds import fail, forgive, require_no_hold
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.accounts.services.visits import end_visits
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem

# Spent on an unknown address too, so that the answer's time does not tell which addresses exist.
_NOBODY = make_password("nobody")


def check_credentials(*, email: str, password: str, address: str | None) -> User | None:
    """The active account of an address and password, or None; a failure is written to the security log and counted.

    Both ways of failing do the same work: one look for the account, one digest of the password, one line of the log,
    one count.

    Raises:
        HeldError: this address failed too often from this network address, or far too often from everywhere.
    """
    require_no_hold(email=email, address=address)
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    good = check_password(password, user.password if user else _NOBODY)
    if user is None or not good:
        fail(user=user, email=email, address=address)
        return None
    forgive(email=email, address=address)
    return user


@transaction.atomic
def set_password(*, actor: Actor, user: User, password: str, address: str | None, keep: str = "") -> User:
    """Set an account's password, for its owner; every other session of theirs ends, and a letter tells them.

    Args:
        keep: the key of the session that stays open.

    Raises:
        InvalidError: the password does not keep the rules.
    """
    if problem := password_problem(password, names=(user.name, user.email)):
        raise InvalidError([Problem("password", "password", problem)])
    row = User.objects.select_for_update().get(pk=user.pk)
    row.set_password(password)
    row.save(update_fields=["password"])
    end_visits(user=row, keep=keep, address=address)
    log_security(kind=SecurityKind.PASSWORD_SET, user=row, email=row.email, address=address)
    record(actor=actor, action="account.password_set", subject=("account", row.pk))
    publish(actor=actor, event=AccountTouched(user_id=str(row.pk), what="password_set"))
    return row
