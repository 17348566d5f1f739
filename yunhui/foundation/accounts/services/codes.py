"""Codes by e-mail: asked for, derived from their row by the city's key, used once."""

import hmac
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from yunhui.foundation.accounts.enums import Purpose, SecurityKind
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.events import CodeAsked
from yunhui.foundation.accounts.models import MailCode, User
from yunhui.foundation.accounts.selectors.codes import digits_of
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.limits.services import take
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor

VALID = timedelta(minutes=20)
TRIES = 5


@transaction.atomic
def ask_code(
    *, actor: Actor, purpose: str, email: str, address: str | None, particulars: dict[str, Any] | None = None
) -> MailCode:
    """Ask for a code by e-mail. Whether the address has an account changes the letter and nothing else.

    For signing in and for a new password the code is good only where an active account has the address; for a
    registration or a new address only where none has; to prove an address it is good either way.

    Raises:
        LimitedError: too many codes were asked for from here, or for this address.
    """
    email = email.strip()
    take(f"code-from:{address}", most=20, seconds=3600)
    take(f"code-to:{email.lower()}|{address}", most=5, seconds=3600)
    take(f"code-to:{email.lower()}", most=30, seconds=24 * 3600)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    row = MailCode.objects.create(
        purpose=purpose, email=email, user=user, particulars=particulars or {}, expires_at=clock.now() + VALID
    )
    log_security(kind=SecurityKind.CODE_SENT, user=user, email=email, address=address, note=purpose)
    publish(actor=actor, event=CodeAsked(code_id=str(row.pk)))
    return row


@transaction.atomic
def _take_code(code_id: UUID, typed: str, purpose: str) -> MailCode | None:
    rows = MailCode.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(pk=code_id, purpose=purpose).first()
    if row is None or row.used_at is not None or row.expires_at <= clock.now() or row.tries >= TRIES:
        return None
    good = hmac.compare_digest(digits_of(row), re.sub(r"\D", "", typed)[:20])
    row.tries += 1
    if good:
        row.used_at = clock.now()
    row.save(update_fields=["tries", "used_at"])
    return row if good and is_good_for(row) else None


def use_code(*, code_id: UUID, typed: str, purpose: str, address: str | None) -> MailCode:
    """The row of a code that was typed rightly, once and in time; five wrong tries spoil it.

    Raises:
        CodeError: wrong, used, too old, tried too often, or for an address for which it was never any good.
    """
    row = _take_code(code_id, typed, purpose)
    if row is None:
        asked = MailCode.objects.filter(pk=code_id).select_related("user").first()
        log_security(
            kind=SecurityKind.REFUSED,
            user=asked.user if asked else None,
            email=asked.email if asked else "",
            address=address,
            note=f"code {purpose}",
        )
        raise CodeError
    return row


def is_good_for(row: MailCode) -> bool:
    """Whether a code fits its address: an account there to sign in to, or none that a registration would double."""
    if row.purpose == Purpose.PROOF:
        return True
    if row.purpose in (Purpose.REGISTER, Purpose.EMAIL):
        return row.user is None
    return row.user is not None and row.user.is_active


def sweep_codes() -> int:
    """Remove codes a day after their end; how many."""
    return MailCode.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()[0]
