"""What is scored: criteria with their points and anchors, and how a review stage works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yunhui.kernel.i18n import pick


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a range of points means, for the top, the middle and the bottom of a criterion."""

    low: str
    high: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a rubric; points run from 0 to `points` in halves."""

    key: str
    name_zh: str
    name_en: str
    points: int
    anchors: tuple[Anchor, ...] = ()

    def name(self, language: str) -> str:
        """The criterion in the reader's language."""
        return pick(self, "name", language)


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """The configuration of a review stage.

    Attributes:
        blind: whether experts judge without knowing who applies.
        discussion: when the experts of one project may write to each other: "off", "own_lock" (each after their own
            sheet) or "all_locked" (when no sheet of the project is open).
        declare_first: whether experts say with which projects they have a conflict of interest, seeing them by name
            alone, before any opens.
        brief: which questions feed which box of the brief, by the box's key; what is not named follows the form.
    """

    criteria: tuple[Criterion, ...]
    experts_per_application: int = 3
    max_load: int = 16
    tie_break: str = ""
    blind: bool = False
    discussion: str = "all_locked"
    declare_first: bool = False
    brief: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, config: dict[str, Any]) -> "ReviewConfig":
        """Parse a stage's JSON.

        Raises:
            KeyError, TypeError: not a review configuration.
        """
        criteria = tuple(
            Criterion(**{**row, "anchors": tuple(Anchor(**anchor) for anchor in row.get("anchors", ()))})
            for row in config["criteria"]
        )
        brief = {box: tuple(keys) for box, keys in config.get("brief", {}).items()}
        rest = {key: value for key, value in config.items() if key not in ("criteria", "brief")}
        return cls(criteria=criteria, brief=brief, **rest)

    @property
    def points(self) -> int:
        """The most that an application can get."""
        return sum(criterion.points for criterion in self.criteria)
