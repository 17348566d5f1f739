"""Everything small that an event's timetable is made of, read in one query: set-up, halls, groups, host areas, draws.

An office moves one item and the page is judged anew: a query for each table would take longer than the judging.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from yunhui.features.timetable.enums import ItemKind, PersonKind
from yunhui.features.timetable.models import Event, EventSession, Fixture, OrderDraw, Participant, Room
from yunhui.features.timetable.rules.pattern import RoadshowConfig, RoomPlan
from yunhui.features.timetable.rules.setting import Pattern, Pause, Prices, Setting, Stretch, setting_from
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.statements import Kept
from yunhui.parties.selectors import boards
from yunhui.pipeline.calls.models import Call, Group, Stage


class Named(NamedTuple):
    """A group or a host area by its names; a host area has no key."""

    name_zh: str
    name_en: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """`groups` by their ids, `areas` by theirs as text in the city's order, `lots` the place of a project in its draw.

    `halls` are all that a version may stand in, closed ones too, by the ids of their rows.
    """

    setting: Setting
    halls: Mapping[int, Room]
    groups: Mapping[int, Named]
    areas: Mapping[str, Named]
    lots: Mapping[str, int]


def frame_of(call: Call) -> Frame:
    """The frame of a call's event: one query.

    Raises:
        NotFoundError: the call has no roadshow.
    """
    ((told,),) = _FRAME.ask(call.pk)
    return frame_from(call, told)


def frame_in(call_id: str) -> JSONObject:
    """The same as a column; `call_id` names the call's id in the outer query. `frame_from` reads it."""
    call = OuterRef(call_id)
    chairs = Participant.objects.filter(kind=PersonKind.CHAIR, ended_at=None, session=OuterRef("pk")).order_by("-name")
    sessions = EventSession.objects.filter(event=call).values(
        row=JSONObject(
            key="key", day="day", room="room__key", opens="opens", closes="closes", group="group__key",
            name_zh="name_zh", name_en="name_en", is_locked="is_locked", chair=Subquery(chairs.values("name")[:1]),
        )
    )  # fmt: skip
    pauses = Fixture.objects.filter(event=call).values(
        row=JSONObject(
            kind="kind", name_zh="name_zh", name_en="name_en", day="day", minutes="minutes", starts="starts",
            room="room__key",
        )
    )  # fmt: skip
    halls = Room.objects.filter(call=call).order_by("sort", "pk")
    event = JSONObject(
        pattern="pattern", group_patterns="group_patterns", board_pitch="board_pitch", prices="prices",
        order_by_draw="order_by_draw", answer_by="answer_by", edits="edits",
    )  # fmt: skip
    names = {"pk": "pk", "name_zh": "name_zh", "name_en": "name_en"}
    return JSONObject(
        event=Subquery(Event.objects.filter(call=call).values(row=event), output_field=JSONField()),
        roadshow=Subquery(Stage.objects.filter(call=call, kind="roadshow").order_by("pk").values("config")[:1]),
        halls=ArraySubquery(halls.values(row=JSONObject(**names, key="key", sort="sort", is_open="is_open"))),
        sessions=ArraySubquery(sessions),
        pauses=ArraySubquery(pauses),
        groups=ArraySubquery(Group.objects.filter(call=call).values(row=JSONObject(**names, key="key"))),
        areas=ArraySubquery(boards().values(row=JSONObject(**names))),
        draws=ArraySubquery(OrderDraw.objects.filter(call=call).order_by("number").values("lots")),
    )


def frame_from(call: Call, told: Mapping[str, Any]) -> Frame:
    """What `frame_in` says of a call.

    Raises:
        NotFoundError: the call has no roadshow.
    """
    halls = [Room(id=one.pop("pk"), call_id=call.pk, **one) for one in told["halls"]]
    lots: dict[str, int] = {}
    for draw in told["draws"]:
        lots |= {lot["id"]: place for place, lot in enumerate(draw, 1)}
    return Frame(
        setting=_setting(call, told, halls),
        halls={one.pk: one for one in halls},
        groups={one.pop("pk"): Named(**one) for one in told["groups"]},
        areas={one.pop("pk"): Named(**one) for one in told["areas"]},
        lots=lots,
    )


def _setting(call: Call, told: Mapping[str, Any], halls: list[Room]) -> Setting:
    event = told["event"]
    if event is None:
        if told["roadshow"] is None:
            raise NotFoundError("roadshow")
        return setting_from(RoadshowConfig.of(told["roadshow"]), tuple(call.event_days), call.venue_zone)
    return Setting(
        zone=call.venue_zone,
        days=tuple(call.event_days),
        rooms=tuple(RoomPlan(room.key, room.name_zh, room.name_en) for room in halls if room.is_open),
        sessions=tuple(_stretch(one) for one in told["sessions"]),
        pauses=tuple(_pause(one) for one in told["pauses"]),
        pattern=Pattern.of(event["pattern"]),
        group_patterns={key: Pattern.of(stored) for key, stored in event["group_patterns"].items()},
        board_pitch=event["board_pitch"],
        prices=Prices.of(event["prices"]),
        order_by_draw=event["order_by_draw"],
        answer_by=datetime.fromisoformat(event["answer_by"]) if event["answer_by"] else None,
        edits=event["edits"],
    )


def _stretch(told: Mapping[str, Any]) -> Stretch:
    parsed = {
        "day": date.fromisoformat(told["day"]),
        "opens": time.fromisoformat(told["opens"]),
        "closes": time.fromisoformat(told["closes"]),
        "group": told["group"] or "",
        "chair": told["chair"] or "",
    }
    return Stretch(**{**told, **parsed})


def _pause(told: Mapping[str, Any]) -> Pause:
    parsed = {
        "kind": ItemKind(told["kind"]),
        "day": date.fromisoformat(told["day"]),
        "starts": time.fromisoformat(told["starts"]) if told["starts"] else None,
        "room": told["room"] or "",
    }
    return Pause(**{**told, **parsed})


_FRAME: Kept[tuple[Any, ...]] = Kept(lambda pk: Call.objects.filter(pk=pk).values_list(frame_in("pk")), UUID(int=0))
