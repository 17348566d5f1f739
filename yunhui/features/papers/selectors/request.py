"""请示: the list for approval, as the office lays it before those who sign (批件)."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import counted, day, listed, named, points, rule_of
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.ui.papers import Appendix, Attached, Block, Column, Heading, Paper, Signed, Table, Text, Title

_COLUMNS = (
    Column("序号", 7),
    Column("编号", 8),
    Column("项目名称", 34, "left"),
    Column("组别", 21),
    Column("国家/地区", 13),
    Column("得分", 9),
    Column("意向\n板块", 8),
)


def shelf(desk: Desk) -> Shelf:
    """One paper, once there is a proposal without open ties."""
    if desk.counts.batch is None:
        return Shelf(missing=_("No batch has been proposed yet."))
    if desk.counts.undecided:
        return Shelf(missing=_("The proposal has open ties. Decide them first."))
    chosen = desk.counts.selected
    words = ngettext("batch {number}, {n} project", "batch {number}, {n} projects", chosen)
    return Shelf((Choice("", _("The whole list"), words.format(number=desk.counts.batch, n=chosen)),))


def paper(desk: Desk, about: str) -> Paper:
    """The request with both lists as appendices.

    Raises:
        NotFoundError: there is no proposal.
    """
    if desk.batch is None or about:
        raise NotFoundError("batch")
    call = desk.call
    selected, reserves = _of(desk, Outcome.SELECTED), _of(desk, Outcome.RESERVE)
    what = "入围和候补项目名单" if reserves else "入围项目名单"
    names = [f"{named(call)}拟入围项目名单", f"{named(call)}拟候补项目名单"][: 2 if reserves else 1]
    blocks: list[Block] = [
        Title(f"关于报请审定{named(call)}\n{what}的请示"),
        Text("市委人才工作领导小组：", "plain"),
        Text(_opening(desk)),
        Heading("一、报名和审查"),
        Text(_applied(desk)),
        Heading("二、评审和排序"),
        Text(_judged(desk)),
        Heading("三、拟定名单"),
        Text(_proposed(desk, selected, reserves)),
        Text("妥否，请批示。"),
        Attached(tuple(names)),
        Signed(desk.office, day(desk.now)),
        Appendix("附件1" if reserves else "附件", f"{named(call)}\n拟入围项目名单"),
        _list(desk, selected),
    ]
    if reserves:
        blocks += [Appendix("附件2", f"{named(call)}\n拟候补项目名单"), _list(desk, reserves)]
    return Paper(name=f"关于报请审定{named(call)}{what}的请示", blocks=tuple(blocks), author=desk.office)


def _of(desk: Desk, outcome: Outcome) -> list[BatchItem]:
    rows = [item for item in desk.items if item.outcome == outcome]
    if outcome == Outcome.RESERVE:
        rows.sort(key=lambda item: item.reserve_number or 0)
    return rows


def _opening(desk: Desk) -> str:
    call = desk.call
    published = f"{day(call.published_at)}发布" if call.published_at else ""
    return (
        f"{named(call)}征集公告{published}以来，我办按公告组织报名、形式审查、板块对接和专家评审。"
        "现将有关情况和拟定名单报告如下。"
    )


def _applied(desk: Desk) -> str:
    total = desk.call.applications.filter(number__isnull=False).count()
    until = f"截至{day(desk.call.closes_at)}，" if desk.call.closes_at else ""
    return f"{until}共收到报名{total}项，经形式审查、板块对接和专家评审，进入本次排序{len(desk.items)}项。"


def _judged(desk: Desk) -> str:
    experts = len({one.expert_id for one in desk.scores})
    groups = listed(group.name_zh for group in desk.groups)
    call = desk.call
    return (
        f"{experts}位专家共提交有效评分表{len(desk.scores)}份。排序在{groups}各组内进行，"
        f"得分为{rule_of(call)}。入围须同时满足两项条件：至少{call.min_interests}个板块有意向，"
        f"且平均分不低于{points(call.gate_mean)}分。"
    )


def _proposed(desk: Desk, selected: list[BatchItem], reserves: list[BatchItem]) -> str:
    by_group = Counter(item.application.group_id for item in selected)
    groups = listed(counted(group.name_zh, by_group[group.pk]) for group in desk.groups if by_group[group.pk])
    spare = f"，候补{len(reserves)}项，入围项目退出时按次序递补" if reserves else ""
    assert desk.batch is not None
    return (
        f"按公告的名额，拟入围{len(selected)}项（{groups}）{spare}（决定批次第{desk.batch.number}号）。"
        f"名单审定后，在平台公示{desk.notice_days}个工作日。"
    )


def _list(desk: Desk, items: list[BatchItem]) -> Table:
    countries = codes_of(Scheme.COUNTRY)
    rows = []
    for number, item in enumerate(items, 1):
        one = item.application
        country = countries.get(one.country)
        rows.append(
            (
                str(number),
                str(one),
                one.title or one.title_en,
                one.group.name_zh if one.group else "",
                country.name_zh if country else "",
                points(item.score),
                str(item.interests),
            )
        )
    return Table(_COLUMNS, tuple(rows), size=10.5)
