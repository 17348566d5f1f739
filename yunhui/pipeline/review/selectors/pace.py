"""How long the expert takes: from what they opened and when they locked. For the expert alone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Comparison
from yunhui.pipeline.review.rules import median_minutes, minutes_of
from yunhui.pipeline.review.selectors.beside import OwnTask


def own_pace(actor: Actor, tasks: Sequence[Assignment | OwnTask]) -> int | None:
    """The median of the expert's minutes for a project, reading and scoring together, over the tasks given that are
    locked; None where too few are known. One query."""
    locked = {
        task.application_id: task.locked_at for task in tasks if task.state == AssignmentState.LOCKED and task.locked_at
    }
    if not locked or actor.user_id is None:
        return None
    events: dict[UUID, list[datetime]] = defaultdict(list)
    rows = Opening.objects.filter(reader_id=actor.user_id, capacity=Capacity.EXPERT, application__in=locked)
    for application_id, at in rows.values_list("application_id", "at"):
        if at <= locked[application_id]:
            events[application_id].append(at)
    each = [minutes_of([*times, locked[application_id]]) for application_id, times in events.items()]
    return median_minutes([one for one in each if one is not None])


def own_comparisons(actor: Actor, stage_id: int) -> list[Comparison]:
    """The expert's own answers to “is this one above that one?” in a stage."""
    if actor.user_id is None:
        return []
    return list(Comparison.objects.filter(stage=stage_id, expert__person__user_id=actor.user_id).order_by("at"))
