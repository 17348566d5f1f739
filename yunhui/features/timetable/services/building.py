"""Commands: build a draft, publish it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.timetable import model
from yunhui.decide.timetable.solving import solve
from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.events import TimetablePublished
from yunhui.features.timetable.models import Room, Slot, Timetable
from yunhui.features.timetable.rules import RoadshowConfig, can_build
from yunhui.features.timetable.services.planning import OPENING, ends, plan_of
from yunhui.features.timetable.states import TIMETABLE
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

SECONDS = 5.0
SEED = 1


def build_timetable(*, actor: Actor, call: Call, seconds: float = SECONDS, seed: int = SEED) -> Timetable:
    """A new draft version for the selected projects and the host areas, moving little against the version before.

    The solver runs outside any transaction; the draft is written only if the selected are still the same.

    Raises:
        RefusedError: not the talent office.
        DomainError: `nobody_selected`; `selection_changed` while the solver ran.
    """
    require(can_build(actor, call))
    config = _config(call)
    selected, areas = _selected(call), list(boards())
    if not selected:
        raise DomainError("nobody_selected", _("Nobody is selected yet. Release the batch first."))
    before = Timetable.objects.filter(call=call).exclude(status="infeasible").order_by("-number").first()
    plan = plan_of(call, config, selected, areas, _placements(before) if before else ())
    solution = solve(plan, seconds=seconds, seed=seed)
    with transaction.atomic():
        Call.objects.select_for_update().get(pk=call.pk)
        if [one.pk for one in _selected(call)] != [one.pk for one in selected]:
            raise DomainError("selection_changed", _("The selection changed meanwhile. Build the timetable again."))
        return _write(actor, call, config, plan, solution)


def build_first_draft(call_id: UUID) -> Timetable | None:
    """The draft that stands ready when a batch has been released; None where the call has a timetable already."""
    if Timetable.objects.filter(call_id=call_id).exists():
        return None
    return build_timetable(actor=actors.system("timetable"), call=Call.objects.get(pk=call_id))


@transaction.atomic
def publish_timetable(*, actor: Actor, timetable_id: UUID) -> Timetable:
    """Make a draft public; the version before is kept as superseded.

    Raises:
        NotFoundError: there is none.
        RefusedError: not the talent office.
        DomainError: `has_clashes`, `move_not_allowed`.
    """
    row = Timetable.objects.select_for_update(of=("self",)).select_related("call").filter(pk=timetable_id).first()
    if row is None:
        raise NotFoundError("timetable")
    require(can_build(actor, row.call))
    if row.state == TimetableState.PUBLISHED:
        return row
    TIMETABLE.check(row.state, TimetableState.PUBLISHED)
    if row.clashes or not row.slots.exists():
        raise DomainError("has_clashes", _("This draft breaks rules. Build it again before you publish."))
    Timetable.objects.filter(call=row.call, state=TimetableState.PUBLISHED).update(state=TimetableState.SUPERSEDED)
    row.state, row.published_at = TimetableState.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at"])
    record(actor=actor, action="timetable.published", subject=("timetable", row.pk), after={"number": row.number})
    publish(
        actor=actor,
        event=TimetablePublished(str(row.pk), str(row.call_id), row.number),
        topics=(("call", row.call_id),),
    )
    return row


def _config(call: Call) -> RoadshowConfig:
    stage = call.stages.filter(kind="roadshow").first()
    if stage is None:
        raise NotFoundError("roadshow stage")
    return RoadshowConfig.of(stage.config)


def _selected(call: Call) -> list[Application]:
    return list(Application.objects.filter(call=call, state=ApplicationState.SELECTED).order_by("number"))


def _placements(timetable: Timetable) -> tuple[model.Placement, ...]:
    slots = timetable.slots.select_related("room").order_by("starts_at", "pk")
    return tuple(
        model.Placement(
            str(slot.application_id or slot.board_id or OPENING),
            slot.starts_at.astimezone(clock.BEIJING).date().isoformat(),
            slot.room.key,
            slot.starts_at.astimezone(clock.BEIJING),
        )
        for slot in slots
    )


def _write(actor: Actor, call: Call, config: RoadshowConfig, plan: model.Plan, solution: model.Solution) -> Timetable:
    rooms = {
        room.key: Room.objects.update_or_create(
            call=call, key=room.key, defaults={"name_zh": room.name_zh, "name_en": room.name_en, "sort": sort}
        )[0]
        for sort, room in enumerate(config.rooms)
    }
    last = Timetable.objects.filter(call=call).order_by("-number").first()
    row = Timetable.objects.create(
        call=call,
        number=last.number + 1 if last else 1,
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        clashes=[
            [{"code": rule.code, "parameters": rule.parameters, "text": rule.text} for rule in clash.rules]
            for clash in solution.clashes
        ],
    )
    items = {item.id: item for item in plan.items}
    slots = []
    for placement in solution.placements:
        item = items[placement.item]
        is_pitch, is_board = item.kind == "pitch", item.kind == "board_pitch"
        slots.append(
            Slot(
                timetable=row,
                kind=ItemKind(item.kind),
                application_id=UUID(item.id) if is_pitch else None,
                board_id=UUID(item.id) if is_board else None,
                group_id=int(item.group) if is_pitch and item.group else None,
                room=rooms[placement.room],
                starts_at=placement.start,
                ends_at=ends(plan, placement),
            )
        )
    Slot.objects.bulk_create(slots)
    record(
        actor=actor,
        action="timetable.built",
        subject=("timetable", row.pk),
        after={"number": row.number, "status": row.status, "objective": row.objective, "bound": row.bound},
    )
    return row
