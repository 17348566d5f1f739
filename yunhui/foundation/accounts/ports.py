"""Other doors: services that say who somebody is. Declared here, made from the city's settings, faked in tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Claim:
    """What another service says of the person at its door.

    Attributes:
        subject: the service's own name for the person; it never changes and is given to nobody else.
        email: only believed where `is_email_verified`.
        assurance: 1 known to the service; 2 where it says that it checked a second factor or the person's face.
        kind: `person`, or `organisation` (法人) with its name in `organisation`.
    """

    provider: str
    subject: str
    name: str = ""
    email: str = ""
    is_email_verified: bool = False
    assurance: int = 1
    kind: str = "person"
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """One way there and back: what must come back unchanged. Kept in the session, never in the address but `state`."""

    state: str
    nonce: str
    verifier: str
    back: str


class Provider(Protocol):
    """A door of somebody else."""

    key: str

    @property
    def label(self) -> Any:
        """What the button says."""
        ...

    def address(self, errand: Errand) -> str:
        """Where the person is sent."""
        ...

    def identify(self, errand: Errand, answer: dict[str, str]) -> Claim:
        """Who came back, by the parameters that they brought.

        Raises:
            ProviderError: the service refused, did not answer, or its answer is not for this errand.
        """
        ...


_makers: list[Callable[[], Sequence[Provider]]] = []


def register_providers(maker: Callable[[], Sequence[Provider]]) -> None:
    """Say which doors the city has configured; asked at each use."""
    _makers[:] = [maker]


def providers() -> dict[str, Provider]:
    """The configured doors by their key, in the order of their buttons."""
    return {one.key: one for maker in _makers for one in maker()}
