"""The letters about hours: to whom each goes, where its button leads, and the secret links."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from yunhui.features.timetable.letters import CANCELLED
from yunhui.features.timetable.selectors.people import Party
from yunhui.features.timetable.selectors.publication import Telling
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.services import Address, Copy
from yunhui.kernel import tickets
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Call

# A link must outlive the event: people look into old letters.
LIFETIME = timedelta(days=400)
# How many officers of a host area are written to; whoever answers first answers for it.
MOST_OFFICERS = 20


def slot_key(uid: UUID) -> str:
    """What a later letter about an item takes back."""
    return f"hour:{uid}"


def readers_of(party: Party) -> list[User | Address]:
    """Whom a letter to a party reaches: a person, or each officer of a host area."""
    if party.board:
        return list(holders(Role.BOARD, ScopeKind.BOARD, party.board.pk)[:MOST_OFFICERS])
    if party.user:
        return [party.user]
    return [Address(email=party.email, name=party.name, language=party.language, zone=party.zone)]


def copies_of(telling: Telling, call: Call, confirmation_id: UUID | None, now: datetime) -> list[Copy]:
    """One copy for each reader; without a confirmation (in a preview) its link leads nowhere."""
    party = telling.party
    copies = []
    for reader in readers_of(party):
        lang = "en" if reader.language == ENGLISH else "zh"
        if telling.letter == CANCELLED.key:
            link = f"/{lang}/timetable/{call.code}/"
        else:
            link = hour_link(confirmation_id, now) if confirmation_id else ""
        copies.append(
            Copy(
                to=reader,
                about=("confirmation", confirmation_id or ""),
                context=telling.context,
                link=link,
                supersedes=slot_key(telling.uid),
                call=call.pk,
                zone="" if party.board else party.zone,
            )
        )
    return copies


def hour_link(confirmation_id: UUID, now: datetime) -> str:
    """The path by which somebody answers without signing in."""
    topic = f"hour:{confirmation_id}"
    return f"/hour/{tickets.sign([topic], key=settings.SECRET_KEY, now=now, lifetime=LIFETIME)}"


def id_behind(ticket: str, kind: str, now: datetime) -> UUID:
    """The id that a link carries.

    Raises:
        NotFoundError: the link is not ours, of another kind, or its time is over.
    """
    try:
        topics = tickets.read(ticket, key=settings.SECRET_KEY, now=now)
        return UUID(next(one for one in topics if one.startswith(f"{kind}:")).removeprefix(f"{kind}:"))
    except (tickets.BadTicket, StopIteration, ValueError) as problem:
        raise NotFoundError(kind) from problem
