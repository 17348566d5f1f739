"""An expert's own second look: which of two projects stands higher. It touches no score."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Comparison
from yunhui.pipeline.review.selectors import assignments_visible_to


@transaction.atomic
def compare(*, actor: Actor, above: UUID, below: UUID, is_even: bool = False) -> Comparison:
    """Keep an answer about two of the expert's own tasks of one stage; a newer answer takes the place of the older.

    No audit row: it is the expert's own note, like a draft, and enters no decision.

    Raises:
        NotFoundError: not two of the actor's own tasks of one stage.
    """
    tasks = {
        task.pk: task
        for task in assignments_visible_to(actor)
        .filter(pk__in=(above, below))
        .exclude(state__in=(AssignmentState.RECUSED, AssignmentState.ABSTAINED))
    }
    if len(tasks) != 2 or len({task.stage_id for task in tasks.values()}) != 1:
        raise NotFoundError("pair")
    high, low = tasks[above], tasks[below]
    _forget(high, low)
    return Comparison.objects.create(
        stage=high.stage,
        expert=high.expert,
        above_id=high.application_id,
        below_id=low.application_id,
        is_even=is_even,
        at=clock.now(),
    )


def _forget(one: Assignment, other: Assignment) -> None:
    pair = (one.application_id, other.application_id)
    old = Comparison.objects.filter(stage=one.stage_id, expert=one.expert_id)
    old.filter(Q(above_id=pair[0], below_id=pair[1]) | Q(above_id=pair[1], below_id=pair[0])).delete()
