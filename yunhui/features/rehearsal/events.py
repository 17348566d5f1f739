from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RehearsalPlanned:
    """The window, the deadlines or the check list of a call's rehearsal changed."""

    public_face: ClassVar[bool] = False

    call_id: str


@dataclass(frozen=True, slots=True)
class SpeakersInvited:
    """Speakers or host areas were asked to prepare."""

    public_face: ClassVar[bool] = False

    call_id: str
    appearance_ids: list[str]


@dataclass(frozen=True, slots=True)
class RehearsalBooked:
    """An hour of the rehearsal was taken or given back."""

    public_face: ClassVar[bool] = False

    appearance_id: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class SpeakerPrepared:
    """A speaker wrote down what their check list asks for; `item` is its line."""

    public_face: ClassVar[bool] = False

    appearance_id: str
    item: str


@dataclass(frozen=True, slots=True)
class MaterialHandedIn:
    """A new version of a file is there."""

    public_face: ClassVar[bool] = False

    material_id: str
    appearance_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class MaterialChecked:
    """A film was read to its end; `state` is what came of it."""

    public_face: ClassVar[bool] = False

    material_id: str
    appearance_id: str
    state: str


@dataclass(frozen=True, slots=True)
class MaterialJudged:
    """The office accepted or returned a file."""

    public_face: ClassVar[bool] = False

    material_id: str
    appearance_id: str
    state: str


@dataclass(frozen=True, slots=True)
class RehearsalHeld:
    """A rehearsal took place, or its speaker did not come."""

    public_face: ClassVar[bool] = False

    appearance_id: str
    outcome: str
