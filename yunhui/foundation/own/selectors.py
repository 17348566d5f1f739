"""What a person sees of the copies and the end of their own data."""

from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.own.enums import CopyState, ErasureState
from yunhui.foundation.own.models import Copy, Erasure
from yunhui.foundation.own.ports import Fate, holdings
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError


def last_copy(actor: Actor) -> Copy | None:
    """The copy that was asked for last, unless it is no longer kept."""
    user = own_account(actor)
    return Copy.objects.filter(user=user).exclude(state=CopyState.ENDED).order_by("-asked_at").first()


def copy_for(actor: Actor, copy_id: UUID) -> Copy:
    """One of one's own copies that is ready.

    Raises:
        NotFoundError: there is none.
    """
    found = Copy.objects.filter(pk=copy_id, user=own_account(actor), state=CopyState.READY).first()
    if found is None:
        raise NotFoundError("copy")
    return found


def waiting_erasure(actor: Actor) -> Erasure | None:
    """The erasure that was asked for and has not come yet."""
    return Erasure.objects.filter(user=own_account(actor), state=ErasureState.WAITING).first()


def fate_of(user: User) -> Fate:
    """What erasing would do, in every room, in the active language."""
    fates = [one.foretell(user) for one in holdings().values()]
    return Fate(
        gone=tuple(line for fate in fates for line in fate.gone),
        kept=tuple(line for fate in fates for line in fate.kept),
        running=tuple(line for fate in fates for line in fate.running),
        blocked=tuple(line for fate in fates for line in fate.blocked),
    )
