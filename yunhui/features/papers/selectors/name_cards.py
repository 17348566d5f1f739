"""座签: name cards to fold, for speakers, host areas and experts."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.stage import Stage, stage_of
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Slot
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.panels.selectors import sign_in_sheet
from yunhui.ui.papers import TENTS, Sheets


def shelf(desk: Desk) -> Shelf:
    """For speakers and host areas once the timetable is public; for experts once their names are no secret."""
    kinds = Counter(one.kind for one in desk.counts.stage)
    if not kinds:
        return Shelf(missing=_("The timetable is not published yet."))
    choices = [
        Choice("speakers", _("Speakers"), _cards_word(kinds[ItemKind.PITCH])),
        Choice("areas", _("Host areas"), _cards_word(kinds[ItemKind.BOARD_PITCH])),
    ]
    if desk.counts.seats and not desk.counts.is_sealed:
        choices.append(Choice("experts", _("Experts"), _cards_word(desk.counts.seats)))
    return Shelf(tuple(choices))


def paper(desk: Desk, about: str) -> Sheets:
    """The cards of one of these."""
    stage = stage_of(desk)
    if about == "experts":
        cards = [_card(one.name, "", one.organisation) for one in sign_in_sheet(desk.actor, desk.call)]
    elif about == "areas":
        cards = [_area(slot) for slot in _of(stage, ItemKind.BOARD_PITCH)]
    else:
        cards = [_speaker(stage, slot) for slot in _of(stage, ItemKind.PITCH)]
    names = {"speakers": "路演人", "areas": "板块", "experts": "评审专家"}
    return Sheets(f"座签（{names[about]}）", TENTS, {"cards": cards})


def _of(stage: Stage, kind: str) -> list[Slot]:
    return [slot for slot in stage.slots if slot.kind == kind]


def _speaker(stage: Stage, slot: Slot) -> dict[str, Any]:
    zh, en = stage.speaker(slot, CHINESE), stage.speaker(slot, ENGLISH)
    return _card(zh or en, en if en != zh else "", stage.title(slot, CHINESE))


def _area(slot: Slot) -> dict[str, Any]:
    assert slot.board is not None, "a host area's item has one"
    return _card(slot.board.name_zh, slot.board.name_en, "")


def _card(name: str, second: str, line: str) -> dict[str, str]:
    return {"name": name, "second": second, "line": line}


def _cards_word(count: int) -> str:
    return ngettext("{n} card", "{n} cards", count).format(n=count)
