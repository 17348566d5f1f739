"""Which other sites may show our embeds."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.events import EmbeddersChanged
from yunhui.features.site.models import Embedder
from yunhui.features.site.rules import can_keep_site
from yunhui.features.site.rules.origins import MOST_EMBEDDERS, origin_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require


@transaction.atomic
def allow_embedding(*, actor: Actor, address: str, note: str = "") -> Embedder:
    """Let a site show our embeds; one that may already stays as it is, with the new note.

    Raises:
        RefusedError: not a keeper of the site.
        InvalidError: not the address of a site, or too many already.
    """
    require(can_keep_site(actor))
    origin = origin_of(address)
    if origin is None:
        words = _("Enter the address of a website, such as https://www.university.example.")
        raise InvalidError([Problem("address", "not_a_site", words)])
    known = set(Embedder.objects.values_list("origin", flat=True))
    if origin not in known and len(known) >= MOST_EMBEDDERS:
        words = _("There are %(n)s sites already: remove one first, or write *. before a name for all sites under it.")
        raise InvalidError([Problem("address", "too_many", words % {"n": MOST_EMBEDDERS})])
    row, _made = Embedder.objects.update_or_create(origin=origin, defaults={"note": note.strip()[:120]})
    record(actor=actor, action="embedding.allowed", subject=("embedder", row.pk), after={"origin": origin})
    publish(actor=actor, event=EmbeddersChanged(origin, is_allowed=True))
    return row


@transaction.atomic
def end_embedding(*, actor: Actor, embedder_id: UUID) -> None:
    """From now on a site shows our embeds no more.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such site.
    """
    require(can_keep_site(actor))
    row = Embedder.objects.select_for_update().filter(pk=embedder_id).first()
    if row is None:
        raise NotFoundError("embedder")
    record(actor=actor, action="embedding.ended", subject=("embedder", row.pk), before={"origin": row.origin})
    publish(actor=actor, event=EmbeddersChanged(row.origin, is_allowed=False))
    row.delete()
