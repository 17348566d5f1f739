"""How a call's event is set up, from its own rows or from the stage's configuration."""

from yunhui.features.timetable.enums import ItemKind, PersonKind
from yunhui.features.timetable.models import Event, EventSession, Participant, Room
from yunhui.features.timetable.rules.pattern import RoadshowConfig, RoomPlan
from yunhui.features.timetable.rules.setting import Pattern, Pause, Prices, Setting, Stretch, setting_from
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Call


def setting_of(call: Call) -> Setting:
    """The set-up of a call's event: at most five queries.

    Raises:
        NotFoundError: the call has no roadshow.
    """
    event = Event.objects.filter(call=call).first()
    if event is None:
        stage = call.stages.filter(kind="roadshow").first()
        if stage is None:
            raise NotFoundError("roadshow")
        return setting_from(RoadshowConfig.of(stage.config), tuple(call.event_days), call.venue_zone)
    rooms = tuple(
        RoomPlan(room.key, room.name_zh, room.name_en)
        for room in Room.objects.filter(call=call, is_open=True).order_by("sort", "pk")
    )
    chairs = dict(
        Participant.objects.filter(call=call, kind=PersonKind.CHAIR, ended_at=None, session__isnull=False)
        .order_by("name")
        .values_list("session_id", "name")
    )
    return Setting(
        zone=call.venue_zone,
        days=tuple(call.event_days),
        rooms=rooms,
        sessions=tuple(
            stretch_of(row, chairs.get(row.pk, "")) for row in event.sessions.select_related("room", "group")
        ),
        pauses=tuple(
            Pause(
                ItemKind(row.kind),
                row.name_zh,
                row.name_en,
                row.day,
                row.minutes,
                row.starts,
                row.room.key if row.room else "",
            )
            for row in event.fixtures.select_related("room")
        ),
        pattern=Pattern.of(event.pattern),
        group_patterns={key: Pattern.of(stored) for key, stored in event.group_patterns.items()},
        board_pitch=event.board_pitch,
        prices=Prices.of(event.prices),
        order_by_draw=event.order_by_draw,
        answer_by=event.answer_by,
        edits=event.edits,
    )


def stretch_of(row: EventSession, chair: str = "") -> Stretch:
    """A session's row as plain data; its hall and group are read."""
    return Stretch(
        key=row.key,
        day=row.day,
        room=row.room.key,
        opens=row.opens,
        closes=row.closes,
        group=row.group.key if row.group else "",
        name_zh=row.name_zh,
        name_en=row.name_en,
        is_locked=row.is_locked,
        chair=chair,
    )
