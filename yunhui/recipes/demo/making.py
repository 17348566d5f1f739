"""A call in the making, with something left to do; and an open one that was amended once in public."""

from dataclasses import replace

from yunhui.foundation.formkit.rules import Choice, Question, ShowIf
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import BeforeYouApply, before_from, questions_now
from yunhui.pipeline.calls.services import Announcement, Change, GroupPlan, amend_call, change_call

_FIRM = Question(
    key="has_firm",
    kind="choice",
    label_zh="是否已成立公司",
    label_en="Is there a firm yet?",
    section_zh="落地",
    section_en="Coming here",
    choices=(Choice("yes", "已成立", "Yes"), Choice("no", "尚未成立", "Not yet")),
    readers=("office", "board"),
)
_CAPITAL = Question(
    key="capital",
    kind="money",
    label_zh="实缴资本",
    label_en="Paid-in capital",
    section_zh="落地",
    section_en="Coming here",
    high=100_000,
    show_if=ShowIf("has_firm", ("yes",)),
    readers=("office", "board"),
)
_PEOPLE = Question(
    key="people",
    kind="people",
    label_zh="核心成员",
    label_en="Core team",
    help_zh="写清分工和是否全职",
    help_en="Who does what, and who is in it full time",
    section_zh="技术与团队",
    section_en="Technology and team",
    max_length=8,
    readers=("office", "expert", "board"),
)


def make(*, actor: Actor) -> None:
    """Leave next year's call on the office's desk half made, and amend the spring call's terms."""
    _half_made(actor, Call.objects.get(code="next"))
    _amended(actor, Call.objects.get(code="spring"))


def _half_made(actor: Actor, call: Call) -> None:
    groups = [
        GroupPlan(row.key, row.name_zh, row.name_en, row.track, row.industry, row.is_overseas, quota=6)
        for row in call.groups.order_by("sort")
    ]
    cards = (
        {"name_zh": "青澜市青年企业家协会", "name_en": "Qinglan Young Entrepreneurs", "number": 2},
        {"name_zh": "欧洲青澜同乡会", "name_en": "Qinglan Association in Europe", "number": 1},
    )
    groups.append(GroupPlan("", "海外专场", "Overseas", is_overseas=True, quota=3, wild_card_of=cards))
    change_call(actor=actor, call=call, change=Change("groups", groups=tuple(groups)))
    call.refresh_from_db()
    form = []
    for one in questions_now(call):
        form.append(one)
        form += {"team": [_PEOPLE], "landing": [_FIRM, _CAPITAL]}.get(one.key, [])
    change_call(actor=actor, call=call, change=Change("form", form=tuple(form)))
    summary = "面向全球征集高层次人才项目，新设海外专场。板块对接与专家初评两关，入围项目在自己城市的白天线上路演。"
    change_call(actor=actor, call=call, change=Change("basics", {"summary_zh": summary}))
    before = replace(before_from(call.before), funding_en="")
    change_call(actor=actor, call=call, change=Change("before", {"before": before.as_stored()}))


def _amended(actor: Actor, call: Call) -> None:
    before: BeforeYouApply = replace(
        before_from(call.before),
        other_zh="材料可以全部用英文提交，不需要翻译。",
        other_en="You may send everything in English; nothing needs translating.",
    )
    amend_call(
        actor=actor,
        call=call,
        change=Change("before", {"before": before.as_stored()}),
        announcement=Announcement("多位申报人询问材料语言", "Several applicants asked about the language"),
    )
