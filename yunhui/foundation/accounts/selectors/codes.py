"""What a letter needs to carry a code or a link. Neither is stored: both are derived by the city's key."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from yunhui.foundation.accounts.enums import Purpose
from yunhui.foundation.accounts.models import Invitation, MailCode, User
from yunhui.kernel import clock
from yunhui.kernel.crypto import Vault

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """A letter with a code. `is_known`: the address has an account although the code was asked for to register, or to
    move another account there; the letter then carries no code and says how to sign in."""

    purpose: str
    email: str
    name: str
    language: str
    zone: str
    code: str
    expires_at: datetime
    user: User | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """A letter with the link that opens an invited account."""

    user: User
    invited_by: str
    path: str
    expires_at: datetime


def digits_of(row: MailCode) -> str:
    """The code of a row: eight digits."""
    vault: Vault = settings.VAULT
    code = vault.mac("mail-code", f"{row.purpose}:{row.pk}").rpartition(":")[2]
    return str(int(code, 16) % 10**_DIGITS).zfill(_DIGITS)


def code_letter(code_id: UUID | str) -> CodeLetter | None:
    """What to write to who asked for a code, or None where nothing is written: nobody has the address, or it is past.

    Only for the subscriber that writes the letter.
    """
    row = MailCode.objects.select_related("user").filter(pk=code_id).first()
    if row is None or row.expires_at <= clock.now() or row.used_at is not None:
        return None
    makes_new = row.purpose in (Purpose.REGISTER, Purpose.EMAIL)
    if row.user is None and not makes_new and row.purpose != Purpose.PROOF:
        return None
    is_known = makes_new and row.user is not None
    said = row.particulars
    digits = digits_of(row)
    return CodeLetter(
        purpose=row.purpose,
        email=row.email,
        name=row.user.name if row.user else str(said.get("name", "")),
        language=row.user.language if row.user else str(said.get("language", "zh-hans")),
        zone=row.user.zone if row.user else str(said.get("zone", "Asia/Shanghai")),
        code="" if is_known else f"{digits[:4]} {digits[4:]}",
        expires_at=row.expires_at,
        user=row.user,
        is_known=is_known,
    )


def invitation_letter(invitation_id: UUID | str, issue: int) -> InvitationLetter | None:
    """What to write to an invited member of staff, or None where this letter is overtaken, revoked or accepted.

    Only for the subscriber that writes the letter.
    """
    row = Invitation.objects.select_related("user", "invited_by").filter(pk=invitation_id).first()
    if row is None or row.issue != issue or not is_open(row):
        return None
    return InvitationLetter(
        user=row.user,
        invited_by=row.invited_by.name if row.invited_by else "",
        path=f"/invitation/{token_of(row)}",
        expires_at=row.expires_at,
    )


def token_of(row: Invitation) -> str:
    """The secret part of an invitation's link."""
    vault: Vault = settings.VAULT
    code = vault.mac("invitation", f"{row.pk}:{row.issue}").rpartition(":")[2]
    return f"{row.pk.hex}{code[:40]}"


def invitation_of(token: str) -> Invitation | None:
    """The open invitation of a link, or None: unknown, overtaken by a newer letter, past, revoked or accepted."""
    try:
        row = Invitation.objects.select_related("user").filter(pk=UUID(hex=token[:32])).first()
    except ValueError:
        return None
    if row is None or not is_open(row) or not hmac.compare_digest(token_of(row), token):
        return None
    return row


def is_open(row: Invitation) -> bool:
    """Whether an invitation still lets somebody in."""
    return row.accepted_at is None and row.revoked_at is None and row.expires_at > clock.now()
