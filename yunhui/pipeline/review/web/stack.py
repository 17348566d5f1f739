"""The expert's stack: the sheets of each call, how far they are, and which is next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig, shown_title
from yunhui.ui import formats

HOME = "/w/reviews/"


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in the list: how many of its criteria have points, and the light of its deadline while it is open."""

    task: Assignment
    title: str
    group: str
    given: int
    criteria: int
    points: int
    light: formats.Due | None

    @property
    def url(self) -> str:
        """The page of the sheet."""
        return address(self.task)

    @property
    def last_moment(self) -> datetime | None:
        """A moment of the day on which the sheet is due: a deadline of midnight belongs to the day that it ends."""
        due_at: datetime | None = self.task.due_at  # type: ignore[attr-defined]
        return due_at - timedelta(microseconds=1) if due_at else None


@dataclass(slots=True)
class Stack:
    """An expert's sheets in one stage of one call, in the order of their numbers; `ended` no longer need a score."""

    title: str
    stage: str
    url: str
    recused: int = 0
    open: list[Row] = field(default_factory=list)
    locked: list[Row] = field(default_factory=list)
    abstained: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The sheets that count as the expert's: recused ones and those of projects that ended are left out."""
        return len(self.open) + len(self.locked) + len(self.abstained)

    @property
    def due_at(self) -> datetime | None:
        """When the first open sheet is due."""
        return min((at for row in self.open if (at := row.task.due_at)), default=None)  # type: ignore[attr-defined]

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to score."""
        return not self.open


def stacks_of(tasks: Iterable[Assignment], actor: Actor) -> list[Stack]:
    """The sheets by call and stage: those with something to do first, the most urgent on top, then the newest."""
    found = []
    for _stage_id, of_stage in groupby(sorted(tasks, key=lambda one: one.stage_id), key=lambda one: one.stage_id):
        mine = list(of_stage)
        found.append((_stack(mine, actor), max(one.made_at for one in mine)))
    found.sort(key=lambda pair: pair[1], reverse=True)
    return sorted((stack for stack, _made in found), key=_urgency)


def address(task: Assignment) -> str:
    """The page of a sheet."""
    return f"{HOME}{task.pk}/"


def title_of(application: Application, language: str) -> str:
    """The project's name in the reader's language, else as it was given."""
    return (application.title_en if language == ENGLISH else "") or application.title


def pace_words(minutes: int | None, left: int) -> str:
    """The expert's own pace, and what it means for the projects that are left; empty while too little is known."""
    if minutes is None:
        return ""
    said = ngettext("You take about one minute for a project.", "You take about {n} minutes for a project.", minutes)
    words = said.format(n=minutes)
    if not left:
        return words
    hours, rest = divmod(minutes * left, 60)
    more = (
        _("What is left is about {hours} h {minutes} min of work.").format(hours=hours, minutes=rest)
        if hours
        else _("What is left is about {minutes} min of work.").format(minutes=rest)
    )
    return f"{words} {more}"


def due_of(at: datetime | None, actor: Actor) -> formats.Due | None:
    """The light of a deadline on the expert's own calendar; None where there is no deadline."""
    return formats.due(at, clock.now(), actor.language, actor.zone) if at else None


def _stack(tasks: list[Assignment], actor: Actor) -> Stack:
    first = tasks[0]
    config = ReviewConfig.of(first.stage.config)
    stack = Stack(
        pick(first.application.call, "title", actor.language),
        pick(first.stage, "name", actor.language),
        f"{HOME}stages/{first.stage_id}/",
    )
    for task in tasks:
        if task.state == AssignmentState.RECUSED:
            stack.recused += 1
            continue
        is_open = task.state == AssignmentState.OPEN
        running = task.application.state == ApplicationState.IN_PROGRESS
        row = Row(
            task=task,
            title=shown_title(task, actor.language),
            group=pick(task.application.group, "name", actor.language) if task.application.group else "",
            given=len(task.draft or {}),  # type: ignore[attr-defined]
            criteria=len(config.criteria),
            points=config.points,
            light=due_of(task.due_at, actor) if is_open and running else None,  # type: ignore[attr-defined]
        )
        if is_open:
            (stack.open if running else stack.ended).append(row)
        elif task.state == AssignmentState.LOCKED:
            stack.locked.append(row)
        else:
            stack.abstained.append(row)
    return stack


def _urgency(stack: Stack) -> tuple[bool, float]:
    return stack.is_finished, stack.due_at.timestamp() if stack.due_at else float("inf")
