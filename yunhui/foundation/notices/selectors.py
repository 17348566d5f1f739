"""Reads of notices: a reader's own list."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What the actor was told, the newest first; superseded ones too, private letters never."""
    told = Q(state=NoticeState.RELEASED) | Q(state=NoticeState.SUPERSEDED, released_at__isnull=False)
    rows = Notice.objects.filter(told, user=actor.user_id, is_private=False)
    return rows.select_related("template").order_by("-released_at", "-pk")


def notice_for(actor: Actor, notice_id: UUID) -> Notice:
    """One of the actor's notices.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    found = notices_of(actor).filter(pk=notice_id).first()
    if found is None:
        raise NotFoundError("notice")
    return found


def unread_of(actor: Actor) -> Any:
    """How many notices the actor has not read, as an expression to annotate some row of another query with."""
    rows = Notice.objects.order_by().filter(
        user=actor.user_id, state=NoticeState.RELEASED, read_at__isnull=True, is_private=False
    )
    return Coalesce(Subquery(rows.values("user").annotate(number=Count("pk")).values("number")), 0)
