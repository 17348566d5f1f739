"""What readers do with their notices: read them, and say how they want to be told."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.enums import Channel, Kind, NoticeState
from yunhui.foundation.notices.models import Contact, Notice, Preference
from yunhui.foundation.notices.rules import can_switch
from yunhui.foundation.notices.selectors import notice_for
from yunhui.foundation.notices.services.reaching import purpose_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem

ID_LENGTH = 64


@transaction.atomic
def open_notice(*, actor: Actor, notice_id: UUID) -> Notice:
    """One of the actor's notices; from now on it is read.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    notice = notice_for(actor, notice_id)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def read_all(*, actor: Actor) -> int:
    """Everything that the actor was told so far is read; returns how many were new."""
    mine = Notice.objects.filter(user=actor.user_id, state=NoticeState.RELEASED, read_at__isnull=True)
    return mine.update(read_at=clock.now()) if actor.user_id else 0


@transaction.atomic
def keep_wishes(
    *, actor: Actor, quiet: tuple[time, time] | None, digest_at: time | None, switched: Mapping[str, bool]
) -> Preference:
    """Keep how the actor wants to be told.

    Args:
        quiet: from and until on the reader's clock; None for no quiet hours.
        switched: `kind.channel` on or off; what must be sent stays on whatever it says.
    """
    assert actor.user_id is not None
    kinds, ways = set(Kind.values), set(Channel.values)
    kept = {}
    for name, is_on in switched.items():
        kind, _dot, way = name.partition(".")
        if kind in kinds and way in ways and can_switch(kind, way):
            kept[name] = bool(is_on)
    values: dict[str, Any] = {
        "has_quiet": quiet is not None and quiet[0] != quiet[1],
        "quiet_from": quiet[0] if quiet else None,
        "quiet_until": quiet[1] if quiet else None,
        "digest_at": digest_at,
        "switched": kept,
    }
    row, _made = Preference.objects.update_or_create(user_id=actor.user_id, defaults=values)
    record(actor=actor, action="wishes.kept", subject=("account", actor.user_id), after={"switched": kept})
    return row


@transaction.atomic
def keep_contact(*, actor: Actor, channel: str, address: str) -> Contact | None:
    """Keep how the actor is reached by a channel; an empty address takes it away.

    Raises:
        InvalidError: not a phone number in international form, or not an id.
    """
    assert actor.user_id is not None
    mine = Contact.objects.filter(user=actor.user_id, channel=channel)
    text = "".join(address.split()) if channel == Channel.SMS else address.strip()
    if not text:
        if mine.delete()[0]:
            record(actor=actor, action="contact.removed", subject=("account", actor.user_id), after={"by": channel})
        return None
    clear = _phone(text) if channel == Channel.SMS else _work_id(channel, text)
    blind = settings.VAULT.mac(purpose_of(channel), clear)
    if found := mine.filter(blind=blind).first():
        return found
    sealed = settings.VAULT.encrypt(purpose_of(channel), clear)
    values = {"sealed": sealed, "blind": blind, "kept_at": clock.now()}
    row, _made = Contact.objects.update_or_create(user_id=actor.user_id, channel=channel, defaults=values)
    record(actor=actor, action="contact.kept", subject=("account", actor.user_id), after={"by": channel})
    return row


def _phone(text: str) -> str:
    """A number as +8613800138000; without a country code it is one of the mainland."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        sentence = _("Write the number with its country code, such as +31 6 1234 5678.")
        raise InvalidError([Problem(Channel.SMS, "phone", sentence)])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _work_id(channel: str, text: str) -> str:
    if len(text) > ID_LENGTH or not text.isascii() or any(sign in text for sign in "|,; \t"):
        sentence = _("Write one id as the address book of your office has it, without spaces or commas.")
        raise InvalidError([Problem(channel, "work_id", sentence)])
    return text
