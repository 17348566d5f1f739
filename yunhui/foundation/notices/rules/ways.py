"""By which ways a letter goes to its reader, what the reader may switch off, and who sees the outbox."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.enums import OPTIONAL, Channel, Kind
from yunhui.foundation.notices.ports import Letter
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

_TOKEN = re.compile(r"/(?:[0-9a-f]{64,}|[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{43})(?:[/?#]|$)")


def can_switch(kind: str, channel: str) -> Verdict:
    """E-mail about what the reader must do or must know cannot be switched off; everything else can."""
    if channel == Channel.MAIL and kind not in OPTIONAL:
        return refused("must_be_sent", _("Always sent: it asks something of you, or tells you a result."))
    return ALLOWED


def is_on(switched: Mapping[str, bool], kind: str, channel: str) -> bool:
    """Whether letters of a kind go by a channel: yes, until the reader switches it off where that is allowed.

    News by SMS are off until they are switched on.
    """
    if not can_switch(kind, channel):
        return True
    return switched.get(f"{kind}.{channel}", not (kind == Kind.NEWS and channel == Channel.SMS))


def ways_of(letter: Letter, switched: Mapping[str, bool], reached: Collection[str]) -> list[Channel]:
    """The channels by which a letter goes; `reached` names those by which the reader can be reached beside e-mail."""
    if letter.private:
        return [Channel.MAIL]
    ways = [Channel.MAIL] if is_on(switched, letter.kind, Channel.MAIL) else []
    if letter.sms_zh and Channel.SMS in reached and is_on(switched, letter.kind, Channel.SMS):
        ways.append(Channel.SMS)
    work = (Channel.WECOM, Channel.DINGTALK)
    return ways + [one for one in work if one in reached and is_on(switched, letter.kind, one)]


def can_see_outbox(actor: Actor) -> Verdict:
    """The talent office, each for the city or for its calls; and the city's own machinery."""
    if actor.is_system or actor.has(Role.OFFICE):
        return ALLOWED
    return refused("not_office", _("The talent office keeps the letters."))


def is_personal(link: str) -> bool:
    """Whether a link carries a token: who holds it acts as the reader of the letter without signing in.

    Tokens are 64 or more hexadecimal digits, or a signed ticket in two parts (`kernel.tickets`).
    """
    return _TOKEN.search(link) is not None
