"""A list that waits for its second signature: proposed, undone for a reason, proposed anew, signed by one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.services import discard_batch, propose_batch, sign_batch
from yunhui.recipes.demo.chosen import approve
from yunhui.recipes.walk import orders_by_reference

At = Callable[[int], AbstractContextManager[None]]

_WHY = "一个拟入围项目来电退出，名单须重新计算。"


def lay_before(*, actor: Actor, call: Call, leader: User, at: At) -> None:
    """The director finds the list with one signature, and beside it what changed against the one before."""
    with at(-1):
        first = _proposed(actor_of(leader), call)
        leaving = BatchItem.objects.filter(batch=first, outcome=Outcome.SELECTED).order_by("application__number")[0]
        withdraw_application(actor=actor, application_id=leaving.application_id)
        discard_batch(actor=actor_of(leader), batch_id=first.pk, reason=_WHY)
    with at(0):
        batch = _proposed(actor_of(leader), call)
        approve(batch)
        sign_batch(actor=actor_of(leader), batch_id=batch.pk)


def _proposed(leader: Actor, call: Call) -> Batch:
    """A proposal without open ties: the panel has decided them."""
    batch, orders = propose_batch(actor=leader, call=call), dict[UUID, int]()
    while ties := batch.notes["ties"]:
        orders |= orders_by_reference(batch, ties)
        batch = propose_batch(actor=leader, call=call, deliberated=orders, reason="合议：按评分尺度参考排序")
    return batch
