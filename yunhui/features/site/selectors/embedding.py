"""Which other sites may show our embeds."""

from django.db.models import QuerySet

from yunhui.features.site.models import Embedder
from yunhui.features.site.rules import can_keep_site
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require


def embedding_origins() -> list[str]:
    """The origins, for the answer that lets them in."""
    return list(Embedder.objects.order_by("origin").values_list("origin", flat=True))


def embedders(actor: Actor) -> QuerySet[Embedder]:
    """The sites with their notes, for the keepers.

    Raises:
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    return Embedder.objects.order_by("origin")
