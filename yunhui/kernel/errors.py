"""Expected refusals of commands and reads; anything else is a crash."""

from dataclasses import dataclass
from typing import Any

from yunhui.kernel.verdict import Verdict


class DomainError(Exception):
    """A command that cannot be carried out, with a sentence that says what to do.

    Attributes:
        code: stable, for machines and tests.
        message: a (lazily) translated sentence.
        status: the HTTP status that fits.
        door: the page on which what stands in the way is done; empty where there is none.
    """

    status = 409
    door = ""

    def __init__(self, code: str, message: Any, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFoundError(DomainError):
    """There is no such thing for this actor; the same answer whether it exists or not."""

    status = 404

    def __init__(self, noun: str = "page") -> None:
        super().__init__("not_found", noun)


class RefusedError(DomainError):
    """The actor may not do this; the message is the rule's reason."""

    status = 403


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of the input."""

    field: str
    code: str
    message: Any


class InvalidError(DomainError):
    """Input that needs correction; `problems` names each field."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("invalid", problems[0].message if problems else "")
        self.problems = problems


def require(verdict: Verdict) -> None:
    """Let an allowed verdict pass.

    Raises:
        RefusedError: with the verdict's code and reason.
    """
    if not verdict:
        raise RefusedError(verdict.code, verdict.reason)
