"""Copies of versions: a draft from what is public, what-ifs beside the plan, and a what-if that becomes the plan."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.events import TimetableBuilt
from yunhui.features.timetable.models import Parked, Room, Slot, Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.rules.extending import More, more_of, with_more
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services.setting_up import keep_setting
from yunhui.features.timetable.services.writing import next_number, next_scenario, set_aside_drafts
from yunhui.features.timetable.states import TIMETABLE
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.calls.models import Call

NAME_LENGTH = 80
MOST_SCENARIOS = 6


@transaction.atomic
def start_scenario(*, actor: Actor, timetable_id: UUID, name: str, more: More | None = None) -> Timetable:
    """A what-if: a copy of a version to be changed beside it, with `more` room than the event has.

    Raises:
        NotFoundError, RefusedError: not theirs.
        InvalidError: no name, or one that is too long.
        DomainError: `too_many` what-ifs are open; `no_room_for_more`.
    """
    row = _locked(actor, timetable_id)
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise InvalidError([Problem("name", "name", _("Give the what-if a name of at most 80 characters."))])
    if Timetable.objects.filter(call=row.call, state=TimetableState.SCENARIO).count() >= MOST_SCENARIOS:
        raise DomainError("too_many", _("Six what-ifs are open. Adopt or discard one first."))
    added = more_of(with_more(setting_of(row.call), row.more), more) if more else {}
    if added is None:
        raise DomainError("no_room_for_more", _("No hour is left for it on any day. Set the event up first."))
    made = copy_version(actor, row, scenario=name)
    made.more = {key: [*row.more.get(key, []), *added.get(key, [])] for key in {*row.more, *added}}
    made.save(update_fields=["more"])
    for hall in added.get("halls", ()):
        Room.objects.get_or_create(call=made.call, key=hall["key"], defaults={**hall, "sort": 999, "is_open": False})
    return made


@transaction.atomic
def adopt_scenario(*, actor: Actor, timetable_id: UUID) -> Timetable:
    """Make a what-if the draft; the draft before is kept as superseded. What it has more becomes the event's set-up.

    Raises:
        NotFoundError, RefusedError: not theirs.
        DomainError: `move_not_allowed`: it was adopted or discarded already.
    """
    row = _locked(actor, timetable_id)
    TIMETABLE.check(row.state, TimetableState.DISCARDED)
    if row.more:
        keep_setting(actor=actor, call=row.call, setting=with_more(setting_of(row.call), row.more))
    draft = copy_version(actor, row)
    row.state = TimetableState.DISCARDED
    row.save(update_fields=["state"])
    record(
        actor=actor,
        action="timetable.adopted",
        subject=("timetable", row.pk),
        after={"name": row.name, "draft": draft.number},
    )
    return draft


@transaction.atomic
def discard_scenario(*, actor: Actor, timetable_id: UUID) -> Timetable:
    """Put a what-if away; it is kept and shown nowhere.

    Raises: as `adopt_scenario`.
    """
    row = _locked(actor, timetable_id)
    TIMETABLE.check(row.state, TimetableState.DISCARDED)
    row.state = TimetableState.DISCARDED
    row.save(update_fields=["state"])
    record(actor=actor, action="timetable.discarded", subject=("timetable", row.pk), after={"name": row.name})
    return row


def copy_version(actor: Actor, row: Timetable, scenario: str = "") -> Timetable:
    """A draft (or what-if) with the same items; what left the task meanwhile comes along and shows as gone."""
    call = Call.objects.select_for_update().get(pk=row.call_id)
    made = Timetable.objects.create(
        call=call,
        number=next_scenario(call) if scenario else next_number(call),
        state=TimetableState.SCENARIO if scenario else TimetableState.DRAFT,
        name=scenario,
        based_on=row,
        status=row.status,
        objective=row.objective,
        bound=row.bound,
        sessions=row.sessions,
        made_by_id=actor.user_id,
    )
    slots = list(row.slots.all())
    for slot in slots:
        slot.pk, slot.timetable, slot._state.adding = None, made, True
    Slot.objects.bulk_create(slots)
    Parked.objects.bulk_create(
        Parked(timetable=made, application_id=one.application_id, board_id=one.board_id) for one in row.parked.all()
    )
    if not scenario:
        set_aside_drafts(call, keep=made)
    record(
        actor=actor,
        action="timetable.copied",
        subject=("timetable", made.pk),
        after={"from": row.number, "number": made.number, "name": scenario},
    )
    publish(
        actor=actor,
        event=TimetableBuilt(str(made.pk), str(call.pk), made.number, made.status),
        topics=(("call", call.pk),),
    )
    return made


def _locked(actor: Actor, timetable_id: UUID) -> Timetable:
    rows = Timetable.objects.select_for_update(of=("self",)).select_related("call")
    row = rows.filter(pk=timetable_id).first()
    if row is None:
        raise NotFoundError("timetable")
    require(can_build(actor, row.call))
    return row
