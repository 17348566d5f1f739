from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """A version of an application stands with its number and time."""

    application_id: str
    call_id: str
    version: int


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """The applicant took the application back; `was` is the state before."""

    application_id: str
    call_id: str
    was: str


@dataclass(frozen=True, slots=True)
class PassConcluded:
    """An application passed or failed one stage."""

    application_id: str
    call_id: str
    stage: str
    state: str
