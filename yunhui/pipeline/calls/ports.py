"""What stage kinds, recipes and rooms with a part on a call's public page must do: implemented and registered above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem


class StageKind(Protocol):
    """The behaviour of every stage of one kind."""

    code: str

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Sentences that say what is wrong with a stage's configuration; empty when it can be published."""
        ...

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Passes of one stage opened, in the caller's transaction: let the kind's own records come into being."""
        ...


_kinds: dict[str, StageKind] = {}


def register(kind: StageKind) -> None:
    """Make a kind known; once, from the room's `apps.ready`."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> StageKind:
    """The kind of a code.

    Raises:
        KeyError: nobody registered it.
    """
    return _kinds[code]


def known_kinds() -> frozenset[str]:
    """The codes that are registered."""
    return frozenset(_kinds)


class MakesCall(Protocol):
    """Drafts a call by one recipe: name and address as given, everything else with the recipe's defaults."""

    def __call__(self, *, actor: Actor, code: str, titles: tuple[str, str]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """A type of programme as the office finds it when it makes a call."""

    key: str
    name_zh: str
    name_en: str
    what_zh: str
    what_en: str
    make: MakesCall


_recipes: dict[str, Recipe] = {}


def register_recipe(recipe: Recipe) -> None:
    """Offer a recipe; once, when the recipes are ready."""
    _recipes[recipe.key] = recipe


def recipes() -> list[Recipe]:
    """The recipes that are offered, in the order in which they were registered."""
    return list(_recipes.values())


def recipe_of(key: str) -> Recipe:
    """The recipe of a key.

    Raises:
        KeyError: nobody registered it.
    """
    return _recipes[key]


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A section that a room above adds to a call's public page: anchor, heading, a template and what it reads."""

    anchor: str
    title: str
    template: str
    context: Mapping[str, Any]


_public_parts: dict[str, Callable[[Any, Actor], PublicPart | None]] = {}


def register_public_part(room: str, part: Callable[[Any, Actor], PublicPart | None]) -> None:
    """Add a room's section; `part(call, reader)` answers None where it has nothing to show."""
    _public_parts[room] = part


def public_parts(call: Any, reader: Actor) -> list[PublicPart]:
    """The sections that rooms above have for a call's public page."""
    return [found for part in _public_parts.values() if (found := part(call, reader)) is not None]


Guards = Callable[[Mapping[str, str]], list[Problem]]

_guards: list[Guards] = []


def register_guard(guard: Guards) -> None:
    """Look through public texts by field before they are published: what must not be said is a problem of its field."""
    _guards.append(guard)


def unpublishable(texts: Mapping[str, str]) -> list[Problem]:
    """What rooms above find in some texts that may not be published, each problem at its field."""
    return [problem for guard in _guards for problem in guard(texts)]
