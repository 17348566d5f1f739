"""What shows a review under way to its panel leader: how long experts read, and a sheet set aside for a conflict."""

from datetime import timedelta

from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.kernel import clock
from yunhui.pipeline.conflicts.enums import ConflictSource, ConflictState
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.services import record_opening, undertake
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import settle_sheets

_CODE = "youth"
_MINUTES = (17, 24, 12, 31, 20, 15)
_EXPERTS = 4


def show_progress() -> None:
    """In the call under review: four experts who opened what they scored, and one sheet that counts no more."""
    tasks = Assignment.objects.filter(stage__call__code=_CODE, state=AssignmentState.LOCKED)
    rows = list(
        tasks.filter(application__openings=None)
        .select_related("application__call", "expert__person__user")
        .order_by("expert__person__sort_key", "pk")
    )
    experts = list(dict.fromkeys(row.expert_id for row in rows))[:_EXPERTS]
    for number, task in enumerate(row for row in rows if row.expert_id in experts):
        _read(task, _MINUTES[number % len(_MINUTES)])
    if lowest := min(rows, key=lambda row: (row.total or 0, str(row.pk)), default=None):
        _set_aside(lowest)


def _read(task: Assignment, minutes: int) -> None:
    user = task.expert.person.user
    assert user is not None and task.locked_at is not None, "experts have accounts, locked sheets a time"
    me, application = actor_of(user), task.application
    with clock.travel(task.locked_at - timedelta(minutes=minutes)):
        undertake(actor=me, application_id=application.pk, text_version=promise_of(application.call).version)
        record_opening(actor=me, application=application, what=What.ANSWERS, capacity=Capacity.EXPERT)


def _set_aside(task: Assignment) -> None:
    """The office learned of a stake after the sheet was locked."""
    user = user_with_email("office@demo.example")
    assert user is not None, "the demo has an office"
    office = actor_of(user)
    found = declare_conflict(
        actor=office, expert=task.expert, application=task.application, source=ConflictSource.FIRM,
        note="专家所持公司上月参股该项目，提交评分后才登记",
    )  # fmt: skip
    resolve_conflict(actor=office, conflict_id=found.pk, state=ConflictState.CONFIRMED, reason="已与专家本人核实")
    settle_sheets(actor=office, application_ids=[task.application_id])
