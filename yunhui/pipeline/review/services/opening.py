"""Opening a project to judge it: reading what is confidential leaves a row."""

from uuid import UUID

from django.db import transaction

from yunhui.kernel.actor import Actor
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.selectors import task_for


@transaction.atomic
def open_task(*, actor: Actor, assignment_id: UUID) -> Assignment:
    """One of the expert's own tasks with its sheets; each session of reading leaves a row about the application, and
    the applicant sees that an expert read it.

    Raises:
        NotFoundError: there is none, it is another's, or the expert is recused from it.
    """
    task = task_for(actor, assignment_id)
    record_opening(actor=actor, application=task.application, what=What.ANSWERS, capacity=Capacity.EXPERT)
    return task
