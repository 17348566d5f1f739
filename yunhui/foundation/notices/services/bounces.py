"""What comes back: the mailbox of bounces, and delivery receipts of the SMS gateway."""

import hmac
import imaplib
import logging
import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from flufl.bounce import all_failures

from yunhui.foundation.notices.enums import Channel, DispatchState
from yunhui.foundation.notices.models import Attempt, Dispatch
from yunhui.foundation.notices.services.carriers.mail import MARK
from yunhui.foundation.notices.services.carriers.mailbox import mailbox
from yunhui.foundation.notices.services.delivering import note_trouble
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.lines import trouble_in

log = logging.getLogger("yunhui.notices")
ROUND = 200
_PATIENCE = 30.0
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MARKED = re.compile(rf"(?:\+|{MARK}:\s*|Message-ID:\s*<)({_UUID})", re.IGNORECASE)
_ARRIVED = (DispatchState.SENT, DispatchState.UNSURE)


def read_bounces() -> int:
    """Read what came back since the last time and move it to the seen ones; returns how many letters it concerned.

    A message is marked as seen after what it says is kept: a worker killed between reads it again, and the letter
    is not counted twice, because it is `bounced` already.
    """
    imap = settings.CHANNELS.imap
    if imap is None or settings.DEMO:
        return 0
    try:
        return _read(imap)
    except (OSError, imaplib.IMAP4.error) as error:  # the next round asks again, the page of health says why
        log.warning("the mailbox of what came back: %s (%s)", trouble_in(error), imap.host)
        return 0


def _read(imap: Any) -> int:
    count = 0
    with mailbox(imap, _PATIENCE) as box:
        box.select(_quoted(imap.folder))
        _status, found = box.uid("SEARCH", "UNSEEN")
        for uid in found[0].split()[:ROUND] if found and found[0] else []:
            _status, parts = box.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            count += take_bounce(raw)
            box.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)")
    return count


@transaction.atomic
def take_bounce(raw: bytes) -> int:
    """Keep what one returned message says; returns 1 where it brings back a letter of ours, else 0.

    What is no bounce (an automatic reply, an answer of a person) is left in the mailbox for people.
    """
    message = message_from_bytes(raw)
    temporary, permanent = all_failures(message)
    if not (temporary or permanent):
        return 0
    reply = _diagnosis(message)
    row = _letter(raw, message)
    if row is not None and permanent:
        if row.state not in _ARRIVED:
            return 0
        row.state, row.settled_at, row.reply = DispatchState.BOUNCED, clock.now(), reply
        row.save(update_fields=["state", "settled_at", "reply"])
        Attempt.objects.create(dispatch=row, outcome=DispatchState.BOUNCED, reply=reply)
        note_trouble(row.address, reply)
        return 1
    if row is not None and temporary:
        Attempt.objects.create(dispatch=row, outcome="delayed", reply=reply)
    return 0


@transaction.atomic
def take_receipt(*, secret: str, fields: Mapping[str, str]) -> bool:
    """A delivery receipt of the SMS gateway; False where it is about no message of ours.

    Raises:
        NotFoundError: receipts are off, or the secret is not the city's.
    """
    gateway = settings.CHANNELS.sms
    if gateway is None or not gateway.receipt or not gateway.receipt_secret:
        raise NotFoundError
    if not hmac.compare_digest(secret.encode(), gateway.receipt_secret.encode()):
        raise NotFoundError
    names = gateway.receipt
    reference, status = fields.get(names["id"], ""), fields.get(names["status"], "")
    sent = Dispatch.objects.select_for_update().filter(channel=Channel.SMS, reference=reference, state__in=_ARRIVED)
    row = sent.first() if reference else None
    if row is None:
        return False
    row.state = DispatchState.DELIVERED if status == names["good"] else DispatchState.BOUNCED
    row.settled_at, row.reply = clock.now(), status[:500]
    row.save(update_fields=["state", "settled_at", "reply"])
    Attempt.objects.create(dispatch=row, outcome=row.state, reply=status[:500])
    return True


def _letter(raw: bytes, message: Message) -> Dispatch | None:
    """The letter that a message brings back: by the envelope address, our mark, or the Message-ID inside."""
    envelope = " ".join(str(message.get(name, "")) for name in ("To", "Delivered-To", "X-Original-To"))
    ids = _MARKED.findall(envelope) + _MARKED.findall(raw.decode("utf-8", "replace"))
    rows = Dispatch.objects.select_for_update().filter(pk__in=[UUID(one) for one in ids], channel=Channel.MAIL)
    return rows.first()


def _diagnosis(message: Message) -> str:
    """What the returning server says: its diagnostic code, or the subject."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message) and (code := block.get("Diagnostic-Code")):
                    return " ".join(str(code).split())[:500]
    return " ".join(str(message.get("Subject", "")).split())[:500]


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
