"""The link under which somebody says when they can be there: derived by the city's key, stored nowhere."""

import hmac
from uuid import UUID

from django.conf import settings

from yunhui.features.timetable.models import Participant
from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import NotFoundError

_LENGTH = 40


def link_of(row: Participant) -> str:
    """The path of the page on which somebody answers; good until the next letter."""
    return f"/when/{_token(row)}"


def participant_behind(token: str) -> Participant:
    """Whose link it is.

    Raises:
        NotFoundError: unknown, overtaken by a newer letter, or no longer taking part.
    """
    try:
        pk = UUID(hex=token[:32])
    except ValueError:
        raise NotFoundError("link") from None
    rows = Participant.objects.select_related("call", "application", "board", "group", "session__room")
    row = rows.filter(pk=pk, issue__gt=0, ended_at=None).first()
    if row is None or not hmac.compare_digest(_token(row), token):
        raise NotFoundError("link")
    return row


def _token(row: Participant) -> str:
    vault: Vault = settings.VAULT
    code = vault.mac("participant", f"{row.pk}:{row.issue}").rpartition(":")[2]
    return f"{row.pk.hex}{code[:_LENGTH]}"
