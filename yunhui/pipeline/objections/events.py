from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ObjectionFiled:
    """Somebody objected to an entry on public notice; the clock of this entry stands still."""

    public_face: ClassVar[bool] = True

    objection_id: str
    call_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """The office decided an objection: `state` upheld or dismissed."""

    public_face: ClassVar[bool] = True

    objection_id: str
    call_id: str
    application_id: str
    state: str


@dataclass(frozen=True, slots=True)
class AnswerHandedOver:
    """The answer to an objection that came in on paper has left on paper."""

    public_face: ClassVar[bool] = False

    objection_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class ObjectionDueSoon:
    """An objection has to be answered soon, and is not."""

    public_face: ClassVar[bool] = False

    objection_id: str
    call_id: str
