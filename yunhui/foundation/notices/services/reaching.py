"""How readers are reached: their wishes, and their addresses beside e-mail, sealed."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.models import Contact, Preference
from yunhui.foundation.notices.rules import Wishes
from yunhui.foundation.notices.rules.timing import QUIET_FROM, QUIET_UNTIL
from yunhui.kernel.actor import Actor


def wishes_of(users: Iterable[User]) -> dict[UUID | None, Wishes]:
    """What readers asked for, by their id; who asked for nothing is not in it: quiet at night."""
    return {row.pk: _wishes(row) for row in Preference.objects.filter(user__in=list(users))}


def _wishes(row: Preference | None) -> Wishes:
    if row is None:
        return Wishes()
    if not row.has_quiet:
        return Wishes(QUIET_UNTIL, QUIET_UNTIL, row.digest_at, row.switched)
    return Wishes(row.quiet_from or QUIET_FROM, row.quiet_until or QUIET_UNTIL, row.digest_at, row.switched)


def channels_of(users: Iterable[User]) -> dict[UUID | None, set[str]]:
    """The channels beside e-mail by which readers can be reached, by the reader's id."""
    found: dict[UUID | None, set[str]] = defaultdict(set)
    for user_id, channel in Contact.objects.filter(user__in=list(users)).values_list("user_id", "channel"):
        found[user_id].add(channel)
    return found


def purpose_of(channel: str) -> str:
    """What the sealed address of a channel is bound to."""
    return f"contact.{channel}"


def address_in(contact: Contact) -> str:
    """The address of a contact in clear."""
    return settings.VAULT.decrypt(purpose_of(contact.channel), contact.sealed)


def masked(address: str) -> str:
    """An address as the outbox may show it: a phone number without its middle."""
    if not address.startswith("+") or len(address) < 8:
        return address
    return f"{address[:-8]}****{address[-4:]}"


def wishes_for(actor: Actor) -> Wishes:
    """The actor's own wishes."""
    row = Preference.objects.filter(user=actor.user_id).first() if actor.user_id else None
    return _wishes(row)


def contacts_of(actor: Actor) -> dict[str, str]:
    """The actor's own addresses by channel, in clear."""
    rows = Contact.objects.filter(user=actor.user_id) if actor.user_id else ()
    return {row.channel: address_in(row) for row in rows}
