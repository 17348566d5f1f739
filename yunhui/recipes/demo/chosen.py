"""A call whose list is on public notice today: a signed paper, an objection being examined, reserves that moved up."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.services import attach_approval, decline_place
from yunhui.pipeline.objections.services import decide_objection, examine_objection, file_objection
from yunhui.recipes.walk import confirm_places

At = Callable[[int], AbstractContextManager[None]]

_FIRST = "公示的项目名称与该团队去年在外市路演的项目一致，请核实是否已在外市落地。可查外市去年的公开名单。"
_SECOND = "申报人目前仍在原单位全职任职，请核实能否全职来本市工作。"


def approve(batch: Batch) -> None:
    """The paper that the leaders signed for a batch: its number and its day."""
    day = clock.now().astimezone(clock.BEIJING).date()
    number = f"青委人才〔{day.year}〕{10 + batch.number}号"
    attach_approval(actor=_office(), batch_id=batch.pk, number=number, signed_on=day.isoformat())


def follow(*, actor: Actor, call: Call, at: At) -> None:
    """What happened since the release: most have confirmed, one withdrew and one gave up, two objections came."""
    batch = Batch.objects.get(call=call, released_at__isnull=False)
    chosen = _chosen(batch)
    leaving, giving_up, slow = chosen[1], chosen[3], chosen[5].pk
    with at(-1):
        confirm_places(actor=actor, call=call, skip=lambda one: one.pk in (leaving.pk, giving_up.pk, slow))
        withdraw_application(actor=actor, application_id=leaving.pk)
        decline_place(actor=actor, application_id=giving_up.pk, note="申报人来电说明")
        first = file_objection(
            actor=actor, application_id=chosen[0].pk, name="程知远", email="cheng@neighbour.example", text=_FIRST
        )
    with at(0):
        examine_objection(
            actor=_office(),
            objection_id=first.pk,
            finding="查外市去年公开名单，同名项目的申报人为另一团队；本项目专利权人与申报人一致。",
        )
        decide_objection(
            actor=_office(),
            objection_id=first.pk,
            uphold=False,
            answer_zh="经查外市公开名单，同名项目属另一团队；本项目的专利权人与申报人一致，未在外市落地。",
        )
        file_objection(
            actor=actor, application_id=chosen[2].pk, name="秦晚舟", email="qin@neighbour.example", text=_SECOND
        )


def _chosen(batch: Batch) -> list[Application]:
    rows = BatchItem.objects.filter(batch=batch, outcome=Outcome.SELECTED).select_related("application")
    return [item.application for item in rows.order_by("application__number")]


def _office() -> Actor:
    officer: User = holders(Role.OFFICE)[0]
    return actor_of(officer)
