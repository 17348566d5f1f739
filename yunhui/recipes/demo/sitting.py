"""A panel that has sat on border projects: recorded through the product's own service."""

from datetime import timedelta

from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import Conclusion
from yunhui.pipeline.decisions.selectors.border import border_of
from yunhui.pipeline.decisions.services import Present, keep_ranking, record_deliberation

_MOST = 5
_REASONS = "五个项目的区间都跨过名额线。逐份核对评分和评语后，未见漏评或误评，按公布规则的顺序不变。"
_MINUTES = (
    "组长：先看分差，再看评语。各项目三份评分的差别主要在市场一项。\n"
    "人才办：核对了板块意向和材料版本，没有变化。\n"
    "结论：维持按平均分的顺序，临界项目在批次中注明。"
)


def sit() -> None:
    """The leader and the office director of the autumn roadshow on the border projects of one group, yesterday."""
    call = Call.objects.get(code="autumn")
    leader, director = (user_with_email(f"{key}@demo.example") for key in ("chair", "approver"))
    assert leader is not None and director is not None
    group = call.groups.order_by("sort", "pk")[0]
    keep_ranking(group.pk)
    projects = border_of(group)[:_MOST]
    if not projects:
        return
    record_deliberation(
        actor=actor_of(leader),
        call=call,
        applications=projects,
        participants=[Present(f"u-{leader.pk}"), Present(f"u-{director.pk}")],
        conclusion=Conclusion.KEPT,
        reasons=_REASONS,
        minutes=_MINUTES,
        held_at=clock.now() - timedelta(days=1),
    )
