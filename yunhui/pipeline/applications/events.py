from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """A version of an application stands with its number and time."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    version: int


@dataclass(frozen=True, slots=True)
class ApplicationsImported:
    """Many applications were entered from a table, or changed by one; they belong to no account."""

    public_face: ClassVar[bool] = False

    call_id: str
    application_ids: list[str]


@dataclass(frozen=True, slots=True)
class ApplicationClaimed:
    """An applicant took over what a host area or the office had begun for them."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """The applicant took the application back; `was` is the state before."""

    public_face: ClassVar[bool] = True

    application_id: str
    call_id: str
    was: str


@dataclass(frozen=True, slots=True)
class PassConcluded:
    """An application passed or failed one stage."""

    public_face: ClassVar[bool] = True

    application_id: str
    call_id: str
    stage: str
    state: str


@dataclass(frozen=True, slots=True)
class CompletionAsked:
    """The office said once what is missing (补正); its clock stands still. `number` counts the requests."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    completion_id: str
    number: int


@dataclass(frozen=True, slots=True)
class CompletionAnswered:
    """The applicant handed in what was missing, as `version`; the office's clock goes on."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    completion_id: str
    version: int


@dataclass(frozen=True, slots=True)
class CompletionExtended:
    """The applicant has more time to complete."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    completion_id: str


@dataclass(frozen=True, slots=True)
class CompletionDueSoon:
    """A request to complete ends soon, and the applicant has not answered."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    completion_id: str


@dataclass(frozen=True, slots=True)
class CompletionEnded:
    """A request ended without an answer: `outcome` lapsed or taken_back, with the office's reason where it gave one."""

    public_face: ClassVar[bool] = False

    application_id: str
    call_id: str
    completion_id: str
    outcome: str
    reason: str
