"""Roles: proposed by whoever makes accounts, granted, confirmed once a year and ended by the security administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ADMINISTRATORS, ProposalState, ScopeKind, SecurityKind
from yunhui.foundation.accounts.events import AccountTouched, GrantEnded
from yunhui.foundation.accounts.models import Proposal, RoleGrant, User
from yunhui.foundation.accounts.rules import can_grant_roles, can_hold, can_manage_accounts
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.errors import DomainError, NotFoundError, require


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user: User,
    role: str,
    scope_kind: str = ScopeKind.CITY,
    scope_id: object = "",
    until: datetime | None = None,
) -> RoleGrant:
    """Give a role in a scope, for good or `until` a moment; the same grant twice is one grant, with the newer end.

    An open proposal of the same role is thereby granted, and who waited for it is told.

    Raises:
        RefusedError: the actor does not grant roles.
        DomainError: `administrators_exclude`: the person already is another of the three administrators; `in_the_past`.
    """
    require(can_grant_roles(actor))
    User.objects.select_for_update().get(pk=user.pk)
    if until is not None and until <= clock.now():
        raise DomainError("in_the_past", _("The role would have ended already. Choose a later day."))
    live = RoleGrant.objects.filter(user=user, ended_at__isnull=True)
    same = {"role": role, "scope_kind": scope_kind, "scope_id": str(scope_id)}
    was_awaited = Proposal.objects.filter(user=user, state=ProposalState.OPEN, **same).update(
        state=ProposalState.GRANTED, decided_at=clock.now()
    )
    if found := live.filter(**same).first():
        if found.until != until:
            _set_until(actor, found, until)
        return found
    if role in ADMINISTRATORS and live.filter(role__in=ADMINISTRATORS).exists():
        raise DomainError(
            "administrators_exclude",
            _("System, security and audit administrator exclude each other. End the other role first."),
        )
    grant = RoleGrant.objects.create(user=user, granted_by_id=actor.user_id, until=until, **same)
    log_security(kind=SecurityKind.GRANTED, user=user, email=user.email, address=None, note=str(grant))
    record(
        actor=actor, action="role.granted", subject=("account", user.pk), after={"grant": str(grant), "until": until}
    )
    if was_awaited:
        publish(actor=actor, event=AccountTouched(user_id=str(user.pk), what="role_granted"))
    return grant


@transaction.atomic
def end_role(*, actor: Actor, grant: RoleGrant) -> None:
    """End a grant now; the row stays, and so do no loans of it.

    Raises:
        RefusedError: the actor does not grant roles.
    """
    require(can_grant_roles(actor))
    row = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        row.loans.filter(ended_at__isnull=True).update(ended_at=row.ended_at)
        log_security(kind=SecurityKind.ENDED, user=row.user, email=row.user.email, address=None, note=str(row))
        record(actor=actor, action="role.ended", subject=("account", row.user_id), before={"grant": str(row)})
        publish(actor=actor, event=GrantEnded(user_id=str(row.user_id), grant=str(row)))


def end_due_roles() -> int:
    """End the roles whose own date has come; how many. Swept each minute; until then the selectors leave them out."""
    actor = actors.system("accounts")
    due = RoleGrant.objects.filter(ended_at__isnull=True, until__lte=clock.now())
    rows = list(due.order_by("pk")[:200])
    for row in rows:
        end_role(actor=actor, grant=row)
    return len(rows)


@transaction.atomic
def confirm_role(*, actor: Actor, grant: RoleGrant) -> None:
    """Leave a role standing for another year.

    Raises:
        RefusedError: the actor does not grant roles.
        NotFoundError: the role has ended.
    """
    require(can_grant_roles(actor))
    row = RoleGrant.objects.select_for_update().filter(pk=grant.pk, ended_at__isnull=True).first()
    if row is None:
        raise NotFoundError("role")
    row.confirmed_at = clock.now()
    row.save(update_fields=["confirmed_at"])
    record(actor=actor, action="role.confirmed", subject=("account", row.user_id), after={"grant": str(row)})


@transaction.atomic
def propose_roles(*, actor: Actor, user: User, grants: Iterable[Grant]) -> list[Proposal]:
    """Ask the security administrator for roles; what the person holds or was proposed already is left as it is.

    Raises:
        RefusedError: the actor does not manage accounts, or a role does not fit its scope.
    """
    require(can_manage_accounts(actor))
    made = []
    for one in grants:
        require(can_hold(one.role, one.scope_kind))
        same = {"role": one.role, "scope_kind": one.scope_kind, "scope_id": str(one.scope_id)}
        if RoleGrant.objects.filter(user=user, ended_at__isnull=True, **same).exists():
            continue
        proposal, fresh = Proposal.objects.get_or_create(
            user=user, state=ProposalState.OPEN, **same, defaults={"proposed_by_id": actor.user_id}
        )
        if fresh:
            made.append(proposal)
            record(actor=actor, action="role.proposed", subject=("account", user.pk), after={"grant": str(proposal)})
    return made


@transaction.atomic
def decide_proposal(*, actor: Actor, proposal_id: int, granted: bool) -> Proposal:
    """Grant a proposed role, or refuse it.

    Raises:
        RefusedError: the actor does not grant roles.
        NotFoundError: there is no such proposal.
        DomainError: `decided`: somebody else was quicker; or what `grant_role` raises.
    """
    require(can_grant_roles(actor))
    row = Proposal.objects.select_for_update().select_related("user").filter(pk=proposal_id).first()
    if row is None:
        raise NotFoundError("proposal")
    if row.state != ProposalState.OPEN:
        raise DomainError("decided", _("This proposal has been decided already."))
    if granted:
        grant_role(actor=actor, user=row.user, role=row.role, scope_kind=row.scope_kind, scope_id=row.scope_id)
        row.refresh_from_db()
        return row
    row.state, row.decided_at = ProposalState.REFUSED, clock.now()
    row.save(update_fields=["state", "decided_at"])
    record(actor=actor, action="role.refused", subject=("account", row.user_id), before={"grant": str(row)})
    return row


def _set_until(actor: Actor, grant: RoleGrant, until: datetime | None) -> None:
    before, grant.until = grant.until, until
    grant.save(update_fields=["until"])
    record(
        actor=actor,
        action="role.dated",
        subject=("account", grant.user_id),
        before={"grant": str(grant), "until": before},
        after={"until": until},
    )
