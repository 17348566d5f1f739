"""Who discusses a project, when, and under which name."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules.access import round_is_closed
from yunhui.pipeline.review.rules.rubric import ReviewConfig

REMARK_LENGTH = 2_000
_SCORED = AssignmentState.LOCKED


def can_read_discussion(own: Assignment, tasks: Iterable[Assignment]) -> Verdict:
    """Whether the expert of `own` reads what was written and given, among all tasks on the project: never before they
    have locked their own sheet, and where the stage says so not before every sheet is locked."""
    mode = ReviewConfig.of(own.stage.config).discussion
    if mode == "off":
        return refused("no_discussion", _("This review has no discussion."))
    if own.state != _SCORED:
        return refused("own_first", _("Lock your own sheet first; then you read what the others gave."))
    if mode == "all_locked" and any(task.state == AssignmentState.OPEN for task in tasks):
        return refused("others_first", _("The discussion opens when all experts of this project have locked."))
    return ALLOWED


def can_write_remark(own: Assignment, tasks: Iterable[Assignment]) -> Verdict:
    """Whether the expert of `own` may write: as long as they may read and the round is open."""
    verdict = can_read_discussion(own, tasks)
    if verdict and round_is_closed(own.stage):
        return refused("round_closed", _("The round is closed, and with it the discussion."))
    return verdict


def letters_of(tasks: Iterable[Assignment]) -> dict[object, str]:
    """The letter by which each task's expert goes in the discussion of one project: A, B, C…

    Among those asked together the order says nothing, neither who was first asked nor who first locked; who is asked
    later comes behind, so that nobody's letter ever changes.
    """

    def place(task: Assignment) -> tuple[datetime, bytes]:
        asked = task.made_at.replace(second=0, microsecond=0)
        return asked, sha256(f"{task.application_id}{task.pk}".encode()).digest()

    order = sorted(tasks, key=place)
    return {task.pk: _letter(index) for index, task in enumerate(order)}


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else f"{_letter(index // 26 - 1)}{_letter(index % 26)}"
