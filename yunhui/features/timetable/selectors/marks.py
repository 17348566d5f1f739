"""What changed with the version that is public, and what was cancelled: as everyone may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Announced, Timetable
from yunhui.features.timetable.selectors.lines import is_on_stage, lines_of_each
from yunhui.features.timetable.selectors.versions import Move, moves
from yunhui.kernel.i18n import pick
from yunhui.kernel.statements import Kept
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats

# How many versions the public page of changes goes back.
MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was cancelled: when and where it would have been, never what."""

    uid: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    room_zh: str
    room_en: str
    room_key: str


def announced_in(call: Call) -> list[Announced]:
    """What the public was last told of each item, with what their marks need: one query."""
    return _ANNOUNCED.ask(call.pk)


def _announced(call_id: UUID) -> QuerySet[Announced]:
    """Of an application only its state is asked, of a hall its names."""
    rows = Announced.objects.filter(call=call_id, kind__in=ItemKind).select_related("application", "room", "was_room")
    halls = (f"{hall}__{name}" for hall in ("room", "was_room") for name in ("key", "name_zh", "name_en"))
    own = (
        "uid",
        "kind",
        "starts_at",
        "ends_at",
        "is_cancelled",
        "changed_in",
        "changed_at",
        "was_starts_at",
        "sequence",
    )
    return rows.only(*own, "call", "application__state", *halls).order_by("starts_at", "room__sort", "pk")


_ANNOUNCED: Kept[Announced] = Kept(_announced, UUID(int=0))


def marks_of(timetable: Timetable, rows: Iterable[Announced], language: str) -> dict[str, str]:
    """By uid, what is another with this version: “moved, was 14:30”, “now in Lan Hall”, “new”."""
    rows = list(rows)
    venue = timetable.call.venue_zone
    is_first = all(row.changed_in_id == timetable.pk for row in rows)
    found = {}
    for row in rows:
        if row.changed_in_id != timetable.pk or row.is_cancelled:
            continue
        if row.was_starts_at is None:
            words = "" if is_first else _("new")
        elif row.was_starts_at != row.starts_at:
            words = _("moved, was {time}").format(time=_was(row.was_starts_at, row.starts_at, language, venue))
        elif row.was_room_id and row.was_room_id != row.room_id and row.was_room:
            words = _("moved here from {hall}").format(hall=pick(row.was_room, "name", language))
        else:
            words = ""
        if words:
            found[str(row.uid)] = words
    return found


def gone_from(timetable: Timetable, rows: Iterable[Announced]) -> list[Gone]:
    """What stood in the version before, or in this one, and does not take place."""
    return [
        Gone(
            str(row.uid),
            row.kind,
            row.starts_at,
            row.ends_at,
            row.room.name_zh,
            row.room.name_en,
            row.room.key,
        )
        for row in rows
        if row.kind in (ItemKind.PITCH, ItemKind.BOARD_PITCH)
        and (row.changed_in_id == timetable.pk or not row.is_cancelled)
        and (row.is_cancelled or not is_on_stage(row))
    ]


@dataclass(frozen=True, slots=True)
class Release:
    """A version that was public once: what it changed, as far as that is still public, and how much more."""

    timetable: Timetable
    before: Timetable | None
    moves: list[Move]
    gone: int


def releases_of(call: Call) -> list[Release]:
    """Every public version, the newest first, each against the one before it."""
    states = (TimetableState.PUBLISHED, TimetableState.SUPERSEDED)
    rows = Timetable.objects.filter(call=call, state__in=states, published_at__isnull=False)
    versions = list(rows.order_by("-published_at")[:MOST_VERSIONS])
    for one in versions:
        one.call = call
    shown = lines_of_each(versions)
    found = []
    for index, one in enumerate(versions):
        before = versions[index + 1] if index + 1 < len(versions) else None
        made = moves(shown[before.pk], shown[one.pk]) if before else []
        found.append(Release(one, before, [move for move in made if move.after], sum(not move.after for move in made)))
    return found


def _was(was: datetime, now: datetime, language: str, venue: str) -> str:
    if formats.local(was, venue).date() == formats.local(now, venue).date():
        return formats.hour(was, venue, language)
    return formats.moment(was, language, venue)
