"""Short-lived signed tickets that let a browser listen to topics without a session: `payload.signature`, URL-safe.

The web process signs after a rule has said yes; the realtime process reads without asking the database.
"""

import base64
import hashlib
import hmac
import json
from binascii import Error as NotBase64
from collections.abc import Iterable
from datetime import datetime, timedelta

LIFETIME = timedelta(minutes=2)


class BadTicket(ValueError):
    """Malformed, signed by somebody else, or past its end."""


def sign(topics: Iterable[str], *, key: str, now: datetime, lifetime: timedelta = LIFETIME) -> str:
    """A ticket for `topics`, good until `now + lifetime`. `now` is the wall clock in UTC, never a rehearsal's."""
    content = json.dumps({"t": sorted(set(topics)), "e": int((now + lifetime).timestamp())}, separators=(",", ":"))
    payload = _encode(content.encode())
    return f"{payload}.{_encode(_mac(payload, key))}"


def read(ticket: str, *, key: str, now: datetime) -> frozenset[str]:
    """The topics that the holder may hear. Raises BadTicket."""
    payload, _, signature = ticket.partition(".")
    try:
        genuine = hmac.compare_digest(_decode(signature), _mac(payload, key))
        content = json.loads(_decode(payload)) if genuine else None
    except (NotBase64, ValueError) as problem:
        raise BadTicket("not a ticket") from problem
    if content is None:
        raise BadTicket("the signature is not ours")
    if now.timestamp() >= content["e"]:
        raise BadTicket("the ticket has ended")
    return frozenset(content["t"])


def _mac(payload: str, key: str) -> bytes:
    return hmac.new(b"yunhui.tickets:" + key.encode(), payload.encode(), hashlib.sha256).digest()


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
