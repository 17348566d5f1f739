"""A reader's own notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import DispatchState, NoticeState
from yunhui.foundation.notices.models import Dispatch, Notice, Trouble
from yunhui.foundation.notices.rules import value_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What the actor was told, the newest first; superseded notices too where they had been told, private never."""
    told = Q(state=NoticeState.RELEASED) | Q(state=NoticeState.SUPERSEDED, released_at__isnull=False)
    rows = Notice.objects.filter(told, user=actor.user_id, is_private=False)
    return rows.select_related("template").order_by("-released_at", "-pk")


def notice_for(actor: Actor, notice_id: UUID) -> Notice:
    """One of the actor's notices.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    found = notices_of(actor).filter(pk=notice_id).first() if actor.user_id else None
    if found is None:
        raise NotFoundError("notice")
    return found


def unread_of(actor: Actor) -> Any:
    """How many notices the actor has not read, as an expression to annotate some row of another query with."""
    rows = Notice.objects.order_by().filter(
        user=actor.user_id, state=NoticeState.RELEASED, read_at__isnull=True, is_private=False
    )
    return Coalesce(Subquery(rows.values("user").annotate(number=Count("pk")).values("number")), 0)


def trouble_of(actor: Actor) -> Trouble | None:
    """Whether letters to the actor's own address come back."""
    email = User.objects.filter(pk=actor.user_id).values_list("email", flat=True).first() if actor.user_id else None
    return Trouble.objects.filter(email=email.lower(), is_permanent=True).first() if email else None


def last_told(letter: str, user: User, about: tuple[str, object]) -> datetime | None:
    """When a reader was last written a letter about one thing, whatever became of it; for reminders that come once."""
    rows = Notice.objects.filter(letter=letter, user=user, about_type=about[0], about_id=str(about[1]))
    return rows.order_by("-written_at").values_list("written_at", flat=True).first()


def told_since(
    letters: Sequence[str], users: Iterable[User], about: tuple[str, object], since: datetime
) -> dict[UUID, datetime]:
    """Reader -> when they were last written one of some letters about one thing, for those who were since an instant:
    one query."""
    rows = Notice.objects.filter(
        letter__in=letters, user__in=list(users), about_type=about[0], about_id=str(about[1]), written_at__gte=since
    )
    return dict(rows.order_by("written_at").values_list("user_id", "written_at"))


# From here on a letter is on its way to its reader, or nobody can say that it is not.
_LEFT = (
    DispatchState.HANDING,
    DispatchState.SENT,
    DispatchState.DELIVERED,
    DispatchState.BOUNCED,
    DispatchState.UNSURE,
)


def last_heard(about_type: str, call_id: UUID, letters: Sequence[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """What was last heard of each thing of a type in a call: {id: (letter, its context as values)}; one query.

    Heard is a letter that left by any way, or that its reader has opened in their list; one that was written and taken
    back before is not.
    """
    rows = Notice.objects.filter(call_id=call_id, about_type=about_type, letter__in=letters, is_private=False)
    left = Exists(Dispatch.objects.filter(notice=OuterRef("pk"), state__in=_LEFT))
    heard = rows.filter(left | Q(read_at__isnull=False)).order_by("about_id", "-written_at", "-pk").distinct("about_id")
    return {
        about: (letter, {name: value_of(value) for name, value in context.items()})
        for about, letter, context in heard.values_list("about_id", "letter", "context")
    }
