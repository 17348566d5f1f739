"""The check list: which lines a speaker has, until when, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yunhui.features.rehearsal.enums import Item, Light, MaterialState, Outcome

# What the cloud roadshow asks of its speakers; the recorded pitch is the fallback of a live one.
USUAL = tuple(Item)
# Host areas speak for the city: nobody asks whether they may be recorded, and no film stands in for them.
USUAL_AREA = (Item.SLOT, Item.NAMES, Item.SLIDES, Item.PHONE, Item.REHEARSAL)
FILES = frozenset({Item.SLIDES, Item.FILM, Item.PHOTO})
# What keeps somebody from being ready for the stage; the rest is missed, but nothing stops for it.
_DONE = frozenset({Light.READY, Light.UNNEEDED})
_OF_MATERIAL = {
    MaterialState.CHECKING: Light.CHECKING,
    MaterialState.FAULTY: Light.RETURNED,
    MaterialState.HANDED_IN: Light.LOOK,
    MaterialState.ACCEPTED: Light.READY,
    MaterialState.RETURNED: Light.RETURNED,
}


class Slot(StrEnum):
    """What is known of the hour on stage."""

    NONE = "none"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Told:
    """All that the check list asks about one speaker.

    Attributes:
        materials: item -> the states of its versions, the newest first.
        is_recorded: the pitch itself is shown from the film, only the questions are live.
        may_record: the consent is in force; `no_recording`: they said no.
        booked_until: when their hour of rehearsal ends; None without one.
        outcome: of the newest rehearsal; empty before the first.
    """

    slot: Slot = Slot.NONE
    has_names: bool = False
    has_biography: bool = False
    has_phone: bool = False
    may_record: bool = False
    no_recording: bool = False
    is_recorded: bool = False
    booked_until: datetime | None = None
    outcome: str = ""
    materials: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a check list: how far it is, until when it is due."""

    item: Item
    light: Light
    due_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether nobody has to do anything."""
        return self.light in _DONE

    @property
    def is_theirs(self) -> bool:
        """Whether the speaker has to act; else the office or nobody."""
        return self.light in (Light.MISSING, Light.LATE, Light.RETURNED)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when things are there."""

    all: datetime | None = None
    film: datetime | None = None

    def of(self, item: Item) -> datetime | None:
        """The deadline of one line; a rehearsal has its own hour."""
        if item == Item.REHEARSAL:
            return None
        return (self.film or self.all) if item == Item.FILM else self.all


def lines_of(items: Sequence[str], told: Told, deadlines: Deadlines, now: datetime) -> tuple[Line, ...]:
    """The check list in its order."""
    lines = []
    for item in Item:
        if item in items:
            due_at = deadlines.of(item)
            light = _light(item, told, now)
            if light == Light.MISSING and due_at is not None and now >= due_at:
                light = Light.LATE
            lines.append(Line(item, light, due_at))
    return tuple(lines)


def is_ready(lines: Sequence[Line]) -> bool:
    """Whether every line is done."""
    return all(line.is_done for line in lines)


def to_remind(lines: Sequence[Line]) -> tuple[Item, ...]:
    """What the speaker still has to do; an hour that is booked is not asked for again."""
    return tuple(line.item for line in lines if line.is_theirs)


def current(states: Sequence[str]) -> str:
    """The state that counts among the versions of a file, newest first: a faulty or returned one does not take the
    place of an older one that was accepted."""
    alive = [state for state in states if state != MaterialState.REPLACED]
    if not alive:
        return ""
    if alive[0] in (MaterialState.FAULTY, MaterialState.CHECKING) and MaterialState.ACCEPTED in alive:
        return MaterialState.ACCEPTED
    return alive[0]


def _light(item: Item, told: Told, now: datetime) -> Light:
    if item in FILES:
        state = current((told.materials or {}).get(item, ()))
        return _OF_MATERIAL[MaterialState(state)] if state else Light.MISSING
    if item == Item.REHEARSAL:
        return _rehearsal(told, now)
    if item == Item.SLOT:
        return {Slot.NONE: Light.UNNEEDED, Slot.ASKED: Light.MISSING, Slot.YES: Light.READY, Slot.NO: Light.RETURNED}[
            told.slot
        ]
    done = {
        Item.NAMES: told.has_names,
        Item.BIOGRAPHY: told.has_biography,
        Item.RECORDING: told.may_record or told.no_recording,
        Item.PHONE: told.has_phone,
    }
    return Light.READY if done[item] else Light.MISSING


def _rehearsal(told: Told, now: datetime) -> Light:
    if told.outcome == Outcome.PASSED:
        return Light.READY
    if told.booked_until is not None:
        # Nobody has written down yet how it went.
        return Light.BOOKED if now < told.booked_until else Light.LOOK
    return Light.RETURNED if told.outcome else Light.MISSING
