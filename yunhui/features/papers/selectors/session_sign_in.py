"""签到表: everyone who speaks in one hall on one day, in the order of the stage, with a line to sign or to tick."""

from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.stage import Stage, key_of, stage_of
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Slot
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.ui import formats
from yunhui.ui.papers import Column, Fill, Paper, Table, Text, Title

_COLUMNS = (
    Column("序号", 8),
    Column("时间", 12),
    Column("姓名", 20),
    Column("项目或板块", 32, "left"),
    Column("到场／连线", 12),
    Column("签名", 16),
)


def shelf(desk: Desk) -> Shelf:
    """One sheet for each hall and day."""
    return parts_shelf(desk)


def parts_shelf(desk: Desk, prefix: str = "", note: str = "") -> Shelf:
    """A choice for each hall and day."""
    language = desk.actor.language
    halls = {
        (formats.local(one.starts_at, desk.call.venue_zone).date(), one.room_sort, one.room_key): pick(
            one, "room", language
        )
        for one in desk.counts.stage
    }
    if not halls:
        return Shelf(missing=_("The timetable is not published yet."))
    return Shelf(
        tuple(
            Choice(f"{prefix}{key_of(day, room)}", f"{formats.day(day, language)} · {name}", note)
            for (day, _sort, room), name in sorted(halls.items())
        )
    )


def paper(desk: Desk, about: str) -> Paper:
    """The sheet of one hall and day.

    Raises:
        NotFoundError: nothing takes place there.
    """
    stage = stage_of(desk)
    part = stage.part(about)
    if part is None:
        raise NotFoundError("session")
    speaking = [slot for slot in part.slots if slot.kind in (ItemKind.PITCH, ItemKind.BOARD_PITCH)]
    rows = tuple(_row(stage, number, slot) for number, slot in enumerate(speaking, 1))
    under = f"{desk.call.title_zh or desk.call.title_en}　{formats.day(part.day, CHINESE)}　{part.room.name_zh}"
    return Paper(
        name=f"签到表（{formats.short_day(part.day, CHINESE)}{part.room.name_zh}）",
        blocks=(
            Title("路演签到表", under),
            Table(_COLUMNS, rows, height=11),
            Text("线上参加的，由场务确认连线后在“到场／连线”栏记时间；到点3分钟未连上的，在签名栏写“未到”。", "note"),
            Fill((("场务（签名）：", 45), ("监督人员（签名）：", 45))),
        ),
        author=desk.office,
        letter=14,
    )


def _row(stage: Stage, number: int, slot: Slot) -> tuple[str, ...]:
    number_of = f"{slot.application}　" if slot.application else ""
    return (
        str(number),
        stage.time(slot.starts_at),
        stage.speaker(slot, CHINESE),
        f"{number_of}{stage.title(slot, CHINESE)}",
        "",
        "",
    )
