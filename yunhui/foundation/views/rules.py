"""Who may do what with a saved view."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.views.models import SavedView
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

NAME_LENGTH = 60
QUERY_LENGTH = 2000
MOST = 40


def can_delete(actor: Actor, view: SavedView) -> Verdict:
    """Its owner alone, shared or not."""
    if actor.user_id is not None and view.owner_id == actor.user_id:
        return ALLOWED
    return refused("not_owner", _("Only the person who saved this view can delete it."))
