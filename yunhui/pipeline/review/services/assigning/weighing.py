"""Who could judge a project, how well, and why somebody does not."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from yunhui.decide.assignment import Assignment as Choice
from yunhui.decide.assignment import WhyNot, why_not
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import can_assign
from yunhui.pipeline.review.services.assigning.table import Table, table_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert for one project: `rank` by fit among those who may judge it, 1 is the best (0: may not); `load` of
    `most` projects; `barred` a source of conflict, a state or `must_not`; `same_unit` as one who judges it; `task`
    where they judge it."""

    expert: Expert
    fit: float
    rank: int
    load: int
    most: int
    barred: str
    same_unit: bool
    task: Assignment | None

    @property
    def is_free(self) -> bool:
        """Whether they could be asked now."""
        return not self.barred and not self.same_unit and self.task is None and self.load < self.most


def candidates_for(actor: Actor, application: Application) -> list[Candidate]:
    """Every expert of the panel for one project under review, who judges it first, then the best fit first.

    Raises:
        RefusedError: neither the talent office nor the panel leader.
        NotFoundError: it is not under review.
    """
    require(can_assign(actor, application.call))
    table, at = _table(application)
    loads = np.bincount([pair[1] for pair in table.held], minlength=len(table.experts))
    own = {pair[1]: task for pair, task in table.held.items() if pair[0] == at}
    units = {int(table.units[column]) for column in own} - {-1}
    order = [int(one) for one in np.argsort(-table.fit[at], kind="stable")]
    ranks = {column: place for place, column in enumerate((c for c in order if not table.barred[at, c]), 1)}
    found = [
        Candidate(
            expert=table.experts[column],
            fit=float(table.fit[at, column]),
            rank=ranks.get(column, 0),
            load=int(loads[column]),
            most=int(table.load[column]),
            barred=table.why_barred.get((at, column), ""),
            same_unit=column not in own and int(table.units[column]) in units,
            task=own.get(column),
        )
        for column in order
    ]
    return sorted(found, key=lambda one: one.task is None)


def explain_absence(actor: Actor, application: Application, expert_id: UUID) -> WhyNot:
    """Why an expert does not judge a project, and what it would cost all others if they did.

    Raises:
        RefusedError: neither the talent office nor the panel leader.
        NotFoundError: it is not under review, or no such expert is on the panel.
    """
    require(can_assign(actor, application.call))
    table, at = _table(application)
    column = next((index for index, one in enumerate(table.experts) if one.pk == expert_id), None)
    if column is None:
        raise NotFoundError("expert")
    return why_not(_as_it_stands(table), at, column)


def _table(application: Application) -> tuple[Table, int]:
    stage = application.call.stages.get(kind="review")
    for standing in (True, False):
        table = table_of(stage, standing=standing)
        at = next((index for index, one in enumerate(table.applications) if one.pk == application.pk), None)
        if at is not None:
            return table, at
    raise NotFoundError("application")


def _as_it_stands(table: Table) -> Choice:
    problem = table.problem()
    choice = np.zeros(len(problem.paper), dtype=bool)
    for pair in table.held:
        index = problem.find(*pair)
        if index is not None and not problem.barred[index]:
            choice[index] = True
    scores = np.bincount(problem.paper[choice], problem.fit[choice], problem.papers)
    total, lowest = float(problem.fit[choice].sum()), float(scores.min()) if problem.papers else 0.0
    return Choice(
        problem=problem,
        mode="fair",
        choice=choice,
        total=total,
        lowest=lowest,
        greatest=total,
        bound=lowest,
        sum_bound=total,
        proven=False,
        shortages=(),
    )
