"""How the roadshow's timetable is built: set up with breaks, hours asked and partly answered, a draft and a what-if."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import time, timedelta

from yunhui.features.timetable.enums import ItemKind, Mark, PersonKind, TimetableState
from yunhui.features.timetable.errors import ConflictError
from yunhui.features.timetable.models import Participant, Timetable
from yunhui.features.timetable.rules.extending import More
from yunhui.features.timetable.rules.hours import Cell, cells_of
from yunhui.features.timetable.rules.setting import Pause
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import (
    BY_LINK,
    Place,
    add_participant,
    ask_participants,
    build_timetable,
    draw_order,
    give_hours,
    keep_setting,
    list_participants,
    move_item,
    start_scenario,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats

# Who comes beside the speakers: kind, name, address, clock, language, and what they answer for.
_DEFENDERS = (
    ("Mirjam Vos", "mirjam.vos@demo.example", "Europe/Amsterdam", "en", "Cell chemistry"),
    ("谭越", "tan.yue@demo.example", "Asia/Shanghai", "zh-hans", "产线与工艺"),
)
_CHAIRS = (("施宁", "shi.ning@demo.example"), ("褚言", "chu.yan@demo.example"))
# The search ends by work done, long before its seconds are over.
_WORK, _PATIENCE = 1.0, 120.0
_NOTES = ("上午有课", "A lecture until noon", "")


def prepare_event(*, actor: Actor, call: Call, at: Callable[[int], AbstractContextManager[None]]) -> None:
    """Before the timetable: the set-up, the questions, most answers, the order drawn by lot."""
    with at(-10):
        setting = setting_of(call)
        breaks = tuple(Pause(ItemKind.BREAK, "茶歇", "Tea break", day, 20, time(15, 40)) for day in setting.days)
        keep_setting(actor=actor, call=call, setting=replace(setting, pauses=(*setting.pauses, *breaks)))
    with at(-10):
        list_participants(actor=actor, call=call)
        _add(actor, call)
        ask_participants(actor=actor, call=call)
    with at(-9):
        rows = list(Participant.objects.filter(call=call, ended_at=None).order_by("kind", "pk"))
        cells = cells_of(setting_of(call))
        for index, row in enumerate(rows):
            if index % 5 != 4:  # every fifth has not answered
                give_hours(
                    actor=BY_LINK, participant_id=row.pk, marks=_marks(row, cells, index), note=_NOTES[index % 3]
                )
    with at(-9):
        draw_order(
            actor=actor,
            call=call,
            group=None,
            public_value="6 2 5 1",
            present=(("邵平", "监督"), ("温予安", "人才办")),
        )


def build_on() -> None:
    """Today: a draft upon the public version with one item moved, and two what-ifs beside it: one moved by hand, one
    with a hall more that the solver has filled."""
    public = Timetable.objects.filter(call__code="roadshow", state=TimetableState.PUBLISHED).first()
    officer = holders(Role.OFFICE).first()
    if public is None or officer is None:
        return
    office = actor_of(officer)
    draft = _moved(office, public)
    if draft is None:
        return
    beside = start_scenario(actor=office, timetable_id=draft.pk, name="假如两天都早一点结束")
    _moved(office, beside)
    larger = start_scenario(actor=office, timetable_id=draft.pk, name="加一个会场", more=More.HALL)
    call, name = public.call, larger.name
    build_timetable(actor=office, call=call, scenario=name, base=larger, seconds=_PATIENCE, work=_WORK)


def _add(actor: Actor, call: Call) -> None:
    speakers = Participant.objects.filter(call=call, kind=PersonKind.SPEAKER).select_related("application")
    for row, (name, email, zone, language, role) in zip(speakers.order_by("pk"), _DEFENDERS, strict=False):
        number = str(row.application.number) if row.application else ""
        given = {"name": name, "email": email, "zone": zone, "language": language, "role": role, "project": number}
        add_participant(actor=actor, call=call, kind=PersonKind.DEFENDER, given=given)
    sessions = setting_of(call).sessions
    for (name, email), session in zip(_CHAIRS, sessions, strict=False):
        given = {"name": name, "email": email, "zone": call.venue_zone, "session": session.key}
        add_participant(actor=actor, call=call, kind=PersonKind.CHAIR, given=given)


def _marks(row: Participant, cells: list[Cell], index: int) -> dict[str, str]:
    """Nobody likes the night; some have a duty on one of the mornings."""
    found: dict[str, str] = {}
    for cell in cells:
        hour = formats.local(cell.start, row.zone).hour
        if hour < 6 and index % 3:
            found[cell.key] = Mark.CANNOT
        elif not 8 <= hour < 22:
            found[cell.key] = Mark.RATHER_NOT
    if index % 4 == 1:
        found[cells[index % len(cells)].key] = Mark.CANNOT
    if row.kind == PersonKind.CHAIR:
        return {}
    return found


def _moved(office: Actor, row: Timetable) -> Timetable | None:
    """The first pitch from the end that has another free place near by is put there."""
    for slot in row.slots.filter(kind=ItemKind.PITCH).select_related("room").order_by("-starts_at", "pk")[:20]:
        for minutes in (15, -15, 30, -30, 60, -60):
            to = Place(slot.room.key, slot.starts_at + timedelta(minutes=minutes))
            try:
                return move_item(
                    actor=office, timetable_id=row.pk, edits=row.edits, item=str(slot.application_id), to=to
                )
            except ConflictError:
                continue
    return None
