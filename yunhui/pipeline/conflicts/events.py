"""Facts about conflicts of interest. They name pairs by id alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConflictsFound:
    """New conflicts stand between experts and applications: pairs [expert, application]."""

    pairs: list[list[str]]


@dataclass(frozen=True, slots=True)
class ConflictResolved:
    """The talent office confirmed or dismissed a conflict."""

    conflict_id: int
    expert_id: str
    application_id: str
    state: str


@dataclass(frozen=True, slots=True)
class ConflictsDeclared:
    """An expert looked at projects by name and said with which they have a conflict."""

    expert_id: str
    call_id: str
    shown: int
    conflicts: int
