"""Second factors: authenticator apps (RFC 6238), passkeys (WebAuthn) and recovery codes."""

import hmac
import re
import secrets
from base64 import b32decode, b32encode
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from yunhui.foundation.accounts.enums import FactorKind, Role, SecurityKind
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.events import AccountTouched
from yunhui.foundation.accounts.models import Factor, RecoveryCode, User
from yunhui.foundation.accounts.rules import TOTP_SECONDS, can_remove_factor, totp_at
from yunhui.foundation.accounts.selectors.accounts import live_grants
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.accounts.services.visits import end_visits
from yunhui.foundation.audit.services import record
from yunhui.foundation.limits.services import take
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import NotFoundError, RefusedError, require

RECOVERY_CODES = 10
_SEALED = "accounts.factor"
_VERIFIED = UserVerificationRequirement.REQUIRED


def new_secret() -> str:
    """A fresh secret for an authenticator app: 160 bits in base 32."""
    return b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def add_app(*, actor: Actor, secret: str, code: str, address: str | None) -> list[str]:
    """Add an authenticator app that shows the right code; it takes the place of the one before.

    Returns fresh recovery codes where the person had none, else an empty list.

    Raises:
        CodeError: the app shows another code.
    """
    user = _owner(actor)
    step = _step_of(secret, code)
    if step is None:
        raise CodeError
    vault: Vault = settings.VAULT
    Factor.objects.filter(user=user, kind=FactorKind.TOTP).delete()
    Factor.objects.create(
        user=user, kind=FactorKind.TOTP, name="", secret=vault.encrypt(_SEALED, secret), last_count=step
    )
    return _added(actor, user, FactorKind.TOTP, address)


def passkey_options(*, actor: Actor, site: str, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the browser needs to make a passkey, what has to be kept until it answers)."""
    user = User.objects.get(pk=actor.account)
    options, state = _server(site, host).register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.email, display_name=user.name),
        credentials=[one for one, _factor in _credentials(user)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_VERIFIED,
    )
    return dict(options), _kept(state)


@transaction.atomic
def add_passkey(
    *,
    actor: Actor,
    answer: Mapping[str, Any],
    state: Mapping[str, Any],
    name: str,
    site: str,
    host: str,
    address: str | None,
) -> list[str]:
    """Add the passkey that a browser made; fresh recovery codes where the person had none.

    Raises:
        CodeError: the answer does not fit what was asked.
    """
    user = _owner(actor)
    try:
        made = _server(site, host).register_complete(dict(state), answer)
    except (ValueError, TypeError, KeyError):
        raise CodeError from None
    data = made.credential_data
    if data is None or Factor.objects.filter(credential=websafe_encode(data.credential_id)).exists():
        raise CodeError
    Factor.objects.create(
        user=user,
        kind=FactorKind.PASSKEY,
        name=name[:80],
        secret=websafe_encode(bytes(data)),
        credential=websafe_encode(data.credential_id),
        last_count=made.counter,
    )
    return _added(actor, user, FactorKind.PASSKEY, address)


def sign_in_options(*, user: User | None, site: str, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the browser needs to find a passkey, what has to be kept); without a user, any passkey of this site."""
    credentials = [one for one, _factor in _credentials(user)] if user else None
    options, state = _server(site, host).authenticate_begin(credentials, user_verification=_VERIFIED)
    return dict(options), _kept(state)


@transaction.atomic
def use_passkey(
    *,
    answer: Mapping[str, Any],
    state: Mapping[str, Any],
    user: User | None,
    site: str,
    host: str,
    address: str | None,
) -> User:
    """The account of the passkey that answered (only `user`'s, where one is given).

    Raises:
        CodeError: unknown, of somebody else, closed, answered wrongly, or answered twice.
    """
    try:
        wanted = websafe_encode(AuthenticationResponse.from_dict(answer).raw_id)
    except (ValueError, TypeError, KeyError):
        raise CodeError from None
    factor = Factor.objects.select_for_update().select_related("user").filter(credential=wanted).first()
    if factor is None or not factor.user.is_active or (user is not None and factor.user_id != user.pk):
        raise CodeError
    try:
        _server(site, host).authenticate_complete(dict(state), [_credential(factor)], answer)
    except (ValueError, TypeError, KeyError):
        _refused(factor.user, address, FactorKind.PASSKEY)
        raise CodeError from None
    count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    if count and count <= factor.last_count:  # a copy of the key has been used
        _refused(factor.user, address, FactorKind.PASSKEY)
        raise CodeError
    factor.last_count, factor.used_at = count, clock.now()
    factor.save(update_fields=["last_count", "used_at"])
    return factor.user


def prove(*, user: User, typed: str, address: str | None) -> None:
    """Take a code of the person's authenticator app, or one of their recovery codes.

    Raises:
        LimitedError: ten tries in a quarter of an hour.
        CodeError: wrong, or taken before.
    """
    take(f"second:{user.pk}", most=10, seconds=900)
    text = re.sub(r"[\s-]", "", typed).upper()
    if not (_take_app_code(user, text) or _take_recovery_code(user, text)):
        _refused(user, address, FactorKind.TOTP)
        raise CodeError


@transaction.atomic
def new_recovery_codes(*, actor: Actor, address: str | None) -> list[str]:
    """Ten fresh recovery codes; the old ones are worth nothing from now on. They are shown once and not kept."""
    user = _owner(actor)
    codes = _make_codes(user)
    log_security(kind=SecurityKind.FACTOR_ADDED, user=user, email=user.email, address=address, note="recovery codes")
    record(actor=actor, action="factor.codes_made", subject=("account", user.pk))
    return codes


@transaction.atomic
def remove_factor(*, actor: Actor, factor_id: object, address: str | None) -> None:
    """Take one of the actor's factors away.

    Raises:
        NotFoundError: there is none.
        RefusedError: it is the last one of somebody whose role needs one.
    """
    user = _owner(actor)
    factor = Factor.objects.filter(pk=str(factor_id), user=user).first()
    if factor is None:
        raise NotFoundError("factor")
    left = Factor.objects.filter(user=user).count() - 1
    require(can_remove_factor(left, has_role=live_grants().filter(user=user).exists()))
    factor.delete()
    if not left:
        RecoveryCode.objects.filter(user=user).delete()
    log_security(kind=SecurityKind.FACTOR_ENDED, user=user, email=user.email, address=address, note=factor.kind)
    record(actor=actor, action="factor.removed", subject=("account", user.pk), before={"kind": factor.kind})
    publish(actor=actor, event=AccountTouched(user_id=str(user.pk), what="factor_ended", detail=factor.kind))


@transaction.atomic
def reset_factors(*, actor: Actor, user: User, reason: str) -> None:
    """Take every factor of somebody away who lost theirs; their sessions end, and a letter tells them, with the reason.

    They set up a new one when they next sign in. Nobody does this for themselves.

    Raises:
        RefusedError: the actor is not the security administrator, or it is their own account.
        NotFoundError: the person has no factor.
    """
    if not actor.has(Role.SECURITY_ADMIN):
        raise RefusedError("not_security_admin", _("Only the security administrator can do this."))
    if actor.user_id == user.pk:
        raise RefusedError("own_account", _("Nobody resets their own second factor. Ask a colleague."))
    row = User.objects.select_for_update().get(pk=user.pk)
    if not Factor.objects.filter(user=row).delete()[0]:
        raise NotFoundError("factor")
    RecoveryCode.objects.filter(user=row).delete()
    end_visits(user=row)
    log_security(kind=SecurityKind.FACTOR_RESET, user=row, email=row.email, address=None, note=reason)
    record(actor=actor, action="factor.reset", subject=("account", row.pk), after={"reason": reason})
    publish(actor=actor, event=AccountTouched(user_id=str(row.pk), what="factor_reset", detail=reason))


def _added(actor: Actor, user: User, kind: FactorKind, address: str | None) -> list[str]:
    log_security(kind=SecurityKind.FACTOR_ADDED, user=user, email=user.email, address=address, note=kind)
    record(actor=actor, action="factor.added", subject=("account", user.pk), after={"kind": kind})
    publish(actor=actor, event=AccountTouched(user_id=str(user.pk), what="factor_added", detail=kind))
    return [] if RecoveryCode.objects.filter(user=user, used_at__isnull=True).exists() else _make_codes(user)


@transaction.atomic
def _take_app_code(user: User, text: str) -> bool:
    factor = Factor.objects.select_for_update().filter(user=user, kind=FactorKind.TOTP).first()
    if factor is None:
        return False
    vault: Vault = settings.VAULT
    step = _step_of(vault.decrypt(_SEALED, factor.secret), text)
    if step is None or step <= factor.last_count:
        return False
    factor.last_count, factor.used_at = step, clock.now()
    factor.save(update_fields=["last_count", "used_at"])
    return True


@transaction.atomic
def _take_recovery_code(user: User, text: str) -> bool:
    vault: Vault = settings.VAULT
    for row in RecoveryCode.objects.select_for_update().filter(user=user, used_at__isnull=True):
        if vault.is_mac(_purpose(user), text, row.mac):
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            return True
    return False


def _make_codes(user: User) -> list[str]:
    vault: Vault = settings.VAULT
    RecoveryCode.objects.filter(user=user).delete()
    plain = [b32encode(secrets.token_bytes(5)).decode() for _turn in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, mac=vault.mac(_purpose(user), one)) for one in plain)
    return [f"{one[:4]}-{one[4:]}" for one in plain]


def _step_of(secret: str, typed: str) -> int | None:
    """The time step whose code was typed: this one, the one before or the one after (clocks of telephones differ)."""
    now = int(clock.now().timestamp()) // TOTP_SECONDS
    key, text = b32decode(secret), re.sub(r"\D", "", typed)
    return next((step for step in (now, now - 1, now + 1) if hmac.compare_digest(totp_at(key, step), text)), None)


def _server(site: str, host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=site))


def _kept(state: Any) -> dict[str, Any]:
    return {key: str(value) if value is not None else None for key, value in state.items()}


def _credentials(user: User) -> list[tuple[AttestedCredentialData, Factor]]:
    return [(_credential(one), one) for one in Factor.objects.filter(user=user, kind=FactorKind.PASSKEY)]


def _credential(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(factor.secret))


def _refused(user: User, address: str | None, kind: FactorKind) -> None:
    log_security(kind=SecurityKind.FACTOR_REFUSED, user=user, email=user.email, address=address, note=kind)


def _purpose(user: User) -> str:
    return f"recovery:{user.pk}"


def _owner(actor: Actor) -> User:
    return User.objects.select_for_update().get(pk=actor.account)
