"""公示: the list as everyone may read it: neither rank nor score, and a title only where its applicant agreed."""

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import day, named
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.errors import NotFoundError
from yunhui.parties.models import City
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.consents.selectors import publication_of
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.ui.formats import last_day
from yunhui.ui.papers import Block, Column, Paper, Signed, Table, Text, Title

_COLUMNS = (
    Column("序号", 8),
    Column("编号", 9),
    Column("项目名称", 43, "left"),
    Column("组别", 24),
    Column("国家/地区", 16),
)


def shelf(desk: Desk) -> Shelf:
    """One paper, once a batch is released."""
    if desk.batch is None or desk.batch.state != BatchState.RELEASED:
        return Shelf(missing=_("No batch has been released yet."))
    return Shelf((Choice("", _("The whole list")),))


def paper(desk: Desk, about: str) -> Paper:
    """The notice with its list.

    Raises:
        NotFoundError: nothing is released.
    """
    if desk.batch is None or desk.batch.state != BatchState.RELEASED or about:
        raise NotFoundError("batch")
    chosen = [item for item in desk.items if item.outcome == Outcome.SELECTED]
    chosen.sort(key=lambda item: item.application.number or 0)
    title = f"关于{named(desk.call)}入围项目名单的公示"
    blocks: list[Block] = [
        Title(f"关于{named(desk.call)}\n入围项目名单的公示"),
        Text(
            f"按照{named(desk.call)}征集公告，经形式审查、板块对接、专家评审和审定，拟确定{len(chosen)}个项目入围，"
            f"现予公示。公示时间为{_window(desk)}。"
        ),
        Text(
            "公示期内，对名单有异议的，请在平台公示页面提出，或以书面形式向我办反映。反映情况请写明事实、理由和联系方式，"
            "我办对反映人的信息予以保密，并在核查后答复。公示期满无异议或异议不成立的，入围予以确认。"
        ),
        *(Text(line) for line in _contact(desk.city)),
        Signed(desk.office, day(desk.batch.released_at or desk.now)),
        Title(f"{named(desk.call)}入围项目名单", is_fresh=True),
        _list(chosen),
        Text("按项目编号排列。申报人未同意公开项目名称的，只列编号、组别和国家/地区。", "note"),
    ]
    return Paper(name=title, blocks=tuple(blocks), author=desk.office)


def _window(desk: Desk) -> str:
    passes = StagePass.objects.filter(stage__call=desk.call, stage__kind="notice").exclude(state=PassState.WAITING)
    first = passes.order_by("opened_at").values_list("opened_at", "due_at").first()
    if first is None or first[0] is None or first[1] is None:
        return f"自发布之日起{desk.notice_days}个工作日"
    return f"{day(first[0])}至{day(last_day(first[1], 'Asia/Shanghai'))}（{desk.notice_days}个工作日）"


def _contact(city: City | None) -> list[str]:
    if city is None:
        return []
    lines = [("联系邮箱", city.email), ("通信地址", city.address_zh or city.address_en)]
    return [f"{label}：{words}" for label, words in lines if words]


def _list(items: list[BatchItem]) -> Table:
    levels = publication_of([item.application_id for item in items])
    countries = codes_of(Scheme.COUNTRY)
    rows = []
    for number, item in enumerate(items, 1):
        one = item.application
        country = countries.get(one.country)
        rows.append(
            (
                str(number),
                str(one),
                (one.title or one.title_en) if one.pk in levels else "—",
                one.group.name_zh if one.group else "",
                country.name_zh if country else "",
            )
        )
    return Table(_COLUMNS, tuple(rows))
