"""Letters as a part of one's own data."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import DispatchState
from yunhui.foundation.notices.models import Contact, Dispatch, Notice, Trouble
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor

_MOST = 5_000


def collect(user: User) -> dict[str, Any]:
    """Every letter to the person, as they read it."""
    rows = Notice.objects.filter(user=user).order_by("-written_at")
    return {"letters": list(rows.values("written_at", "letter", "state", "subject", "body", "read_at")[:_MOST])}


def foretell(user: User) -> Fate:
    """Letters lose their words and their reader; that they were sent stays."""
    return Fate(
        gone=(_("The words of every letter to you, and the numbers by which you were reached."),),
        kept=(
            (_("That a letter of a kind was sent on a day."), _("So that a deadline can be proved to have been told.")),
        ),
    )


def erase(actor: Actor, user: User) -> None:
    """Take the words away; what has not left never leaves."""
    rows = Notice.objects.filter(user=user)
    waiting = (DispatchState.WAITING, DispatchState.CLAIMED)
    Dispatch.objects.filter(notice__in=rows, state__in=waiting).update(state=DispatchState.SUPERSEDED)
    Dispatch.objects.filter(notice__in=rows).update(address="", reply="")
    rows.update(email="", name="—", context={}, subject="—", body="", link="", sealed="")
    Contact.objects.filter(user=user).delete()
    Trouble.objects.filter(email__iexact=user.email).delete()


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Letters"), collect, foretell, erase)
