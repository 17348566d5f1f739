"""合议纪要: who sat, what was discussed, the reasons, and what came of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import listed, minute, named, points
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.decisions.enums import Conclusion, SeatKind
from yunhui.pipeline.decisions.models import Deliberation, Participant
from yunhui.pipeline.decisions.selectors.deliberations import deliberations_of
from yunhui.ui.formats import BEIJING, moment
from yunhui.ui.papers import Block, Column, Fill, Heading, Pair, Paper, Table, Text, Title

_COLUMNS = (
    Column("编号", 9),
    Column("项目名称", 28, "left"),
    Column("组别", 23),
    Column("名次", 8),
    Column("得分", 10),
    Column("讨论情况", 22, "left"),
)
_CAPACITIES = {SeatKind.LEADER: "评审组组长", SeatKind.EXPERT: "评审专家", SeatKind.OFFICE: "工作人员"}
_CONCLUSIONS = {
    Conclusion.KEPT: "维持按公告规则形成的次序。",
    Conclusion.ORDERED: "对按公告规则得分相同的项目排定次序如下：",
    Conclusion.PROPOSED: "在公告规则允许的范围内，提请审定时一并考虑。",
}


def shelf(desk: Desk) -> Shelf:
    """One paper for each sitting, the newest first."""
    choices = tuple(
        Choice(pk, _("Sitting {n}").format(n=number), moment(held_at, desk.actor.language, BEIJING, year=True))
        for pk, number, held_at in desk.counts.sittings
    )
    return Shelf(choices) if choices else Shelf(missing=_("No deliberation is recorded yet."))


def paper(desk: Desk, about: str) -> Paper:
    """The minutes of one sitting.

    Raises:
        NotFoundError: no such sitting.
    """
    row = deliberations_of(desk.actor, desk.call).filter(pk=about).first()
    if row is None:
        raise NotFoundError("deliberation")
    people, projects = list(row.participants.all()), list(row.projects.all())
    numbers = {one.application_id: str(one.application) for one in projects}
    blocks: list[Block] = [
        Title(f"{named(desk.call)}\n合议纪要", f"第{row.number}次"),
        Pair("时间：", minute(row.held_at), indent=False),
        *(
            Pair(f"{words}：", listed(_name(one) for one in people if one.capacity == kind), indent=False)
            for kind, words in _CAPACITIES.items()
            if any(one.capacity == kind for one in people)
        ),
        Pair("回避：", _left(people, numbers), indent=False),
        Heading("一、合议的项目"),
        Table(
            _COLUMNS,
            tuple(
                (
                    str(one.application),
                    one.application.title or one.application.title_en,
                    one.application.group.name_zh if one.application.group else "",
                    str(one.rank or "—"),
                    points(one.score),
                    one.note,
                )
                for one in projects
            ),
            size=10.5,
        ),
        Heading("二、理由"),
        *(Text(part) for part in row.reasons.splitlines() if part.strip()),
        Heading("三、结论"),
        Text(_CONCLUSIONS[Conclusion(row.conclusion)] + _order(row, numbers)),
    ]
    if row.minutes.strip():
        blocks += [Heading("四、记录"), *(Text(part) for part in row.minutes.splitlines() if part.strip())]
    if row.corrects is not None:
        blocks.append(Text(f"本纪要更正第{row.corrects.number}次合议纪要，以本纪要为准。"))
    blocks += [
        _signatures(people),
        Fill((("记录人（签名）：", 50),)),
        Fill((("监督人员（签名）：", 50),)),
    ]
    name = f"合议纪要（第{row.number}次）"
    return Paper(name=name, blocks=tuple(blocks), author=desk.office)


def _name(one: Participant) -> str:
    if one.expert is not None:
        return one.expert.person.name
    return one.user.name if one.user else ""


def _left(people: list[Participant], numbers: dict[UUID, str]) -> str:
    gone = [(one, [numbers[pk] for pk in one.left if pk in numbers]) for one in people]
    words = [f"{_name(one)}在讨论{listed(sorted(of_one))}号项目时退场" for one, of_one in gone if of_one]
    return "；".join(words) if words else "无"


def _order(row: Deliberation, numbers: dict[UUID, str]) -> str:
    placed = sorted((one.place, numbers[one.application_id]) for one in row.projects.all() if one.place)
    if row.conclusion != Conclusion.ORDERED or not placed:
        return ""
    return "；".join(f"第{place}位{number}号" for place, number in placed) + "。"


def _signatures(people: list[Participant]) -> Table:
    columns = (Column("参加人员", 22), Column("身份", 22), Column("签名", 56))
    rows = tuple((_name(one), _CAPACITIES[SeatKind(one.capacity)], "") for one in people)
    return Table(columns, rows, height=12)
