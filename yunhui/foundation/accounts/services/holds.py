"""Holding back who fails too often, without letting anybody lock out somebody else.

Failures are counted for a typed address **from one network address**; after five the pair waits 1, 2, 4 … 60 minutes.
The owner elsewhere does not wait. Against guessing from many places at once the account as a whole takes at most 100
failures in an hour; then passwords wait, while a passkey or an e-mailed code still opens. Addresses that have no
account are counted alike.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, SecurityKind
from yunhui.foundation.accounts.errors import HeldError
from yunhui.foundation.accounts.models import Hold, User
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import forget, take
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, RefusedError

FREE = 5
LONGEST = 60
_NOWHERE = "::"
_HOUR = 3600


def require_no_hold(*, email: str, address: str | None) -> None:
    """Let a sign-in be tried.

    Raises:
        HeldError: it waits.
    """
    try:
        take(f"sign-in:{address}", most=120, seconds=600)
    except LimitedError as error:
        raise HeldError(error.seconds) from None
    now = clock.now()
    row = Hold.objects.filter(email=_key(email), address=address or _NOWHERE, until__gt=now).first()
    everywhere = Hold.objects.filter(email=_key(email), address=_NOWHERE, until__gt=now).first()
    if found := row or everywhere:
        assert found.until is not None
        raise HeldError((found.until - now).total_seconds())


@transaction.atomic
def fail(*, user: User | None, email: str, address: str | None) -> None:
    """Count a failure and write it down."""
    log_security(kind=SecurityKind.REFUSED, user=user, email=email, address=address)
    now = clock.now()
    row, _fresh = Hold.objects.select_for_update().get_or_create(email=_key(email), address=address or _NOWHERE)
    if row.until is None and row.failed_at < now - timedelta(hours=12):
        row.failures = 0
    row.failures, row.failed_at = row.failures + 1, now
    if row.failures >= FREE:
        minutes = min(2 ** (row.failures - FREE), LONGEST)
        row.until = now + timedelta(minutes=minutes)
        log_security(
            kind=SecurityKind.HELD, user=user, email=email, address=address, note=f"{row.failures}, {minutes} min"
        )
    row.save(update_fields=["failures", "failed_at", "until"])
    try:
        take(f"sign-in-failed:{_key(email)}", most=100, seconds=_HOUR)
    except LimitedError as error:
        until = now + timedelta(seconds=error.seconds)
        Hold.objects.update_or_create(email=_key(email), address=_NOWHERE, defaults={"until": until, "failed_at": now})


def forgive(*, email: str, address: str | None) -> None:
    """The right password came: the failures from there are forgotten."""
    Hold.objects.filter(email=_key(email), address=address or _NOWHERE).delete()


@transaction.atomic
def end_holds(*, actor: Actor, email: str) -> None:
    """Let an address sign in again at once, from everywhere.

    Raises:
        RefusedError: the actor is not the security administrator.
        NotFoundError: nothing is held.
    """
    if not actor.has(Role.SECURITY_ADMIN):
        raise RefusedError("not_security_admin", _("Only the security administrator can do this."))
    if not Hold.objects.filter(email=_key(email)).delete()[0]:
        raise NotFoundError("hold")
    forget(f"sign-in-failed:{_key(email)}")
    user = User.objects.filter(email__iexact=email).first()
    log_security(kind=SecurityKind.UNLOCKED, user=user, email=email, address=None)
    subject = ("account", user.pk) if user else ("address", "unknown")
    record(actor=actor, action="hold.ended", subject=subject)


def sweep_holds() -> int:
    """Remove holds of which nothing was heard for a day; how many."""
    return Hold.objects.filter(failed_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def _key(email: str) -> str:
    return email.strip().lower()[:254]
