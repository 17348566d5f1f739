"""The texts of letters, as the office sees them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from yunhui.foundation.notices.models import Template, Wording
from yunhui.foundation.notices.rules import can_see_outbox
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require


def texts_of(actor: Actor, letter: str) -> QuerySet[Template]:
    """Every text that a letter has had, the newest first.

    Raises:
        RefusedError: not of the office.
    """
    require(can_see_outbox(actor))
    return Template.objects.filter(letter=letter).select_related("made_by").order_by("-pk")


def own_wordings(actor: Actor, letters: Sequence[str]) -> dict[str, Template]:
    """Which of some letters have a text of the city's own now.

    Raises:
        RefusedError: not of the office.
    """
    require(can_see_outbox(actor))
    rows = Wording.objects.filter(letter__in=letters).select_related("template__made_by")
    return {row.letter: row.template for row in rows if row.template.is_own}
