"""门牌: one sheet for each hall on each day, in both languages, with its runs and the way to the timetable."""

from datetime import timedelta
from typing import Any

import qrcode
from django.conf import settings
from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.stage import Part, Stage, stage_of
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Slot
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.ui import formats
from yunhui.ui.papers import SIGNS, Sheets

_PAUSE = timedelta(minutes=20)


def shelf(desk: Desk) -> Shelf:
    """All signs at once, in two sizes."""
    halls = {(formats.local(one.starts_at, desk.call.venue_zone).date(), one.room_key) for one in desk.counts.stage}
    count = len(halls)
    if not count:
        return Shelf(missing=_("The timetable is not published yet."))
    note = _("{n} sheets").format(n=count)
    return Shelf((Choice("a4", "A4", note), Choice("a3", "A3", note)))


def paper(desk: Desk, about: str) -> Sheets:
    """The signs of every hall and day."""
    stage = stage_of(desk)
    return Sheets(
        f"门牌-{about.upper()}",
        SIGNS,
        {
            "size": about,
            "title_zh": desk.call.title_zh,
            "title_en": desk.call.title_en,
            "host_zh": desk.office,
            "code": _code(f"{settings.PUBLIC_URL.rstrip('/')}/zh/timetable/{desk.call.code}/"),
            "code_words": "扫码看日程　Timetable",
            "signs": [_sign(stage, part) for part in stage.parts],
        },
    )


def _sign(stage: Stage, part: Part) -> dict[str, Any]:
    return {
        "room_zh": part.room.name_zh,
        "room_en": part.room.name_en if part.room.name_en != part.room.name_zh else "",
        "day_zh": formats.day(part.day, CHINESE),
        "day_en": formats.day(part.day, ENGLISH),
        "runs": [_run(stage, run) for run in _runs(part)],
    }


def _runs(part: Part) -> list[list[Slot]]:
    """Items of one kind and group that follow each other without a long pause."""
    found: list[list[Slot]] = []
    for slot in part.slots:
        last = found[-1][-1] if found else None
        if last and (last.kind, last.group_id) == (slot.kind, slot.group_id) and slot.starts_at - last.ends_at < _PAUSE:
            found[-1].append(slot)
        else:
            found.append([slot])
    return found


def _run(stage: Stage, run: list[Slot]) -> dict[str, str]:
    first, count = run[0], len(run)
    span = f"{stage.time(first.starts_at)}–{stage.time(run[-1].ends_at)}"
    if first.kind == ItemKind.PITCH and first.group:
        return {"span": span, "zh": first.group.name_zh, "en": first.group.name_en, "note": f"{count}项"}
    if first.kind == ItemKind.PITCH:
        return {"span": span, "zh": "项目路演", "en": "Pitches", "note": f"{count}项"}
    if first.kind == ItemKind.BOARD_PITCH:
        return {"span": span, "zh": "板块推介", "en": "Host areas present", "note": f"{count}个"}
    return {"span": span, "zh": stage.title(first, CHINESE), "en": stage.title(first, ENGLISH), "note": ""}


def _code(address: str) -> list[list[bool]]:
    drawn = qrcode.QRCode(border=0)
    drawn.add_data(address)
    drawn.make(fit=True)
    return [[bool(one) for one in row] for row in drawn.get_matrix()]
