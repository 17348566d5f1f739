"""The table from which an assignment is made: applications × experts, with fit, conflicts, loads and pins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from yunhui.decide.affinity import affinity
from yunhui.decide.assignment import Problem, from_matrix
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.conflicts.selectors import barred_pairs
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.selectors import panel_of
from yunhui.pipeline.review.enums import GONE, LIVE, PinKind
from yunhui.pipeline.review.models import Assignment, AssignmentPin
from yunhui.pipeline.review.rules import ReviewConfig

# What an expert of the same industry is worth above the fit of the texts, which runs from 0 to 1.
INDUSTRY_BONUS = 0.25
# Why an expert cannot judge a project, beside conflicts, answers and pins: they were asked for another group.
OTHER_GROUP = "other_group"
_TEXTS = ("title", "title_en", "summary", "novelty")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Applications × experts.

    Attributes:
        fit, barred: shape [applications, experts].
        why_barred: (application, expert) -> the source of a conflict, a state in which somebody is not asked again,
            `must_not`, or `other_group`.
        load: how many of these applications each expert may take.
        wanted: how many experts each application is to get.
        units, countries: a number for each expert's organisation and country, -1 where none is known.
        held: the tasks that stand already.
        must: pairs that are fixed.
    """

    stage: Stage
    config: ReviewConfig
    applications: list[Application]
    experts: list[Expert]
    fit: np.ndarray
    barred: np.ndarray
    why_barred: Mapping[Pair, str]
    load: np.ndarray
    wanted: np.ndarray
    units: np.ndarray
    countries: np.ndarray
    held: Mapping[Pair, Assignment]
    must: tuple[Pair, ...]

    def problem(self, pins: tuple[Pair, ...] = ()) -> Problem:
        """As the solver takes it, with further pairs fixed."""
        return from_matrix(
            self.fit,
            self.barred,
            reviews_per_paper=self.wanted,
            max_load=self.load,
            pins=tuple(dict.fromkeys((*self.must, *pins))),
            organisation=self.units,
        )

    def ids(self, pair: Pair) -> tuple[UUID, UUID]:
        """The application and the expert of a pair."""
        return self.applications[pair[0]].pk, self.experts[pair[1]].pk


def table_of(stage: Stage, *, standing: bool, most: int | None = None) -> Table:
    """The table of a stage's open applications: those without experts yet, or with `standing` those that have some.

    Args:
        most: the most tasks for one expert; the stage's own number, or as many as are needed at least, by default.
    """
    applications = _open_applications(stage, standing=standing)
    panel = list(panel_of(stage.call).select_related("person__organisation").order_by("pk"))
    tasks = list(Assignment.objects.filter(stage=stage).select_related("expert__person__organisation"))
    known = {one.pk for one in panel}
    gone = {task.expert_id: task.expert for task in tasks if task.state in LIVE and task.expert_id not in known}
    experts = [*panel, *(gone.values() if standing else ())]
    row = {one.pk: index for index, one in enumerate(applications)}
    column = {one.pk: index for index, one in enumerate(experts)}
    config = ReviewConfig.of(stage.config)
    seats = {
        expert: (group, wish)
        for expert, group, wish in Seat.objects.filter(call=stage.call_id, state=SeatState.ACCEPTED).values_list(
            "expert_id", "group_id", "most"
        )
    }
    why = _barred(stage, row, column, tasks)
    for index, one in enumerate(applications):
        for expert, (group, _wish) in seats.items():
            if group not in (None, one.group_id) and expert in column:
                why.setdefault((index, column[expert]), OTHER_GROUP)
    barred = np.zeros((len(applications), len(experts)), dtype=bool)
    for pair in why:
        barred[pair] = True
    held = {
        (row[task.application_id], column[task.expert_id]): task
        for task in tasks
        if task.state in LIVE and task.application_id in row and task.expert_id in column
    }
    wanted = np.full(len(applications), config.experts_per_application, dtype=np.int64)
    for index, count in enumerate(np.bincount([pair[0] for pair in held], minlength=len(applications))):
        wanted[index] = max(wanted[index], count)
    return Table(
        stage=stage,
        config=config,
        applications=applications,
        experts=experts,
        fit=fit_of(applications, experts),
        barred=barred,
        why_barred=why,
        load=_loads(_limits(config, experts, len(panel), seats, int(wanted.sum()), most), experts, tasks, row),
        wanted=wanted,
        units=_numbered([one.person.organisation_id for one in experts]),
        countries=_numbered([country_of(one) for one in experts]),
        held=held,
        must=_must(stage, row, column, why),
    )


def fit_of(applications: Sequence[Application], experts: Sequence[Expert]) -> np.ndarray:
    """How well experts know what applications are about, 0 to 1 and a bonus for the industry; shape [applications,
    experts]."""
    texts = [" ".join(str(one.answers.get(key) or "") for key in _TEXTS) for one in applications]
    table = affinity([list(one.profile) for one in experts], texts).T
    same = np.array(
        [[a.group is not None and a.group.industry in e.industries for e in experts] for a in applications], dtype=float
    ).reshape(len(applications), len(experts))
    return np.asarray(table + INDUSTRY_BONUS * same)


def _open_applications(stage: Stage, *, standing: bool) -> list[Application]:
    passes = StagePass.objects.filter(stage=stage, state=PassState.OPEN)
    rows = Application.objects.filter(pk__in=passes.values("application_id")).select_related("group")
    asked = Assignment.objects.filter(stage=stage).values("application_id")
    rows = rows.filter(pk__in=asked) if standing else rows.exclude(pk__in=asked)
    return list(rows.order_by("number"))


def _barred(
    stage: Stage, row: Mapping[UUID, int], column: Mapping[UUID, int], tasks: Sequence[Assignment]
) -> dict[Pair, str]:
    found = {(row[a], column[e]): source for (a, e), source in barred_pairs(list(row), list(column)).items()}
    for task in tasks:
        if task.state in GONE and task.application_id in row and task.expert_id in column:
            found.setdefault((row[task.application_id], column[task.expert_id]), str(task.state))
    pins = AssignmentPin.objects.filter(stage=stage, kind=PinKind.MUST_NOT, lifted_at__isnull=True)
    for a, e in pins.values_list("application_id", "expert_id"):
        if a in row and e in column:
            found.setdefault((row[a], column[e]), str(PinKind.MUST_NOT))
    return found


def _must(
    stage: Stage, row: Mapping[UUID, int], column: Mapping[UUID, int], why: Mapping[Pair, str]
) -> tuple[Pair, ...]:
    pins = AssignmentPin.objects.filter(stage=stage, kind=PinKind.MUST, lifted_at__isnull=True).order_by("at")
    pairs = [
        (row[a], column[e]) for a, e in pins.values_list("application_id", "expert_id") if a in row and e in column
    ]
    return tuple(pair for pair in pairs if pair not in why)


def _limits(
    config: ReviewConfig,
    experts: Sequence[Expert],
    of_panel: int,
    seats: Mapping[UUID, tuple[object, int | None]],
    wanted: int,
    most: int | None,
) -> list[int]:
    """The most tasks of each expert: as many as they wished for at most; none for who has left the panel."""
    limit = most if most is not None else max(config.max_load, -(-wanted // max(1, of_panel)))
    wishes = [seats.get(one.pk, (None, None))[1] for one in experts]
    return [
        (limit if wish is None else min(limit, wish)) if index < of_panel else 0 for index, wish in enumerate(wishes)
    ]


def _loads(
    limits: Sequence[int], experts: Sequence[Expert], tasks: Sequence[Assignment], row: Mapping[UUID, int]
) -> np.ndarray:
    """How many of the table's applications each expert may take: the most, less what they hold outside of it; what
    they hold inside is never taken away for want of room."""
    live = [task for task in tasks if task.state in LIVE]
    inside = Counter(task.expert_id for task in live if task.application_id in row)
    outside = Counter(task.expert_id for task in live if task.application_id not in row)
    free = [limit - outside[one.pk] for limit, one in zip(limits, experts, strict=True)]
    return np.array([max(0, room, inside[one.pk]) for room, one in zip(free, experts, strict=True)], dtype=np.int64)


def country_of(expert: Expert) -> str:
    """Where an expert works: their own country or region, else that of their organisation; empty for unknown."""
    organisation = expert.person.organisation
    return expert.person.country or (organisation.country if organisation else "")


def _numbered(values: Sequence[object]) -> np.ndarray:
    """A number for each value, the same for equal ones; -1 for none."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(one, len(numbers)) if one else -1 for one in values], dtype=np.int64)
