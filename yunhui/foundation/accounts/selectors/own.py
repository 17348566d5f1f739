"""What an account's owner sees of it, and the lists of those who keep the accounts."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ProposalState, Role
from yunhui.foundation.accounts.models import Factor, Identity, Invitation, Loan, Proposal, RoleGrant, User, Visit
from yunhui.foundation.accounts.selectors.accounts import live_grants
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, RefusedError

YEAR = timedelta(days=365)


def own_account(actor: Actor) -> User:
    """The account of the actor.

    Raises:
        NotFoundError: a visitor has none.
    """
    user = User.objects.filter(pk=actor.user_id, is_active=True).first() if actor.user_id else None
    if user is None:
        raise NotFoundError("account")
    return user


def own_factors(actor: Actor) -> QuerySet[Factor]:
    """The actor's second factors, oldest first."""
    return Factor.objects.filter(user_id=actor.account).order_by("added_at")


def has_factor(user_id: UUID) -> bool:
    """Whether an account has a second factor."""
    return Factor.objects.filter(user_id=user_id).exists()


def own_visits(actor: Actor) -> QuerySet[Visit]:
    """The actor's open sessions, the one used last first."""
    return Visit.objects.filter(user_id=actor.account).order_by("-seen_at")


def own_identities(actor: Actor) -> QuerySet[Identity]:
    """The other doors that open the actor's account."""
    return Identity.objects.filter(user_id=actor.account).order_by("linked_at")


def own_grants(actor: Actor) -> QuerySet[RoleGrant]:
    """The actor's own roles, also while they act for somebody else."""
    return live_grants().filter(user_id=actor.account).order_by("role", "pk")


def loans_of(actor: Actor) -> QuerySet[Loan]:
    """The loans between the actor and colleagues, of now and to come, first those that begin first."""
    return (
        Loan.objects.select_related("grant", "lender", "borrower")
        .filter(Q(lender_id=actor.account) | Q(borrower_id=actor.account), ended_at__isnull=True)
        .filter(ends_at__gt=clock.now())
        .order_by("starts_at", "pk")
    )


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Everybody who was invited, newest first.

    Raises:
        RefusedError: the actor is neither the system nor the security administrator.
    """
    _require_keeper(actor)
    return Invitation.objects.select_related("user", "invited_by").order_by("-invited_at", "-pk")


def open_proposals(actor: Actor, user: User | None = None) -> QuerySet[Proposal]:
    """The roles that wait for the security administrator.

    Raises:
        RefusedError: the actor is neither the system nor the security administrator.
    """
    _require_keeper(actor)
    rows = Proposal.objects.select_related("user", "proposed_by").filter(state=ProposalState.OPEN)
    return (rows.filter(user=user) if user else rows).order_by("proposed_at", "pk")


def own_proposals(actor: Actor) -> QuerySet[Proposal]:
    """The roles that wait for the security administrator, for their own person to see."""
    return Proposal.objects.filter(user_id=actor.account, state=ProposalState.OPEN).order_by("proposed_at", "pk")


def grants_to_confirm(actor: Actor) -> QuerySet[RoleGrant]:
    """The roles that nobody has looked at for a year, longest first: the yearly recertification.

    Raises:
        RefusedError: the actor is not the security administrator.
    """
    if not (actor.is_system or actor.has(Role.SECURITY_ADMIN)):
        raise RefusedError("not_security_admin", _("Only the security administrator sees this."))
    return (
        live_grants()
        .select_related("user")
        .annotate(looked_at=Coalesce("confirmed_at", "granted_at"))
        .filter(looked_at__lt=clock.now() - YEAR)
        .order_by("looked_at", "pk")
    )


def _require_keeper(actor: Actor) -> None:
    if not (actor.is_system or actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
