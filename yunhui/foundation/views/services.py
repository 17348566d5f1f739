"""Commands on saved views."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.views.models import SavedView
from yunhui.foundation.views.rules import MOST, NAME_LENGTH, QUERY_LENGTH, can_delete
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require


@transaction.atomic
def save_view(*, actor: Actor, list_key: str, about: str, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep a way to look at a list under a name; the same name again replaces what was kept.

    Raises:
        NotFoundError: nobody is signed in.
        InvalidError: no name, one that is too long, or more views than anybody reads.
    """
    if actor.user_id is None:
        raise NotFoundError("view")
    text = " ".join(name.split())
    mine = SavedView.objects.filter(owner_id=actor.user_id, list=list_key, about=about)
    if not text:
        raise InvalidError([Problem("name", "required", _("Give the view a name."))])
    if len(text) > NAME_LENGTH:
        raise InvalidError([Problem("name", "too_long", _("At most %(n)d characters.") % {"n": NAME_LENGTH})])
    if len(query) > QUERY_LENGTH:
        raise InvalidError([Problem("name", "too_much", _("This asks for too much to be kept; choose less."))])
    if mine.exclude(name=text).count() >= MOST:
        raise InvalidError([Problem("name", "too_many", _("You have %(n)d views. Delete one first.") % {"n": MOST})])
    view, _made = SavedView.objects.update_or_create(
        owner_id=actor.user_id, list=list_key, about=about, name=text,
        defaults={"query": query, "is_shared": is_shared, "saved_at": clock.now()},
    )  # fmt: skip
    record(
        actor=actor,
        action="view.saved",
        subject=("view", view.pk),
        after={"list": list_key, "about": about, "query": query, "is_shared": is_shared},
    )
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view_id: UUID) -> SavedView:
    """Forget a saved view.

    Raises:
        NotFoundError: there is none that the actor sees.
        RefusedError: it is another's.
    """
    view = SavedView.objects.select_for_update().filter(pk=view_id).first()
    if view is None or not (view.is_shared or view.owner_id == actor.user_id):
        raise NotFoundError("view")
    require(can_delete(actor, view))
    record(
        actor=actor, action="view.deleted", subject=("view", view.pk), before={"list": view.list, "query": view.query}
    )
    view.delete()
    return view
