"""承诺书: what each expert undertook, word by word, with the time and a line to sign by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import minute, named
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.panels.models import SignIn
from yunhui.ui.papers import Block, Fill, Paper, Text, Title


@dataclass(frozen=True, slots=True)
class _Given:
    name: str
    text: str
    at: datetime


def shelf(desk: Desk) -> Shelf:
    """One paper with a page for each who signed in."""
    count = desk.counts.sign_ins
    if not count:
        return Shelf(missing=_("No expert has signed in and undertaken yet."))
    return Shelf((Choice("", _("Everyone who signed in"), str(count)),))


def paper(desk: Desk, about: str) -> Paper:
    """A page for each expert.

    Raises:
        NotFoundError: nobody has undertaken.
    """
    rows = [_Given(one.name, one.text_zh or one.text_en, one.at) for one in _signed(desk)]
    if not rows or about:
        raise NotFoundError("undertaking")
    blocks: list[Block] = []
    for number, one in enumerate(rows):
        lines = [line.strip() for line in one.text.splitlines() if line.strip()]
        blocks += [
            Title("评审专家廉洁与保密承诺书", is_fresh=number > 0),
            Text(f"本人受邀担任{named(desk.call)}评审专家，郑重承诺："),
            *(Text(f"{place}. {line}") for place, line in enumerate(lines, 1)),
            Text(f"本人已于{minute(one.at)}（北京时间）在平台确认上述承诺。"),
            Text(f"承诺人：{one.name}"),
            Fill((("签名：", 45), ("日期：", 40))),
        ]
    return Paper(name="评审专家廉洁与保密承诺书", blocks=tuple(blocks), author=desk.office)


def _signed(desk: Desk) -> QuerySet[SignIn]:
    rows = SignIn.objects.filter(seat__call=desk.call)
    return rows.order_by("seat__expert__person__sort_key", "seat_id")
