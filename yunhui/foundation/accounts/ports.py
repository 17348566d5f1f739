"""What accounts ask of others: other doors, which say who somebody is, and rooms above, which say what lies where.

Doors are made from the city's settings, and faked in tests.
"""

from collections.abc import Callable, Iterable, Sequence
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


class Ground(Protocol):
    """What of one kind lies inside a jurisdiction: a role held there is held for each of them."""

    def inside(self, codes: Iterable[str]) -> Iterable[object]:
        """The ids of the things inside any of the jurisdictions, subtrees included: one query."""
        ...

    def around(self, thing_id: object) -> Iterable[str]:
        """The codes of the jurisdictions around a thing, from its own up to the root: one query."""
        ...


_grounds: dict[str, Ground] = {}


def register_ground(kind: str, ground: Ground) -> None:
    """Say what of a kind of scope lies where; once, by the room that owns the kind."""
    _grounds[kind] = ground


def grounds() -> dict[str, Ground]:
    """What is registered, by kind of scope."""
    return dict(_grounds)
