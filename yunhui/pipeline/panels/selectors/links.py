"""The link in an invitation: derived by the city's key, stored nowhere, good for one seat and the newest letter."""

import hmac
from uuid import UUID

from django.conf import settings

from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.panels.models import Seat

_LENGTH = 40


def link_of(seat: Seat) -> str:
    """The path of the page on which a seat is answered."""
    return f"/panel/{_token(seat)}"


def seat_behind(token: str) -> Seat:
    """The seat of a link, whatever became of it.

    Raises:
        NotFoundError: unknown, or overtaken by a newer letter.
    """
    try:
        pk = UUID(hex=token[:32])
    except ValueError:
        raise NotFoundError("invitation") from None
    rows = Seat.objects.select_related("call__panel", "group", "expert__person__user")
    seat = rows.filter(pk=pk, issue__gt=0).first()
    if seat is None or not hmac.compare_digest(_token(seat), token):
        raise NotFoundError("invitation")
    return seat


def _token(seat: Seat) -> str:
    vault: Vault = settings.VAULT
    code = vault.mac("panel-seat", f"{seat.pk}:{seat.issue}").rpartition(":")[2]
    return f"{seat.pk.hex}{code[:_LENGTH]}"
