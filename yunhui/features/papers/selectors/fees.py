"""劳务费发放表: for finance, with bank and tax data in the clear; amounts in yuan."""

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.experts.services.paying import opened
from yunhui.pipeline.panels.models import Fee
from yunhui.pipeline.panels.selectors import fees_of
from yunhui.ui.papers import Column, Fill, Paper, Table, Text, Title

_COLUMNS = (
    Column("序号", 4),
    Column("姓名", 10),
    Column("工作单位", 15, "left"),
    Column("证件号码", 15),
    Column("开户银行", 13, "left"),
    Column("账号", 16),
    Column("评分表\n（份）", 6),
    Column("天数", 5),
    Column("税前\n（元）", 9, "right"),
    Column("个税\n（元）", 8, "right"),
    Column("实发\n（元）", 9, "right"),
    Column("签名", 10),
)


def shelf(desk: Desk) -> Shelf:
    """One roster, once it is worked out."""
    count = desk.counts.fees
    if not count:
        return Shelf(missing=_("The roster of fees is not worked out yet."))
    return Shelf((Choice("", _("The whole roster"), str(count)),))


def paper(desk: Desk, about: str) -> Paper:
    """The roster; the caller has taken it from the panel's service, which writes the log.

    Raises:
        NotFoundError: there is none.
        RefusedError: the panel's list is sealed.
    """
    rows = list(fees_of(desk.actor, desk.call).filter(gross__gt=0))
    if not rows or about:
        raise NotFoundError("fees")
    title = desk.call.title_zh or desk.call.title_en
    total = ("", "合计", "", "", "", "", str(sum(row.sheets for row in rows)), str(sum(row.days for row in rows)))
    sums = tuple(yuan(sum(one)) for one in zip(*((row.gross, row.tax, row.net) for row in rows), strict=True))
    return Paper(
        name=f"专家劳务费发放表（{title}）",
        blocks=(
            Title("专家劳务费发放表", title),
            Table(_COLUMNS, (*(_line(n, row) for n, row in enumerate(rows, 1)), (*total, *sums, "")), 10.0, 9.0),
            Text("个人所得税按国家税务总局公告2018年第61号预扣预缴、代扣代缴。金额单位：元。", "note"),
            Fill((("制表：", 35), ("审核：", 35), ("负责人：", 35), ("日期：", 35))),
        ),
        is_wide=True,
        author=desk.office,
    )


def yuan(fen: int) -> str:
    """1200.00."""
    return f"{fen // 100}.{fen % 100:02d}"


def _line(number: int, row: Fee) -> tuple[str, ...]:
    person = row.expert.person
    payee = opened(row.expert.payee) if hasattr(row.expert, "payee") else None
    return (
        str(number),
        person.name,
        (person.organisation.name_zh or person.organisation.name_en) if person.organisation else "",
        payee.document if payee else "未填",
        payee.bank if payee else "未填",
        payee.account if payee else "未填",
        str(row.sheets),
        str(row.days),
        yuan(row.gross),
        yuan(row.tax),
        yuan(row.net),
        "",
    )
