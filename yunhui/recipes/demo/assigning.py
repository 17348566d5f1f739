"""What shows assignment and conflicts: experts who gave projects back and were replaced, one project more for the
demo's expert, to declare first, and two conflicts that the office has looked at."""

from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.enums import ConflictState
from yunhui.pipeline.conflicts.selectors import conflicts_of_call
from yunhui.pipeline.conflicts.services import resolve_conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import add_expert, decline_tasks, draw_up_repair, let_stand
from yunhui.recipes.demo.city import DemoCity

_CODE = "youth"
_RESOLUTIONS = ((ConflictState.CONFIRMED, ""), (ConflictState.DISMISSED, "同名不同人，已与专家核实"))


def assign(*, actor: Actor, city: DemoCity) -> None:
    """In the call under review: two tasks given back and taken over, one more still open, two conflicts resolved."""
    call, own = Call.objects.get(code=_CODE), city.experts[0]
    tasks = Assignment.objects.filter(stage__call=call, state="open", sheets=None, application__openings=None)
    others = list(tasks.exclude(expert=own).select_related("expert__person__user").order_by("pk")[:3])
    for task in others[:2]:
        _decline(task)
    if others[:2]:
        let_stand(actor=actor, plan_id=draw_up_repair(actor=actor, call=call).pk)
    _one_more(actor, call, own)
    for task in others[2:]:
        _decline(task)
    rows = list(conflicts_of_call(actor, call).filter(state=ConflictState.OPEN).order_by("pk")[: len(_RESOLUTIONS)])
    for row, (state, reason) in zip(rows, _RESOLUTIONS, strict=False):
        resolve_conflict(actor=actor, conflict_id=row.pk, state=state, reason=reason)


def _decline(task: Assignment) -> None:
    user = task.expert.person.user
    assert user is not None, "the demo's experts have accounts"
    decline_tasks(actor=actor_of(user), assignment_ids=[task.pk], reason="本周出差，来不及评审")


def _one_more(actor: Actor, call: Call, expert: Expert) -> None:
    """The first project that the expert can judge beside those who do."""
    open_ones = Assignment.objects.filter(stage__call=call, state="open").order_by("application__number")
    for application_id in open_ones.values_list("application_id", flat=True).distinct()[:20]:
        try:
            add_expert(actor=actor, application_id=application_id, expert_id=expert.pk, reason="该领域请再增一位专家")
        except DomainError:
            continue
        return
