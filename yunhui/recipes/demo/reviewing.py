"""What the demo's experts are at: a stack half scored, a sheet opened again, a project discussed, rounds closed."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Max, Min

from yunhui.decide.scoring import WIDE_SPREAD
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.services import record_opening, undertake
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import own_tasks
from yunhui.pipeline.review.services import (
    ask_again,
    close_round,
    compare,
    lock_sheet,
    reopen_sheet,
    save_sheet,
    write_remark,
    write_remark_as_leader,
)
from yunhui.recipes.walk import declare_none, spread_points

_MINUTES = (17, 22, 19, 26)
_TOTALS = (81.5, 66, 74.5, 69)
_NOTES = (
    ("低温数据有第三方报告，量产良率只讲了目标。", "建议补一份分季度的中试预算。"),
    ("Strong team, the market is described from the desk.", "Two letters of intent would say more than a forecast."),
    ("专利布局清楚，竞品对比略少。", "请把与现有做法的对比写成一张表。"),
    ("Milestones fit the money.", ""),
)


@transaction.atomic
def review() -> None:
    """Score part of the demo expert's stack, talk about a project of the autumn, and close what is over."""
    _score_some()
    _talk()
    _look_again()
    for code in ("pilot", "roadshow"):
        stage = Stage.objects.select_related("call").get(call__code=code, kind="review")
        last = Assignment.objects.filter(stage=stage, locked_at__isnull=False).order_by("-locked_at").first()
        assert last is not None and last.locked_at is not None, "a decided call was scored"
        with clock.travel(last.locked_at + timedelta(hours=8)):
            close_round(actor=actor_of(_account("chair")), stage=stage, reason="评审期已满，未评的不计入")


def _score_some() -> None:
    """The first sheets are locked, one is begun; each was opened some minutes before."""
    expert = _account("expert")
    me, now = actor_of(expert), clock.now()
    tasks = [
        task
        for task in own_tasks(me).filter(stage__call__code="youth").select_related("stage")
        if task.state == AssignmentState.OPEN
    ]
    if len(tasks) <= len(_MINUTES):
        return
    for number, task in enumerate(tasks[: len(_MINUTES)]):
        opened = now - timedelta(hours=len(_MINUTES) - number, minutes=_MINUTES[number])
        panel, applicant = _NOTES[number]
        _open(me, task, opened)
        with clock.travel(opened + timedelta(minutes=_MINUTES[number])):
            scores = _points(task, _TOTALS[number])
            lock_sheet(actor=me, assignment_id=task.pk, scores=scores, note_panel=panel, note_applicant=applicant)
    begun = tasks[len(_MINUTES)]
    _open(me, begun, now - timedelta(minutes=12))
    some = dict(list(_points(begun, 72).items())[:2])
    save_sheet(actor=me, assignment_id=begun.pk, scores=some, note_panel="先看完团队部分。")
    compare(actor=me, above=tasks[1].pk, below=tasks[2].pk)


def _open(me: Actor, task: Assignment, at: datetime) -> None:
    with clock.travel(at):
        text = promise_of(task.application.call).version
        undertake(actor=me, application_id=task.application_id, text_version=text)
        record_opening(actor=me, application=task.application, what=What.ANSWERS, capacity=Capacity.EXPERT)


def _talk() -> None:
    """The project of the autumn whose sheets lie furthest apart: one is opened again, changed, and talked about."""
    rows = Assignment.objects.filter(stage__call__code="autumn", state=AssignmentState.LOCKED)
    rows = rows.select_related("stage__call", "application", "expert__person__user").order_by("application__number")
    found: dict[object, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    own = _account("expert")
    mine = [some for some in found.values() if any(task.expert.person.user_id == own.pk for task in some)]
    tasks = max(
        mine or found.values(), key=lambda some: (len(some) > 1, _total(some[-1]) - _total(some[0]), str(some[0].pk))
    )
    if len(tasks) < 2:
        return
    chair = actor_of(_account("chair"))
    low = min(tasks, key=_total)
    other = next(task for task in tasks if task is not low)
    assert low.locked_at is not None and low.expert.person.user and other.expert.person.user
    begin = low.locked_at
    with clock.travel(begin + timedelta(hours=2)):
        write_remark_as_leader(
            actor=chair,
            stage=low.stage,
            application=low.application,
            text="两份评分相差较大，请各位说说团队一项的依据。",
        )
    with clock.travel(begin + timedelta(hours=3)):
        write_remark(
            actor=actor_of(other.expert.person.user),
            assignment_id=other.pk,
            text="The founder has shipped this once before; page 4 of the plan says so.",
        )
    with clock.travel(begin + timedelta(hours=4)):
        reopen_sheet(actor=chair, assignment_id=low.pk, reason="漏看了第4页的量产经历，专家本人申请修改")
        lock_sheet(
            actor=actor_of(low.expert.person.user),
            assignment_id=low.pk,
            scores=_points(low, float(_total(low)) + 4),
            note_panel="补看第4页后，团队一项上调。",
        )


def _look_again() -> None:
    """Of the autumn's projects whose sheets lie more than 25 points apart, the widest was given to one more expert."""
    rows = Assignment.objects.filter(stage__call__code="autumn", state=AssignmentState.LOCKED)
    spread = rows.values("application").annotate(spread=Max("total") - Min("total"), last=Max("locked_at"))
    widest = spread.order_by("-spread", "application__number").first()
    if widest is None or widest["spread"] <= WIDE_SPREAD:
        return
    with clock.travel(widest["last"] + timedelta(hours=5)):
        task = ask_again(
            actor=actor_of(_account("chair")),
            application_id=widest["application"],
            reason="两份评分相差过大，评语看法相反，请再评一份。",
        )
    task = Assignment.objects.select_related("stage", "application__call", "expert__person__user").get(pk=task.pk)
    user = task.expert.person.user
    assert user is not None, "experts of the demo have accounts"
    mean = rows.filter(application=task.application_id).aggregate(mean=Avg("total"))["mean"] or Decimal(0)
    with clock.travel(widest["last"] + timedelta(hours=20)):
        declare_none(call=task.application.call)
        lock_sheet(
            actor=actor_of(user),
            assignment_id=task.pk,
            scores=_points(task, float(round(mean))),
            note_panel="独立复评：创新性中等偏上，市场部分两位说法都有依据。",
        )


def _points(task: Assignment, total: float) -> dict[str, str]:
    points = spread_points(total, ReviewConfig.of(task.stage.config).criteria)
    return {key: str(value) for key, value in points.items()}


def _total(task: Assignment) -> Decimal:
    return task.total or Decimal(0)


def _account(key: str) -> User:
    user = user_with_email(f"{key}@demo.example")
    assert user is not None, f"the demo city has no {key}"
    return user
