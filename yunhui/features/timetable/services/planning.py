"""From the selected projects and the host areas to a plan for the solver, and back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from yunhui.decide.timetable import model
from yunhui.features.timetable.rules import HUMANE_PRICE, ROOM_PRICE, RUN_PRICE, RoadshowConfig
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

OPENING = "opening"
BOARDS = "boards"


def plan_of(
    call: Call,
    config: RoadshowConfig,
    selected: list[Application],
    boards: list[Board],
    previous: tuple[model.Placement, ...] = (),
) -> model.Plan:
    """The task: every pitch once at an hour that is kind to its speaker, host areas in two runs, all halls quiet for
    the opening. Items are named by the ids of their rows.

    Raises:
        decide.timetable.model.WrongPlan: a plan that makes no sense, e.g. no day.
    """
    zone = ZoneInfo(call.venue_zone)
    days = tuple(model.Day(day.isoformat(), day) for day in call.event_days)
    blocks = tuple(
        model.Block(
            day.id,
            f"{day.id} {opens:%H:%M}",
            room.key,
            datetime.combine(day.date, opens, zone),
            datetime.combine(day.date, closes, zone),
        )
        for day in days
        for opens, closes in config.blocks
        for room in config.rooms
    )
    people = tuple(
        model.Person(str(one.pk), one.zone, name=one.speaker, humane=model.Hours(price=HUMANE_PRICE))
        for one in selected
    )
    pitches = tuple(
        model.Item(
            id=str(one.pk),
            kind="pitch",
            minutes=config.pitch + config.questions,
            changeover=config.changeover,
            name=one.title,
            group=str(one.group_id) if one.group_id else None,
            people=(model.Part(str(one.pk), "speaker"),),
            split=(("pitch", config.pitch), ("questions", config.questions)),
        )
        for one in selected
    )
    first_hall, half = config.rooms[0].key, (len(boards) + len(days) - 1) // max(1, len(days))
    presentations = tuple(
        model.Item(
            id=str(board.pk),
            kind="board_pitch",
            minutes=config.board_pitch,
            name=board.name_zh,
            group=f"{BOARDS}-{index // half}",
            rooms=(first_hall,),
            days=(days[index // half].id,),
        )
        for index, board in enumerate(boards)
    )
    opening = model.Item(
        id=OPENING,
        kind=OPENING,
        minutes=config.opening,
        rooms=(first_hall,),
        days=(days[0].id,),
        place="first",
        alone=True,
    )
    groups = {item.group for item in (*pitches, *presentations) if item.group}
    return model.Plan(
        zone=call.venue_zone,
        days=days,
        rooms=tuple(model.Room(room.key, room.name_zh) for room in config.rooms),
        blocks=blocks,
        items=(opening, *presentations, *pitches),
        people=people,
        groups=tuple(model.Group(key, together=RUN_PRICE, one_room=ROOM_PRICE) for key in sorted(groups)),
        previous=previous,
        move_price=30 if previous else 0,
        grid=5,
    )


def ends(plan: model.Plan, placement: model.Placement) -> datetime:
    """When the people of a placed item are done."""
    minutes = next(item.minutes for item in plan.items if item.id == placement.item)
    return placement.start + timedelta(minutes=minutes)
