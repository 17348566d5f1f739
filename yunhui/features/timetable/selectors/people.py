"""Who takes part in the items of a timetable, and how each of them is reached."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

from yunhui.features.timetable.enums import Part, PersonKind
from yunhui.features.timetable.models import Participant, Slot
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

_OF_PITCHES = (PersonKind.SPEAKER, PersonKind.DEFENDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who is asked to an item: a person with or without an account, or a host area with its officers.

    `key` is the same in every version; `zone` is the clock on which they take part.
    """

    key: str
    part: Part
    name: str
    language: str
    zone: str
    user: User | None = None
    board: Board | None = None
    email: str = ""


class Placed(Protocol):
    """What of an item its name is made of."""

    @property
    def pk(self) -> int: ...
    @property
    def timetable_id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def room_id(self) -> int: ...
    @property
    def application_id(self) -> UUID | None: ...
    @property
    def board_id(self) -> UUID | None: ...


def uids_of(call_id: UUID, slots: Iterable[Placed]) -> dict[int, UUID]:
    """The name of each item over all versions, by the id of its slot; it says nothing of the rows behind it.

    Openings and breaks have no row of their own: they are counted in the order of their version.
    """
    found: dict[int, UUID] = {}
    counts: Counter[tuple[UUID, str]] = Counter()
    for slot in sorted(slots, key=lambda one: (one.starts_at, one.room_id, one.pk)):
        key = str(slot.application_id or slot.board_id or "")
        if not key:
            counts[slot.timetable_id, slot.kind] += 1
            nth = counts[slot.timetable_id, slot.kind]
            key = slot.kind if nth == 1 else f"{slot.kind}-{nth}"
        found[slot.pk] = uuid5(call_id, key)
    return found


def parties_of(call: Call, slots: Iterable[Slot]) -> dict[int, list[Party]]:
    """Those who take part, by the id of the slot; slots are read with application, its owner, and board.

    The speaker, whoever else answers questions, and the host area that presents itself.
    """
    rows = Participant.objects.filter(call=call, kind__in=_OF_PITCHES, ended_at__isnull=True).select_related("user")
    by_application: dict[UUID | None, list[Participant]] = {}
    for row in rows.order_by("pk"):
        by_application.setdefault(row.application_id, []).append(row)
    return {
        slot.pk: list({one.key: one for one in _parties(slot, by_application, call.venue_zone)}.values())
        for slot in slots
    }


def chairs_of(call: Call) -> dict[str, list[Party]]:
    """Those who chair, by the key of their session."""
    rows = Participant.objects.filter(
        call=call, kind=PersonKind.CHAIR, ended_at__isnull=True, session__isnull=False
    ).select_related("user", "session")
    found: dict[str, list[Party]] = {}
    for row in rows.order_by("pk"):
        if row.session and (row.user or row.email):
            found.setdefault(row.session.key, []).append(_participant(row, Part.CHAIR))
    return found


def judges_of(call: Call) -> dict[int, list[Party]]:
    """Those who judge, by the id of their group."""
    rows = Participant.objects.filter(
        call=call, kind=PersonKind.JUDGE, ended_at__isnull=True, group__isnull=False
    ).select_related("user")
    found: dict[int, list[Party]] = {}
    for row in rows.order_by("pk"):
        if row.group_id and (row.user or row.email):
            found.setdefault(row.group_id, []).append(_participant(row, Part.JUDGE))
    return found


def _parties(slot: Slot, participants: Mapping[UUID | None, list[Participant]], zone: str) -> Iterator[Party]:
    if slot.application:
        rows = participants.get(slot.application_id, [])
        speakers = [row for row in rows if row.kind == PersonKind.SPEAKER and (row.user or row.email)]
        if speakers:
            yield _participant(speakers[0], Part.SPEAKER)
        elif speaker := _speaker(slot.application):
            yield speaker
        yield from (_participant(row, Part.DEFENDER) for row in rows if row.kind == PersonKind.DEFENDER and row.email)
    if slot.board:
        yield _area(slot.board, zone)


def _speaker(application: Application) -> Party | None:
    """The applicant; of an application that nobody has taken over, the address in it."""
    if application.owner:
        return person(application.owner, Part.SPEAKER, application.zone)
    email = str(application.answers.get("email") or "")
    return address(email, application.speaker, Part.SPEAKER, application.zone) if email else None


def _participant(row: Participant, part: Part) -> Party:
    if row.user:
        return person(row.user, part, row.zone)
    return address(row.email, row.name, part, row.zone, row.language)


def person(user: User, part: Part, zone: str = "") -> Party:
    """Somebody with an account."""
    return Party(
        key=f"user:{user.pk}", part=part, name=user.name, language=user.language, zone=zone or user.zone, user=user
    )


def address(email: str, name: str, part: Part, zone: str, language: str = "") -> Party:
    """Somebody who is known by an e-mail address; by their account where it has one."""
    if known := user_with_email(email):
        return person(known, part, zone)
    email = email.lower()
    return Party(key=f"mail:{email}", part=part, name=name, language=language or CHINESE, zone=zone, email=email)


def _area(board: Board, zone: str) -> Party:
    return Party(key=f"board:{board.pk}", part=Part.AREA, name=board.name_zh, language=CHINESE, zone=zone, board=board)
