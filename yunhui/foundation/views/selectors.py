"""Reads of saved views."""

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
