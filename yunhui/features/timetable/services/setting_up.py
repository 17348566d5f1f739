"""Command: keep how an event is set up."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.site.services.guarding import problems_of as guarded
from yunhui.features.timetable.events import EventSetUp
from yunhui.features.timetable.models import Event, EventSession, Fixture, Room, Slot
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.rules.checking import problems_of
from yunhui.features.timetable.rules.setting import Setting
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, require
from yunhui.pipeline.calls.models import Call, Group


@transaction.atomic
def keep_setting(*, actor: Actor, call: Call, setting: Setting) -> Event:
    """Write the set-up; versions that were built before stay as they are. `setting.edits` is what the page knew.

    Raises:
        RefusedError: not the talent office.
        DomainError: `changed_meanwhile`.
        InvalidError: see `rules.checking.problems_of`; a name that may not be published.
    """
    require(can_build(actor, call))
    Call.objects.select_for_update().get(pk=call.pk)
    before = setting_of(call)
    if before.edits != setting.edits:
        raise DomainError(
            "changed_meanwhile", _("Somebody changed the set-up meanwhile. Compare with what stands there now.")
        )
    if problems := problems_of(setting) + guarded(_public_names(setting)):
        raise InvalidError(problems)
    event, _made = Event.objects.update_or_create(
        call=call,
        defaults={
            "pattern": asdict(setting.pattern),
            "group_patterns": {key: asdict(pattern) for key, pattern in setting.group_patterns.items()},
            "board_pitch": setting.board_pitch,
            "prices": asdict(setting.prices),
            "order_by_draw": setting.order_by_draw,
            "answer_by": setting.answer_by,
            "edits": setting.edits + 1,
        },
    )
    rooms = _keep_halls(call, setting)
    _keep_sessions(event, setting, rooms)
    event.fixtures.all().delete()
    Fixture.objects.bulk_create(
        Fixture(
            event=event,
            kind=one.kind,
            name_zh=one.name_zh,
            name_en=one.name_en,
            day=one.day,
            starts=one.starts,
            minutes=one.minutes,
            room=rooms[one.room] if one.room else None,
        )
        for one in setting.pauses
    )
    record(
        actor=actor,
        action="timetable.set_up",
        subject=("call", call.pk),
        before=_told(before),
        after=_told(setting),
    )
    publish(actor=actor, event=EventSetUp(str(call.pk)), topics=(("call", call.pk),))
    return event


def ensure_event(call: Call) -> Event:
    """The event's rows, made from what the recipe offers where there are none; in the caller's transaction."""
    found = Event.objects.filter(call=call).first()
    if found is not None:
        return found
    setting = setting_of(call)
    event = Event.objects.create(
        call=call,
        pattern=asdict(setting.pattern),
        board_pitch=setting.board_pitch,
        prices=asdict(setting.prices),
    )
    rooms = _keep_halls(call, setting)
    _keep_sessions(event, setting, rooms)
    Fixture.objects.bulk_create(
        Fixture(
            event=event,
            kind=one.kind,
            name_zh=one.name_zh,
            name_en=one.name_en,
            day=one.day,
            starts=one.starts,
            minutes=one.minutes,
        )
        for one in setting.pauses
    )
    return event


def _keep_halls(call: Call, setting: Setting) -> dict[str, Room]:
    rows = {room.key: room for room in Room.objects.filter(call=call)}
    for sort, given in enumerate(setting.rooms):
        names = {"name_zh": given.name_zh, "name_en": given.name_en, "sort": sort, "is_open": True}
        rows[given.key], _made = Room.objects.update_or_create(call=call, key=given.key, defaults=names)
    kept = {one.key for one in setting.rooms}
    for key, room in list(rows.items()):
        if key in kept:
            continue
        del rows[key]
        if Slot.objects.filter(room=room).exists():
            Room.objects.filter(pk=room.pk).update(is_open=False)
            EventSession.objects.filter(room=room).delete()
        else:
            room.delete()
    return rows


def _keep_sessions(event: Event, setting: Setting, rooms: dict[str, Room]) -> None:
    groups = {group.key: group for group in Group.objects.filter(call=event.call_id)}
    event.sessions.exclude(key__in=[one.key for one in setting.sessions]).delete()
    for one in setting.sessions:
        EventSession.objects.update_or_create(
            event=event,
            key=one.key,
            defaults={
                "day": one.day,
                "room": rooms[one.room],
                "opens": one.opens,
                "closes": one.closes,
                "group": groups.get(one.group),
                "name_zh": one.name_zh,
                "name_en": one.name_en,
                "is_locked": one.is_locked,
            },
        )


def _public_names(setting: Setting) -> dict[str, str]:
    """What everybody reads of a set-up, both languages of one row as one text, by the fields of `problems_of`."""
    rows = {
        "hall": [(one.name_zh, one.name_en) for one in setting.rooms],
        "session": [(one.name_zh, one.name_en) for one in setting.sessions],
        "pause": [(one.name_zh, one.name_en) for one in setting.pauses],
    }
    return {f"{name}-{n}": " | ".join(one) for name, some in rows.items() for n, one in enumerate(some)}


def _told(setting: Setting) -> dict[str, object]:
    return {
        "sessions": [one.stored for one in setting.sessions],
        "pauses": [f"{one.day} {one.name_en} {one.minutes}" for one in setting.pauses],
        "pattern": setting.pattern.name,
        "board_pitch": setting.board_pitch,
        "order_by_draw": setting.order_by_draw,
    }
