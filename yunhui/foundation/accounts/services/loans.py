"""Lending a role to a colleague while one is away. The colleague acts as themselves, for the other; both are named in
every line of the log."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.events import AccountTouched
from yunhui.foundation.accounts.models import Loan, User
from yunhui.foundation.accounts.rules import can_lend
from yunhui.foundation.accounts.selectors.accounts import live_grants
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError, require


@transaction.atomic
def lend_role(
    *, actor: Actor, grant_id: int, to_email: str, starts_at: datetime, ends_at: datetime, reason: str
) -> Loan:
    """Lend one of the actor's own roles to a colleague for a time.

    Raises:
        NotFoundError: the actor does not hold this role.
        RefusedError: the role is not lent, or the two may not stand for each other.
        InvalidError: nobody of the staff has this address; or the days do not fit.
    """
    if actor.on_behalf_of is not None:
        raise RefusedError("borrowed", _("What is lent to you, you cannot lend on."))
    grant = live_grants().select_for_update().filter(pk=grant_id, user_id=actor.account).first()
    if grant is None:
        raise NotFoundError("role")
    borrower = User.objects.filter(email__iexact=to_email.strip(), is_active=True).first()
    held = set(live_grants().filter(user=borrower).values_list("role", flat=True)) if borrower else set()
    problems = []
    if borrower is None or not held or borrower.pk == actor.user_id:
        problems.append(Problem("to", "no_colleague", _("No colleague with a role has this address.")))
    if ends_at <= starts_at or ends_at <= clock.now():
        problems.append(Problem("ends", "days", _("The last day must not be before the first, and not be past.")))
    if not reason.strip():
        problems.append(Problem("reason", "required", _("Say why, in a few words.")))
    if problems or borrower is None:
        raise InvalidError(problems)
    require(can_lend(grant.role, held))
    loan = Loan.objects.create(
        lender_id=grant.user_id,
        borrower=borrower,
        grant=grant,
        reason=reason.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _note(actor, loan, SecurityKind.LENT, "role.lent")
    publish(actor=actor, event=AccountTouched(user_id=str(borrower.pk), what="lent", detail=actor.name))
    return loan


@transaction.atomic
def end_loan(*, actor: Actor, loan_id: UUID) -> None:
    """End a loan now: either of the two may.

    Raises:
        NotFoundError: there is no such loan between the actor and somebody else.
    """
    loan = Loan.objects.select_for_update().filter(pk=loan_id, ended_at__isnull=True).first()
    if loan is None or actor.user_id not in (loan.lender_id, loan.borrower_id):
        raise NotFoundError("loan")
    loan.ended_at = clock.now()
    loan.save(update_fields=["ended_at"])
    _note(actor, loan, SecurityKind.RETURNED, "loan.ended")


@transaction.atomic
def begin_acting(*, actor: Actor, loan_id: UUID, address: str | None) -> Loan:
    """Note that the actor now acts for a colleague; the session keeps the loan's id.

    Raises:
        NotFoundError: there is no such loan in force.
    """
    now = clock.now()
    loan = (
        Loan.objects.select_related("borrower", "grant")
        .filter(
            pk=loan_id,
            borrower_id=actor.account,
            ended_at__isnull=True,
            starts_at__lte=now,
            ends_at__gt=now,
            grant__in=live_grants(),
        )
        .first()
    )
    if loan is None:
        raise NotFoundError("loan")
    log_security(
        kind=SecurityKind.ACTING,
        user=loan.borrower,
        email=loan.borrower.email,
        address=address,
        note=f"{loan.grant} for {loan.lender_id}",
    )
    return loan


def _note(actor: Actor, loan: Loan, kind: SecurityKind, action: str) -> None:
    borrower = loan.borrower
    log_security(kind=kind, user=borrower, email=borrower.email, address=None, note=str(loan.grant))
    record(
        actor=actor,
        action=action,
        subject=("account", loan.lender_id),
        after={"grant": str(loan.grant), "to": str(loan.borrower_id), "from": loan.starts_at, "until": loan.ends_at},
    )
