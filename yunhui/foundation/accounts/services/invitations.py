"""Inviting members of staff: an account and a link; the roles are proposed and take effect when they are granted."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.events import StaffInvited
from yunhui.foundation.accounts.models import Invitation, User
from yunhui.foundation.accounts.rules import can_manage_accounts
from yunhui.foundation.accounts.selectors.codes import invitation_of, is_open
from yunhui.foundation.accounts.services.accounts import create_user
from yunhui.foundation.accounts.services.passwords import set_password
from yunhui.foundation.accounts.services.roles import propose_roles
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.errors import DomainError, NotFoundError, require

VALID = timedelta(days=14)


@transaction.atomic
def invite_staff(
    *, actor: Actor, email: str, name: str, grants: Sequence[Grant] = (), language: str = "zh-hans"
) -> Invitation:
    """Ask a member of staff in: an account without a password, a letter with a link, and proposed roles.

    A person who has an account already is proposed the roles and gets no second account; inviting them again before
    they came in sends the letter anew. `StaffInvited` is published whenever a letter is due.

    Raises:
        RefusedError: the actor does not manage accounts, or a role does not fit its scope.
    """
    require(can_manage_accounts(actor))
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    is_new = user is None
    if user is None:
        user = create_user(actor=actor, email=email, name=name, language=language)
    invitation, fresh = Invitation.objects.get_or_create(
        user=user,
        defaults={
            "invited_by_id": actor.user_id,
            "expires_at": clock.now() + VALID,
            "accepted_at": None if is_new or not user.has_usable_password() else clock.now(),
        },
    )
    propose_roles(actor=actor, user=user, grants=grants)
    if invitation.accepted_at is not None:
        return invitation
    if fresh:
        _send(actor, invitation)
    else:
        _renew(actor, invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Send a new link; the links sent before it stop working.

    Raises:
        RefusedError: the actor does not manage accounts.
        NotFoundError: there is no such invitation.
        DomainError: `accepted`.
    """
    row = _waiting(actor, invitation_id)
    _renew(actor, row)
    return row


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Make every link of an invitation useless; what it proposed is refused.

    Raises:
        RefusedError: the actor does not manage accounts.
        NotFoundError: there is no such invitation.
        DomainError: `accepted`.
    """
    row = _waiting(actor, invitation_id)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        row.user.proposals.filter(state="open").update(state="refused", decided_at=row.revoked_at)
        record(actor=actor, action="invitation.revoked", subject=("account", row.user_id))
    return row


def _waiting(actor: Actor, invitation_id: UUID) -> Invitation:
    require(can_manage_accounts(actor))
    row = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None:
        raise NotFoundError("invitation")
    if row.accepted_at is not None:
        raise DomainError("accepted", _("This invitation has been accepted; the person can sign in."))
    return row


def _renew(actor: Actor, row: Invitation) -> None:
    row.issue += 1
    row.expires_at, row.revoked_at = clock.now() + VALID, None
    row.save(update_fields=["issue", "expires_at", "revoked_at"])
    _send(actor, row)


def _send(actor: Actor, row: Invitation) -> None:
    log_security(kind=SecurityKind.INVITED, user=row.user, email=row.user.email, address=None)
    record(actor=actor, action="invitation.sent", subject=("account", row.user_id), after={"issue": row.issue})
    publish(actor=actor, event=StaffInvited(invitation_id=str(row.pk), issue=row.issue))


@transaction.atomic
def accept_invitation(*, token: str, password: str, name: str, address: str | None) -> User:
    """Open an invited account: the person chooses a password, and may put their name right.

    Raises:
        NotFoundError: the link is unknown, overtaken by a newer one, past, revoked or used.
        InvalidError: the password does not keep the rules.
    """
    found = invitation_of(token)
    row = Invitation.objects.select_for_update().select_related("user").filter(pk=found.pk).first() if found else None
    if row is None or not is_open(row):
        raise NotFoundError("invitation")
    if name and name != row.user.name:
        row.user.name = name
        row.user.save(update_fields=["name"])
    user = set_password(actor=actors.system("invitation"), user=row.user, password=password, address=address)
    row.accepted_at = clock.now()
    row.save(update_fields=["accepted_at"])
    record(actor=actors.system("invitation"), action="invitation.accepted", subject=("account", user.pk))
    return user
