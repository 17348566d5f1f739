"""Other doors: signing in, registering and linking by what another service says of a person."""

import hashlib
import secrets
from enum import Enum
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import Identity, RoleGrant, User
from yunhui.foundation.accounts.ports import Claim, Errand
from yunhui.foundation.accounts.services.accounts import create_user
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError


class Next(Enum):
    """What follows when somebody comes back from another door."""

    ENTER = "enter"
    SIGN_IN_FIRST = "sign_in_first"
    GIVE_ADDRESS = "give_address"


class Arrival(NamedTuple):
    """Who came back, where an account is theirs already."""

    next: Next
    user: User | None


def new_errand(back: str) -> Errand:
    """A fresh way to another door; `back` is the absolute address to which the person returns."""
    return Errand(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        back=back,
    )


@transaction.atomic
def arrive(*, claim: Claim, language: str, zone: str, address: str | None) -> Arrival:
    """Who somebody is who comes from another door.

    A known identity enters. A **verified** address without an account gets one. A verified address whose account has
    never held a role is linked. Whatever else is known here must be signed in to first: another service may not open
    the account of a member of staff, and an unverified address proves nothing. Where the service gives no address, it
    is asked for.
    """
    known = Identity.objects.select_related("user").filter(provider=claim.provider, subject=claim.subject).first()
    if known is not None:
        if not known.user.is_active:
            return Arrival(Next.SIGN_IN_FIRST, None)
        Identity.objects.filter(pk=known.pk).update(used_at=clock.now())
        return Arrival(Next.ENTER, known.user)
    if not (claim.email and claim.is_email_verified):
        return Arrival(Next.GIVE_ADDRESS, None)
    user = User.objects.select_for_update().filter(email__iexact=claim.email).first()
    if user is None:
        user = create_user(
            actor=actors.system("registration"),
            email=claim.email,
            name=claim.name or claim.email.partition("@")[0],
            language=language,
            zone=zone,
        )
        log_security(kind=SecurityKind.REGISTERED, user=user, email=user.email, address=address, note=claim.provider)
    elif not user.is_active or RoleGrant.objects.filter(user=user).exists() or user.proposals.exists():
        return Arrival(Next.SIGN_IN_FIRST, None)
    _link(user, claim, address)
    return Arrival(Next.ENTER, user)


@transaction.atomic
def link_identity(*, actor: Actor, claim: Claim, address: str | None) -> None:
    """Let another door open the actor's account; the actor has signed in and said yes.

    Raises:
        DomainError: `linked_elsewhere`: it opens another account, or the account has another of this service.
    """
    user = User.objects.select_for_update().get(pk=actor.account)
    found = Identity.objects.filter(provider=claim.provider, subject=claim.subject).first()
    if found is not None and found.user_id == user.pk:
        return
    try:
        with transaction.atomic():
            _link(user, claim, address)
    except IntegrityError:
        raise DomainError(
            "linked_elsewhere", _("This sign-in is linked already. Remove the other link first.")
        ) from None
    record(actor=actor, action="identity.linked", subject=("account", user.pk), after={"provider": claim.provider})


@transaction.atomic
def unlink_identity(*, actor: Actor, provider: str, address: str | None) -> None:
    """Close another door to the actor's account; e-mail always stays.

    Raises:
        NotFoundError: it was not linked.
    """
    user = User.objects.get(pk=actor.account)
    if not Identity.objects.filter(user=user, provider=provider).delete()[0]:
        raise NotFoundError("identity")
    log_security(kind=SecurityKind.UNLINKED, user=user, email=user.email, address=address, note=provider)
    record(actor=actor, action="identity.unlinked", subject=("account", user.pk), before={"provider": provider})


def challenge_of(verifier: str) -> bytes:
    """The digest that goes to the other door, so that only who holds the verifier can redeem its answer (PKCE)."""
    return hashlib.sha256(verifier.encode()).digest()


def _link(user: User, claim: Claim, address: str | None) -> None:
    name = claim.organisation or claim.name
    Identity.objects.create(
        user=user, provider=claim.provider, subject=claim.subject[:200], name=name[:120], used_at=clock.now()
    )
    log_security(kind=SecurityKind.LINKED, user=user, email=user.email, address=address, note=claim.provider)
