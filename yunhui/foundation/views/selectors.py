"""Reads of saved views."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from yunhui.foundation.views.models import SavedView
from yunhui.kernel.actor import Actor


def views_for(actor: Actor, list_key: str, about: str) -> QuerySet[SavedView]:
    """The actor's own views of a list, then those that others share; for readers whom the list's page has let in."""
    rows = SavedView.objects.filter(list=list_key, about=about)
    if actor.user_id is None:
        return rows.none()
    seen = rows.filter(Q(owner_id=actor.user_id) | Q(is_shared=True)).select_related("owner")
    return seen.order_by(Case(When(owner_id=actor.user_id, then=0), default=1), "name", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """A view in a menu: where it leads, whose it is, and whether it is the one that the reader looks at."""

    pk: UUID
    url: str
    name: str
    owner: str
    is_shared: bool
    is_current: bool


def menu_of(
    actor: Actor, list_key: str, about: str, *, address: Callable[[str, str], str], current: str
) -> tuple[list[Line], list[Line]]:
    """The actor's own views of a list and those that others share, ready for a menu; one query.

    Args:
        address: makes the address of a view from its query string and its id; `current` is the id of the one in use.
    """
    own: list[Line] = []
    others: list[Line] = []
    for one in views_for(actor, list_key, about):
        pk = str(one.pk)
        line = Line(one.pk, address(one.query, pk), one.name, one.owner.name, one.is_shared, pk == current)
        (own if one.owner_id == actor.user_id else others).append(line)
    return own, others
