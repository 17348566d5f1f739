"""The end of one's own data: told before, waiting where something is in progress, and the same for every room.

Rows of the log stay as they are: they hold ids, and an id without a name says nobody's. So the chain stays whole.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.accounts.services import erase_account
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import remove_attachment
from yunhui.foundation.outbox.services import publish
from yunhui.foundation.own.enums import CopyState, ErasureState
from yunhui.foundation.own.events import DataErased
from yunhui.foundation.own.models import Copy, Erasure
from yunhui.foundation.own.ports import holdings
from yunhui.foundation.own.selectors import fate_of
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem

# With something in progress, so long can it be taken back.
WAIT = timedelta(days=3)


@transaction.atomic
def ask_erasure(*, actor: Actor, email: str) -> Erasure:
    """Ask for the end of one's own data: at once where nothing is in progress, else in three days. Twice is once.

    Args:
        email: the account's own address, typed by hand.

    Raises:
        InvalidError: another address.
        DomainError: `blocked`: the sentence says what has to be ended before, and by whom.
    """
    user = User.objects.select_for_update().get(pk=own_account(actor).pk)
    if email.strip().lower() != user.email.lower():
        raise InvalidError([Problem("email", "other_address", _("This is not the address of this account."))])
    if found := Erasure.objects.filter(user=user, state=ErasureState.WAITING).first():
        return found
    fate = fate_of(user)
    if fate.blocked:
        raise DomainError("blocked", " ".join(map(str, fate.blocked)))
    now = clock.now()
    row = Erasure.objects.create(user=user, asked_at=now, due_at=now + WAIT if fate.running else now)
    record(actor=actor, action="data.erasure_asked", subject=("account", user.pk), after={"due_at": row.due_at})
    if not fate.running:
        _erase(row)
    return row


@transaction.atomic
def take_erasure_back(*, actor: Actor) -> None:
    """Keep one's data after all, as long as the erasure waits. Twice is once."""
    user = own_account(actor)
    row = Erasure.objects.select_for_update().filter(user=user, state=ErasureState.WAITING).first()
    if row:
        row.state, row.ended_at = ErasureState.TAKEN_BACK, clock.now()
        row.save(update_fields=["state", "ended_at"])
        record(actor=actor, action="data.erasure_taken_back", subject=("account", user.pk))


def erase_due() -> int:
    """Carry out the erasures whose days are over; swept every minute, and the same twice is once."""
    due = Erasure.objects.filter(state=ErasureState.WAITING, due_at__lte=clock.now()).order_by("due_at")
    count = 0
    for pk in list(due.values_list("pk", flat=True)[:50]):
        with transaction.atomic():
            row = Erasure.objects.select_for_update(skip_locked=True).filter(pk=pk, state=ErasureState.WAITING).first()
            if row:
                _erase(row)
                count += 1
    return count


def _erase(row: Erasure) -> None:
    actor, user = actors.system("own"), row.user
    for holding in holdings().values():
        holding.erase(actor, user)
    for copy in Copy.objects.filter(user=user, state=CopyState.READY):
        Copy.objects.filter(pk=copy.pk).update(state=CopyState.ENDED, attachment_id=None)
    for attachment in attachments_of("account", user.pk):
        remove_attachment(actor=actor, attachment_id=attachment.pk)
    erase_account(actor=actor, user=user)
    row.state, row.ended_at = ErasureState.DONE, clock.now()
    row.save(update_fields=["state", "ended_at"])
    record(actor=actor, action="data.erased", subject=("account", user.pk))
    publish(actor=actor, event=DataErased(str(user.pk)))
