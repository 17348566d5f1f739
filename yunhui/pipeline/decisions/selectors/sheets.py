"""Score sheets beside each other, for those who see inside a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yunhui.decide import scoring
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.models import Ranked, Ranking
from yunhui.pipeline.decisions.selectors.experts import called
from yunhui.pipeline.panels.rules import sealed
from yunhui.pipeline.review.enums import GIVEN, AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig, round_is_closed
from yunhui.pipeline.review.selectors import is_set_aside, tasks_of_application

FLAGS = ("wide", "low", "few", "aside")
SPREAD = scoring.WIDE_SPREAD
"""Points between the highest and the lowest sheet beyond which somebody looks."""


def flagged_in(rankings: Sequence[Ranking], flag: str) -> QuerySet[Ranked]:
    """The rows of kept rankings with one of FLAGS: what is furthest apart, weakest or least first."""
    rows = Ranked.objects.filter(ranking__in=[one.pk for one in rankings]).select_related("application")
    rows = rows.defer("application__answers", "application__revisions", "application__others", "application__search")
    if flag == "wide":
        return rows.filter(is_wide=True).order_by("-spread", "application__number")
    if flag == "low":
        return rows.exclude(low_criteria=[]).order_by("mean", "application__number")
    if flag == "aside":
        return rows.filter(is_set_aside()).order_by("sheets", "application__number")
    return rows.filter(basis=scoring.Basis.INVALID_TOO_FEW_JUDGES).order_by("sheets", "application__number")


@dataclass(frozen=True, slots=True)
class Row:
    """An application of a call, which knows whether its panel is sealed, with its row in the kept ranking, where it has
    one."""

    application: Application
    ranked: Ranked | None


def row_for(actor: Actor, code: str, application_id: UUID) -> Row:
    """One application of a call inside which the actor sees.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    rows = Application.objects.filter(pk=application_id, number__isnull=False).annotate(is_sealed=sealed("call"))
    inside = calls_inside(actor).filter(code=code).order_by()
    application: Any = rows.filter(call__in=inside).select_related("call__form_version", "group").first()
    if application is None:
        raise NotFoundError("application")
    application.call.sealed = application.is_sealed
    ranked = Ranked.objects.filter(application=application).select_related("ranking").first()
    return Row(application, ranked)


@dataclass(frozen=True, slots=True)
class Column:
    """One locked sheet: criterion key -> points; `again` is the reason where it is a re-review's. One with a
    `set_aside_at` does not count; `is_replaced` when somebody else is asked in its place."""

    task_id: UUID
    expert_id: UUID
    total: Decimal
    scores: dict[str, Decimal]
    note_panel: str
    note_applicant: str
    locked_at: datetime | None
    set_aside_at: datetime | None
    is_replaced: bool
    again: str
    is_highest: bool
    is_lowest: bool


@dataclass(frozen=True, slots=True)
class Other:
    """A task without a locked sheet."""

    task_id: UUID
    expert_id: UUID
    state: str
    again: str

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return self.state == AssignmentState.OPEN

    @property
    def word(self) -> str:
        """What became of it."""
        return str(AssignmentState(self.state).label)


@dataclass(frozen=True, slots=True)
class Compared:
    """The sheets of one application beside each other: those that count, the highest first, then those set aside.

    `names` of the experts who have a task; `before` is the mean without re-reviews, where there are any.
    """

    config: ReviewConfig
    names: Mapping[UUID, str]
    columns: list[Column]
    others: list[Other]
    mean: Decimal | None
    before: Decimal | None
    spread: Decimal | None
    is_wide: bool
    is_closed: bool

    @property
    def counted(self) -> list[Column]:
        """The sheets that count."""
        return [one for one in self.columns if one.set_aside_at is None]

    @property
    def aside(self) -> list[Column]:
        """The sheets that were set aside."""
        return [one for one in self.columns if one.set_aside_at]

    @property
    def vacant(self) -> Column | None:
        """The first sheet set aside in whose place nobody is asked."""
        return next((one for one in self.aside if not one.is_replaced), None)

    @property
    def is_short(self) -> bool:
        """Whether sheets were set aside and fewer count, or are awaited, than each project is to get."""
        awaited = sum(one.is_open for one in self.others)
        return bool(self.aside) and len(self.counted) + awaited < self.config.experts_per_application


def compared(actor: Actor, call: Call, application: Application) -> Compared:
    """Who gave what; empty for who does not see inside the call.

    Raises:
        NotFoundError: the call has no review.
    """
    tasks = tasks_of_application(actor, call, application.pk)
    stage = tasks[0].stage if tasks else Stage.objects.filter(call=call, kind="review").first()
    if stage is None:
        raise NotFoundError("stage")
    locked = [task for task in tasks if task.state == AssignmentState.LOCKED]
    totals = [task.total for task in locked if task.total is not None]
    first = [task.total for task in locked if task.total is not None and not again_of(task)]
    ends = (max(totals), min(totals)) if totals else None
    spread = ends[0] - ends[1] if ends else None
    places = {task.in_place_of_id for task in tasks if task.state in (AssignmentState.OPEN, *GIVEN)}
    given = sorted(
        (task for task in tasks if task.state in GIVEN),
        key=lambda task: (task.state != AssignmentState.LOCKED, -(task.total or 0), str(task.expert_id)),
    )
    return Compared(
        config=ReviewConfig.of(stage.config),
        names=called(actor, call, {task.expert_id: task.expert.person.name for task in tasks}),
        columns=[_column(task, ends, is_replaced=task.pk in places) for task in given],
        others=[
            Other(task.pk, task.expert_id, task.state, again_of(task)) for task in tasks if task.state not in GIVEN
        ],
        mean=scoring.mean(totals) if totals else None,
        before=scoring.mean(first) if first and len(first) < len(totals) else None,
        spread=spread,
        is_wide=spread is not None and spread > SPREAD,
        is_closed=round_is_closed(stage),
    )


def _other(task: Assignment) -> Other:
    return Other(task.pk, task.expert_id, task.state, again_of(task))


def _column(task: Assignment, ends: tuple[Decimal, Decimal] | None, *, is_replaced: bool) -> Column:
    """A given sheet; `ends` are the highest and the lowest total that count."""
    sheet = task.sheets.all()[0]
    high, low = ends if ends and task.state == AssignmentState.LOCKED and ends[0] != ends[1] else (None, None)
    return Column(
        task_id=task.pk,
        expert_id=task.expert_id,
        total=task.total or Decimal(0),
        scores={key: Decimal(value) for key, value in sheet.scores.items()},
        note_panel=sheet.note_panel,
        note_applicant=sheet.note_applicant,
        locked_at=task.locked_at,
        set_aside_at=task.set_aside_at,
        is_replaced=is_replaced,
        again=again_of(task),
        is_highest=task.total == high,
        is_lowest=task.total == low,
    )


def again_of(task: Assignment) -> str:
    """Why a task was given in addition (复评); empty for one of the first assignment."""
    return str(task.why.get("again") or "")
