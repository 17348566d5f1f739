"""An account without a person: closed, and with nothing left that says whose it was."""

from django.db import transaction
from django.db.models import Q

from yunhui.foundation.accounts.models import Factor, Identity, Invitation, MailCode, User
from yunhui.foundation.accounts.rules import erased_address
from yunhui.foundation.accounts.services.accounts import close_account
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor

NAMELESS = "—"


@transaction.atomic
def erase_account(*, actor: Actor, user: User) -> None:
    """Close an account and take its name, address, factors and other doors away. Its id stays: the log and what others
    did with it name nobody else by it. The security log keeps its lines for as long as the law asks. Twice is once.

    Raises:
        RefusedError: the actor does not manage accounts.
        DomainError: `holds_roles`.
    """
    close_account(actor=actor, user=user)
    row = User.objects.select_for_update().get(pk=user.pk)
    MailCode.objects.filter(Q(user=row) | Q(email__iexact=row.email)).delete()
    Factor.objects.filter(user=row).delete()
    Identity.objects.filter(user=row).delete()
    Invitation.objects.filter(user=row).delete()
    row.email, row.name = erased_address(row.pk), NAMELESS
    row.set_unusable_password()
    row.save(update_fields=["email", "name", "password"])
    record(actor=actor, action="account.erased", subject=("account", row.pk))
