"""Experts who do not judge a project: they decline before they open it, or a conflict of interest shows."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.conflicts.selectors import declared_pairs
from yunhui.pipeline.conflicts.services import Said, declare
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.review.enums import HANDED_BACK, AssignmentState, MoveKind
from yunhui.pipeline.review.events import TasksGivenBack
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import can_assign, is_own
from yunhui.pipeline.review.services.assigning.moving import note_moves, take_back
from yunhui.pipeline.review.services.cleaning import clean_reason
from yunhui.pipeline.review.services.concluding import conclude_review


@transaction.atomic
def decline_tasks(*, actor: Actor, assignment_ids: Sequence[UUID], reason: str) -> list[Assignment]:
    """Give projects back before they were opened (谢绝): no score, no conflict of interest, somebody else is asked.

    Raises:
        NotFoundError: one of them is not the actor's.
        InvalidError: no reason, or too long a one.
        DomainError: `opened`: who has read a project abstains from it or steps back; `not_open`.
    """
    text = clean_reason(reason)
    rows = list(
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application", "stage", "expert__person")
        .filter(pk__in=assignment_ids)
        .order_by("pk")
    )
    if len(rows) != len(set(assignment_ids)) or not all(is_own(actor, row) for row in rows):
        raise NotFoundError("score sheet")
    if any(row.state != AssignmentState.OPEN for row in rows):
        raise DomainError("not_open", _("One of these sheets is closed already."))
    read = Opening.objects.filter(reader_id=actor.user_id, application__in=[row.application_id for row in rows])
    if read.exists():
        raise DomainError(
            "opened", _("You have opened one of these projects. Abstain from it or recuse yourself on its page.")
        )
    _close(actor, rows, AssignmentState.DECLINED, MoveKind.DECLINED, text)
    return rows


@transaction.atomic
def declare_for_tasks(
    *,
    actor: Actor,
    tasks: Sequence[Assignment],
    conflicts: Collection[str],
    note: str,
    declined: Collection[str],
    reason: str,
) -> None:
    """What an expert says of the projects that they were shown by name alone: with which they have a conflict, which
    they give back, and by that with which they have none. Nothing of it is kept where one part is refused.

    Args:
        tasks: the expert's own tasks of one review that were on the page; `conflicts`, `declined`: ids among them.
        note: what the conflicts are; asked for where there are some. reason: why tasks are given back.

    Raises:
        NotFoundError: a task is not the actor's.
        InvalidError: `note` or `reason` is missing or too long.
    """
    if not tasks:
        return
    if not all(is_own(actor, task) for task in tasks):
        raise NotFoundError("score sheet")
    hit = [task for task in tasks if str(task.pk) in conflicts]
    text = clean_reason(note, "note") if hit else ""
    said = [Said(task.application_id, task in hit, text if task in hit else "") for task in tasks]
    expert = tasks[0].expert
    declare(actor=actor, expert=expert, call=tasks[0].stage.call, said=said)
    step_out(actor=actor, pairs=[(expert.pk, task.application_id) for task in hit])
    back = [task.pk for task in tasks if str(task.pk) in declined and task not in hit]
    if back:
        decline_tasks(actor=actor, assignment_ids=back, reason=reason)


@transaction.atomic
def step_out(*, actor: Actor, pairs: Sequence[tuple[UUID, UUID]]) -> list[Assignment]:
    """Close the open tasks between which and their experts a conflict now stands; pairs (expert, application).

    Who declared it is recused; from whom the records take it, it is taken back without a word of the project, and they
    can be asked again if the office dismisses the conflict. What is locked stays until the office has looked at it.
    """
    wanted = set(pairs)
    rows = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application", "stage")
        .filter(expert__in={e for e, _a in wanted}, application__in={a for _e, a in wanted}, state=AssignmentState.OPEN)
        .order_by("pk")
    )
    hit = [row for row in rows if (row.expert_id, row.application_id) in wanted]
    declared = declared_pairs(wanted)
    own = [row for row in hit if (row.expert_id, row.application_id) in declared]
    found = [row for row in hit if (row.expert_id, row.application_id) not in declared]
    _close(actor, own, AssignmentState.RECUSED, MoveKind.CONFLICT, "")
    _close(actor, found, AssignmentState.TAKEN_BACK, MoveKind.CONFLICT, "")
    return hit


@transaction.atomic
def go_on_short(*, actor: Actor, application_id: UUID, reason: str) -> None:
    """Wait no longer for somebody in the place of who handed a project back: the scores that come are enough.

    Raises:
        NotFoundError: there is no such project for this actor.
        RefusedError: neither the talent office nor the panel leader.
        InvalidError: no reason, or too long a one.
        DomainError: `nobody_missing`.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("stage__call")
    back = list(rows.filter(application=application_id, state__in=HANDED_BACK).order_by("pk"))
    if not Assignment.objects.filter(application=application_id).exists():
        raise NotFoundError("application")
    if not back:
        raise DomainError("nobody_missing", _("Nobody has handed this project back."))
    stage = back[0].stage
    require(can_assign(actor, stage.call))
    text = clean_reason(reason)
    note_moves(actor, back, MoveKind.GO_ON, text)
    record(
        actor=actor,
        action="assignment.goes_on_short",
        subject=("application", application_id),
        after={"handed_back": len(back), "reason": text},
    )
    conclude_review(actor=actor, application_id=application_id, stage=stage)


def _close(actor: Actor, rows: Sequence[Assignment], state: AssignmentState, kind: MoveKind, reason: str) -> None:
    take_back(actor, rows, kind, state=state, reason=reason)
    keep_standing(sorted({row.application_id for row in rows}))
    for row in rows:
        record(
            actor=actor,
            action=f"assignment.{state}",
            subject=("assignment", row.pk),
            after={"application": str(row.application_id), "reason": reason},
        )
    for call_id in sorted({row.application.call_id for row in rows}, key=str):
        count = sum(row.application.call_id == call_id for row in rows)
        publish(actor=actor, event=TasksGivenBack(str(call_id), count), topics=(("call", call_id),))
