"""A rule's answer: allowed, or refused with a reason that a person can act on."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a translated or lazily translated sentence; `code` is for machines and tests."""

    allowed: bool
    code: str = ""
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refused(code: str, reason: Any) -> Verdict:
    """A refusal with its reason."""
    return Verdict(False, code, reason)
