"""What a page tells its frame: links, rail sections, the person at the top right."""

from collections.abc import Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """A link of the public navigation or of the foot."""

    url: str
    label: str
    current: bool = False


class RailLink(NamedTuple):
    """A task in the workbench rail; `icon` is a name of the sprite, `number` how much waits there."""

    url: str
    icon: str
    label: str
    number: int | str | None = None
    current: bool = False


class RailSection(NamedTuple):
    """A titled group of tasks; the first usually has no title."""

    title: str | None
    links: Sequence[RailLink]


class Person(NamedTuple):
    """Who is signed in: the name beside the avatar, a page about them, a word for their role."""

    name: str
    url: str = ""
    role: str = ""
