"""What docking adds to pages of rooms below: interested host areas, and what revoking the consent would do."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.web.applicant import is_settled, part_of
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.ports import register_effect


def effect_of_revoking(*, actor: Actor, application: Application, purpose: str, board: Board | None) -> Iterable[str]:
    """How many interests and talks a revocation would end. What a host area answered otherwise is not told."""
    if purpose != Purpose.BOARDS:
        return []
    rows = Offer.objects.filter(application=application, state=OfferState.INTERESTED)
    count = (rows.filter(board=board) if board else rows).count()
    if not count:
        return []
    words = ngettext(
        "One interest ends, and with it contact details that are open.",
        "{n} interests end, and with them contact details that are open.",
        count,
    )
    return [words.format(n=count)]


def register_parts() -> None:
    """Called when the room is ready."""
    part = FormPart(
        template="docking/parts/my_part.html",
        anchor="host-areas",
        title=_("Host areas"),
        context=part_of,
        is_complete=is_settled,
        rank=10,
    )
    register_status_part("docking", part)
    register_effect("docking", effect_of_revoking)
