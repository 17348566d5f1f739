from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ExpertsAssigned:
    """A review stage got its experts."""

    public_face: ClassVar[bool] = False

    call_id: str
    stage: str
    assignments: int


@dataclass(frozen=True, slots=True)
class SheetLocked:
    """An expert's scores stand; the sheet's owner is not named."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class SheetReopened:
    """A locked sheet was opened again; the sheet's owner is not named."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class SheetSetAside:
    """A locked sheet counts no more, because a conflict of interest was confirmed; its owner is not named."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class SheetCountsAgain:
    """A sheet that was set aside counts again, because the conflict was dismissed; its owner is not named."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class SheetAwaited:
    """After the round was closed one more sheet is awaited, in the place of one that was set aside; nobody is named."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """A review stage takes no sheet any more."""

    public_face: ClassVar[bool] = False

    call_id: str
    stage: str
    sheets: int
    missed: int


@dataclass(frozen=True, slots=True)
class TasksGivenBack:
    """Experts declined or stepped back from some tasks of a call before scoring them; none is named."""

    public_face: ClassVar[bool] = False

    call_id: str
    tasks: int
