"""Letters to experts: new tasks, and what is still to score two days and one day before it is due."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.selectors import last_told
from yunhui.foundation.notices.services import Copy, write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, Remark, Reopening
from yunhui.pipeline.review.selectors.own import own_due

# How long before the end experts are reminded; each once.
AHEAD = (timedelta(days=2), timedelta(days=1))
_WORKER = actors.system("review")


def tell_assigned(call_id: UUID, stage_key: str) -> None:
    """Every expert of a stage who has got projects since they were last written to."""
    stage = Stage.objects.select_related("call").get(call_id=call_id, key=stage_key)
    copies = []
    for user, rows in open_tasks(stage).items():
        last = last_told("review.assigned", user, ("stage", stage.pk))
        fresh = [row for row in rows if last is None or row.made_at > last]
        if fresh:
            copies.append(copy_of("review.assigned", stage, user, len(fresh), max(dues_of(rows), default=None) or ""))
    write_notices(actor=_WORKER, letter="review.assigned", copies=copies)


def tell_reopened(task: Assignment, opened: Reopening) -> None:
    """The expert whose locked sheet was opened again, with the panel leader's reason."""
    user, call = task.expert.person.user, task.stage.call
    if user is None:
        return
    copy = Copy(
        to=user,
        about=("assignment", task.pk),
        context={"call": Both(call.title_zh, call.title_en), "reason": opened.reason},
        link=f"/w/reviews/{task.pk}/",
        call=call.pk,
    )
    write_notices(actor=_WORKER, letter="review.reopened", copies=[copy])


def tell_remark(remark: Remark) -> None:
    """The other experts of the project who have locked their sheets; one unread letter for each project is enough."""
    call = remark.stage.call
    tasks = Assignment.objects.filter(
        stage=remark.stage_id, application=remark.application_id, state=AssignmentState.LOCKED
    ).select_related("expert__person__user")
    copies = [
        Copy(
            to=task.expert.person.user,
            about=("assignment", task.pk),
            context={"call": Both(call.title_zh, call.title_en)},
            link=f"/w/reviews/{task.pk}/discussion",
            supersedes=f"review.remark:{task.pk}",
            call=call.pk,
        )
        for task in tasks
        if task.expert.person.user is not None and task.expert.person.user_id != remark.author_id
    ]
    write_notices(actor=_WORKER, letter="review.remark", copies=copies)


@transaction.atomic
def remind_experts() -> int:
    """Remind experts who have open sheets, two days and one day before the first is due; how many were reminded."""
    now, count = clock.now(), 0
    near = {"due_at__gt": now, "due_at__lte": now + max(AHEAD)}
    passes = StagePass.objects.filter(stage__kind="review", state=PassState.OPEN, **near)
    # Re-reviews have a time of their own, when the pass of their project has long ended.
    again = Assignment.objects.filter(state=AssignmentState.OPEN, why__has_key="due").alias(due_at=own_due())
    asked = Q(pk__in=passes.values("stage_id")) | Q(pk__in=again.filter(**near).values("stage_id"))
    stages = Stage.objects.filter(asked).select_related("call").order_by("pk")
    for stage in stages.select_for_update(of=("self",)):
        copies = []
        for user, rows in open_tasks(stage).items():
            soon = [at for at in dues_of(rows) if now < at <= now + max(AHEAD)]
            if not soon:
                continue
            due = min(soon)
            since = due - min(one for one in AHEAD if due - now <= one)
            last = last_told("review.remind", user, ("stage", stage.pk))
            if last is None or last < since:
                copies.append(copy_of("review.remind", stage, user, len(rows), due))
        count += len(write_notices(actor=_WORKER, letter="review.remind", copies=copies))
    return count


def open_tasks(stage: Stage) -> dict[User, list[Assignment]]:
    """The sheets of a stage that are still to score, by the account of their expert."""
    rows = Assignment.objects.filter(stage=stage, state=AssignmentState.OPEN, expert__person__user__is_active=True)
    found: dict[User, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("expert__person__user").order_by("expert_id", "pk"):
        assert row.expert.person.user is not None
        found[row.expert.person.user].append(row)
    return found


def dues_of(rows: list[Assignment]) -> list[datetime]:
    """When the sheets of one stage are due: those of open passes, and of re-reviews their own."""
    passes = StagePass.objects.filter(
        stage=rows[0].stage_id, application__in=[row.application_id for row in rows], state=PassState.OPEN
    )
    own = [datetime.fromisoformat(row.why["due"]) for row in rows if "due" in row.why]
    return [*own, *(at for at in passes.values_list("due_at", flat=True) if at)]


def copy_of(letter: str, stage: Stage, user: User, count: int, due: object) -> Copy:
    """One expert's copy of a letter about their open sheets."""
    call = stage.call
    return Copy(
        to=user,
        about=("stage", stage.pk),
        context={"call": Both(call.title_zh, call.title_en), "count": count, "due": due},
        link="/w/reviews/",
        supersedes=f"{letter}:{stage.pk}",
        call=call.pk,
    )
