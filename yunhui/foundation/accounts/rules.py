"""Who manages accounts and grants, what a good password is, and what may be lent."""

import hmac
import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ADMINISTRATORS, LENDABLE, SIGNING_ROLES, Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

_IN_A_CALL = (Role.OFFICE, Role.APPROVER, Role.CHAIR)

_NOWHERE = "erased.invalid"


def can_manage_accounts(actor: Actor) -> Verdict:
    """Only the system administrator (and the city's own machinery) makes accounts."""
    if actor.is_system or actor.has(Role.SYSTEM_ADMIN):
        return ALLOWED
    return refused("not_system_admin", _("Only the system administrator can do this."))


def can_grant_roles(actor: Actor) -> Verdict:
    """Only the security administrator (and the city's own machinery) grants roles."""
    if actor.is_system or actor.has(Role.SECURITY_ADMIN):
        return ALLOWED
    return refused("not_security_admin", _("Only the security administrator can do this."))


def can_hold(role: str, scope_kind: str) -> Verdict:
    """Whether a role makes sense in a scope: a host-area officer acts for one host area, administrators for the whole
    city, experts for the city or one call, the office, its director and the panel leader also for a jurisdiction."""
    if role == Role.BOARD:
        fits = scope_kind == ScopeKind.BOARD
        return ALLOWED if fits else refused("needs_board", _("A host-area officer acts for one host area: choose it."))
    if scope_kind == ScopeKind.CITY or (role in _IN_A_CALL and scope_kind in (ScopeKind.CALL, ScopeKind.JURISDICTION)):
        return ALLOWED
    if role == Role.EXPERT and scope_kind == ScopeKind.CALL:
        return ALLOWED
    return refused("scope_does_not_fit", _("This role is not held in such a scope: choose the whole city."))


PASSWORD_LENGTH = 12
TOTP_SECONDS = 30
_TOTP_DIGITS = 6


def password_problem(password: str, names: Sequence[str] = ()) -> Any:
    """What is wrong with a new password, or an empty text. Long beats complicated (NIST SP 800-63B): at least twelve
    characters, none of the 20,000 most common, and not made of the person's own name or address."""
    if len(password) < PASSWORD_LENGTH:
        return _("Use at least 12 characters; a few words in a row are easy to remember.")
    if len(password) > 1_000:
        return _("That is too long; 1,000 characters are enough.")
    bare = re.sub(r"[\W_]+", "", password.lower())
    if len(set(bare)) < 5 or bare in _common() or re.sub(r"\d+$", "", bare) in _common():
        return _("Many people use this password, so it is guessed first. Choose another.")
    own = {part for name in names for part in re.split(r"[\W_]+", name.lower()) if len(part) >= 4}
    if any(len(bare) - len(part) < 8 for part in own if part in bare):
        return _("This password is little more than your name or address. Choose another.")
    return ""


@cache
def _common() -> frozenset[str]:
    """Django's list of common passwords, without punctuation."""
    return frozenset(re.sub(r"[\W_]+", "", one) for one in CommonPasswordValidator().passwords)


def totp_at(key: bytes, step: int) -> str:
    """The code of an authenticator app in one time step (RFC 6238 over RFC 4226: SHA-1, six digits)."""
    code = hmac.new(key, step.to_bytes(8, "big"), "sha1").digest()
    start = code[-1] & 0xF
    number = int.from_bytes(code[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**_TOTP_DIGITS).zfill(_TOTP_DIGITS)


def can_remove_factor(left: int, *, has_role: bool) -> Verdict:
    """A role that sees personal data needs a second factor: the last one is replaced, not removed."""
    if left or not has_role:
        return ALLOWED
    return refused("last_factor", _("Your role needs a second factor. Add another one before you remove this."))


def can_lend(role: str, held: Collection[str]) -> Verdict:
    """Which roles a colleague may hold for somebody: none of the three administrators', not the expert's; and a
    signing role only goes to somebody who does not sign already, so that a list still needs two people."""
    if role not in LENDABLE:
        return refused("not_lendable", _("This role is not lent: it belongs to the person."))
    if role in SIGNING_ROLES and not {str(one) for one in SIGNING_ROLES}.isdisjoint(held):
        return refused("signs_already", _("This colleague signs lists already, and a list needs two people."))
    if not {str(one) for one in ADMINISTRATORS}.isdisjoint(held):
        return refused("administrator", _("An administrator of the platform does not stand in for others."))
    return ALLOWED


def erased_address(user_id: UUID) -> str:
    """The address of an account whose person is gone (RFC 2606: no letter ever arrives there)."""
    return f"{user_id.hex}@{_NOWHERE}"


def is_erased(email: str) -> bool:
    """Whether an address is that of an account whose person is gone."""
    return email.endswith(f"@{_NOWHERE}")
