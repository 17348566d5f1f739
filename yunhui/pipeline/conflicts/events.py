"""Facts about conflicts of interest. They name pairs by id alone."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ConflictsFound:
    """New conflicts stand between experts and applications: pairs [expert, application]."""

    public_face: ClassVar[bool] = False

    pairs: list[list[str]]


@dataclass(frozen=True, slots=True)
class ConflictResolved:
    """The talent office confirmed or dismissed a conflict."""

    public_face: ClassVar[bool] = False

    conflict_id: int
    expert_id: str
    application_id: str
    state: str


@dataclass(frozen=True, slots=True)
class ConflictsDeclared:
    """An expert looked at projects by name and said with which they have a conflict."""

    public_face: ClassVar[bool] = False

    expert_id: str
    call_id: str
    shown: int
    conflicts: int
