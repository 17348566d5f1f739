"""The link in a speaker's letters: derived by the city's key, stored nowhere, good for the newest letter."""

import hmac
from uuid import UUID

from django.conf import settings

from yunhui.features.rehearsal.models import Appearance
from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import NotFoundError

_LENGTH = 40


def link_of(appearance: Appearance) -> str:
    """The path of the page on which a speaker gets ready."""
    return f"/rehearsal/{token_of(appearance)}"


def token_of(appearance: Appearance) -> str:
    """What the link carries."""
    vault: Vault = settings.VAULT
    code = vault.mac("rehearsal", f"{appearance.pk}:{appearance.issue}").rpartition(":")[2]
    return f"{appearance.pk.hex}{code[:_LENGTH]}"


def appearance_behind(token: str) -> Appearance:
    """The appearance of a link.

    Raises:
        NotFoundError: unknown, or taken back.
    """
    try:
        pk = UUID(hex=token[:32])
    except ValueError:
        raise NotFoundError("page") from None
    rows = Appearance.objects.select_related("call__rehearsal_plan", "application__owner", "board")
    found = rows.filter(pk=pk).first()
    if found is None or not hmac.compare_digest(token_of(found), token):
        raise NotFoundError("page")
    return found
