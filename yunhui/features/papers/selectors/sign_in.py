"""签到表: everyone who accepted a seat, with a line to sign."""

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.panels.selectors import sign_in_sheet
from yunhui.ui.papers import Column, Fill, Paper, Table, Text, Title

_COLUMNS = (
    Column("序号", 7),
    Column("姓名", 16),
    Column("职称", 14),
    Column("工作单位", 29, "left"),
    Column("签名", 20),
    Column("签到时间", 14),
)


def shelf(desk: Desk) -> Shelf:
    """One sheet for the whole panel."""
    if not desk.counts.seats:
        return Shelf(missing=_("Nobody has accepted a seat on the panel yet."))
    return Shelf((Choice("", _("The whole panel")),))


def paper(desk: Desk, about: str) -> Paper:
    """The sheet; who has signed in on the platform has their time on it.

    Raises:
        NotFoundError: there is no panel.
        RefusedError: its list is sealed.
    """
    lines = sign_in_sheet(desk.actor, desk.call)
    if not lines or about:
        raise NotFoundError("panel")
    rows = tuple(
        (
            str(number),
            one.name,
            one.title_zh or one.title_en,
            one.organisation,
            "",
            f"{desk.local(one.sign_in.at):%H:%M}" if one.sign_in else "",
        )
        for number, one in enumerate(lines, 1)
    )
    title = desk.call.title_zh or desk.call.title_en
    return Paper(
        name=f"评审专家签到表（{title}）",
        blocks=(
            Title("评审专家签到表", title),
            Fill((("地点：", 55), ("日期：", 45))),
            Table(_COLUMNS, rows, height=12),
            Text("签到时间为专家本人在平台签到的时间（北京时间）；未在平台签到的，现场填写。", "note"),
            Fill((("工作人员（签名）：", 50),)),
            Fill((("监督人员（签名）：", 50),)),
        ),
        author=desk.office,
    )
