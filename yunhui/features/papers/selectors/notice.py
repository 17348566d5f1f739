"""公示: the list as the public page shows it: what the call made public, titles only where applicants agreed."""

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import day, listed, named, points
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import City
from yunhui.pipeline.decisions.selectors.noticed import Entry, PublicNotice, notice_of
from yunhui.ui.formats import BEIJING, last_day
from yunhui.ui.papers import Block, Column, Paper, Signed, Table, Text, Title


def shelf(desk: Desk) -> Shelf:
    """One paper, once a batch is released in a call that has a public notice."""
    if "notice" not in desk.counts.kinds:
        return Shelf(missing=_("This call has no public notice."))
    if not desk.counts.is_released:
        return Shelf(missing=_("No batch has been released yet."))
    return Shelf((Choice("", _("The whole list")),))


def paper(desk: Desk, about: str) -> Paper:
    """The notice with its list.

    Raises:
        NotFoundError: nothing is released.
    """
    notice = None if about else notice_of(desk.call, CHINESE)
    if notice is None:
        raise NotFoundError("notice")
    title = f"关于{named(desk.call)}入围项目名单的公示"
    entries = sorted(notice.entries, key=lambda one: one.number)
    approved = f"，经审定（{notice.paper}）" if notice.paper else ""
    blocks: list[Block] = [
        Title(f"关于{named(desk.call)}\n入围项目名单的公示"),
        Text(
            f"按照{named(desk.call)}征集公告，经形式审查、板块对接和专家评审{approved}，拟确定{len(entries)}个项目入围，"
            f"现予公示。公示时间为{_window(notice)}。"
        ),
        Text(
            "公示期内对名单有异议的，请在平台公示页面提出，或以书面形式向我办反映，写明事实、理由和联系方式。"
            f"我办对反映人的信息予以保密，在{notice.answer_days}个工作日内核查答复。"
            "公示期满无异议或异议不成立的，入围予以确认。"
        ),
        *(Text(line) for line in _contact(desk.city)),
        Signed(desk.office, day(notice.since)),
        Title(f"{named(desk.call)}\n入围项目名单", is_fresh=True),
        _list(notice, entries),
        Text("按项目编号排列。申报人未同意公开项目名称的，名称一栏为“—”。", "note"),
    ]
    return Paper(name=title, blocks=tuple(blocks), author=desk.office)


def _window(notice: PublicNotice) -> str:
    """The days of the list's own notice; a reserve that moved up later has its own on the public page."""
    own = [(one.opened_at, one.until) for one in notice.entries if one.until and not one.is_promoted]
    if not own:
        return f"自发布之日起{notice.days}个工作日"
    opened, until = min(own)
    assert until is not None
    return f"{day(opened)}至{day(last_day(until, BEIJING))}（{notice.days}个工作日）"


def _contact(city: City | None) -> list[str]:
    if city is None:
        return []
    lines = [("联系邮箱", city.email), ("通信地址", city.address_zh or city.address_en)]
    return [f"{label}：{words}" for label, words in lines if words]


def _list(notice: PublicNotice, entries: list[Entry]) -> Table:
    config = notice.config
    has_areas = any(one.areas for one in entries)
    columns = [Column("序号", 8), Column("编号", 9), Column("项目名称", 34, "left"), Column("组别", 24)]
    columns += [Column("国家/地区", 14)]
    columns += [Column("意向板块", 20)] if has_areas else []
    columns += [Column("名次", 8)] if config.rank else []
    columns += [Column("得分", 10)] if config.score else []
    rows = []
    for number, one in enumerate(entries, 1):
        row = [str(number), f"{one.number:04d}", _title(one), one.group, one.country]
        row += [listed(one.areas)] if has_areas else []
        row += [str(one.rank or "—")] if config.rank else []
        row += [points(one.score)] if config.score else []
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows), size=10.5 if has_areas or config.rank or config.score else 12.0)


def _title(one: Entry) -> str:
    title = one.title or "—"
    return f"{title}（{one.team}）" if one.team else title
