"""What rooms above add to an application: who reads it, what keeps it from being submitted, parts of its form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem


class Readers(Protocol):
    """The condition on applications under which the actor reads them through one room, or None for not at all."""

    def __call__(self, actor: Actor) -> Q | None: ...


_readers: dict[str, Readers] = {}


def register_readers(room: str, readers: Readers) -> None:
    """Make a room's readers known; once, from its `apps.ready`."""
    _readers[room] = readers


def readers_of(actor: Actor) -> list[Q]:
    """Every condition that holds for the actor."""
    return [condition for readers in _readers.values() if (condition := readers(actor)) is not None]


class Figures(Protocol):
    """Of some applications, those with figures in one room -> the columns of their `Standing` that the room fills."""

    def __call__(self, application_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]: ...


_figures: dict[str, Figures] = {}


def register_figures(room: str, figures: Figures) -> None:
    """Let a room add its figures to lists; once, from its `apps.ready`. It calls `keep_standing` when they change."""
    _figures[room] = figures


def figures_of(application_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the rooms above say of some applications."""
    found: dict[UUID, dict[str, Any]] = {}
    for figures in _figures.values():
        for application_id, columns in figures(application_ids).items():
            found.setdefault(application_id, {}).update(columns)
    return found


class SubmitCheck(Protocol):
    """What one room finds wrong with an `Application` before a submission stands; asked inside its transaction.

    The field of a problem is the id of the element on the form page where it is mended.
    """

    def __call__(self, actor: Actor, application: Any) -> list[Problem]: ...


_checks: dict[str, SubmitCheck] = {}


def register_submit_check(room: str, check: SubmitCheck) -> None:
    """Let a room refuse submissions; once, from its `apps.ready`."""
    _checks[room] = check


def submit_problems(actor: Actor, application: Any) -> list[Problem]:
    """What the rooms above find wrong with an application, in the order in which they registered."""
    return [problem for check in _checks.values() for problem in check(actor, application)]


@dataclass(frozen=True, slots=True)
class FormPart:
    """A part that a room above adds to the applicant's form page, after the questions and outside their form.

    Attributes:
        template: draws the part; it gets `context(actor, application)` and its own `<form>` elements.
        anchor: the id of its `<section>`, for links and problems.
        title: its name in the list of sections, lazily translated.
        is_complete: whether nothing in it keeps the application from being submitted.
        rank: where it stands among the parts of its page, the lowest first; on the page of a submitted application
            those under 50 stand above the receipt, the others under what was submitted.
    """

    template: str
    anchor: str
    title: Any
    context: Callable[[Actor, Any], Mapping[str, Any]]
    is_complete: Callable[[Actor, Any], bool]
    rank: int = 50


_form_parts: dict[str, FormPart] = {}
_status_parts: dict[str, FormPart] = {}


def register_form_part(room: str, part: FormPart) -> None:
    """Add a part to the applicant's form page; once, from the room's `apps.ready`."""
    _form_parts[room] = part


def form_parts() -> tuple[FormPart, ...]:
    """The parts that rooms above add to the form page, in their order."""
    return tuple(sorted(_form_parts.values(), key=lambda part: part.rank))


def register_status_part(room: str, part: FormPart) -> None:
    """Add a part to the page of a submitted application (`is_complete` says whether nothing in it waits for the
    applicant); an empty context leaves it out. Once, from the room's `apps.ready`."""
    _status_parts[room] = part


def status_parts() -> tuple[FormPart, ...]:
    """The parts that rooms above add to the page of a submitted application, in their order."""
    return tuple(sorted(_status_parts.values(), key=lambda part: part.rank))
