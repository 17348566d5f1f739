"""Rubrics, and who may see and fill which sheet."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment


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
    """The configuration of a review stage."""

    criteria: tuple[Criterion, ...]
    experts_per_application: int = 3
    max_load: int = 16
    tie_break: str = ""

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
        rest = {key: value for key, value in config.items() if key != "criteria"}
        return cls(criteria=criteria, **rest)

    @property
    def points(self) -> int:
        """The most that an application can get."""
        return sum(criterion.points for criterion in self.criteria)


def is_own(actor: Actor, assignment: Assignment) -> bool:
    """Whether the task is the actor's own."""
    return actor.user_id is not None and assignment.expert.person.user_id == actor.user_id


def can_score(actor: Actor, assignment: Assignment) -> Verdict:
    """The expert of the task, while it is open and the application is in the running."""
    if not is_own(actor, assignment):
        return refused("not_yours", _("This is not your score sheet."))
    if assignment.state != AssignmentState.OPEN:
        return refused("sheet_closed", _("This sheet is closed; what stands in it no longer changes."))
    if assignment.application.state != ApplicationState.IN_PROGRESS:
        return refused("application_ended", _("The application is no longer under review."))
    return ALLOWED
