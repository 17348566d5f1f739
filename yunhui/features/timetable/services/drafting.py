"""Commands that let the solver build: a draft, or a what-if beside it."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.timetable import model
from yunhui.decide.timetable.solving import solve
from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.events import TimetableBuilt
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors.drafts import newest_with_items
from yunhui.features.timetable.selectors.plans import plan_of
from yunhui.features.timetable.selectors.stages import Placed, Stage, placements_of, slots_of, stage_for, stage_of
from yunhui.features.timetable.services.writing import (
    new_version,
    next_number,
    next_scenario,
    set_aside_drafts,
    write_items,
)
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

SECONDS = 5.0
# An office would rather wait than have nothing: so long, where its first seconds bring no timetable at all.
PATIENCE = 60.0
SEED = 1


def build_timetable(
    *,
    actor: Actor,
    call: Call,
    seconds: float = SECONDS,
    work: float | None = None,
    seed: int = SEED,
    scenario: str = "",
    base: Timetable | None = None,
    fresh: bool = False,
    on_progress: Callable[[model.Progress], None] | None = None,
) -> Timetable:
    """A new draft (or, where `scenario` names it, a what-if) for the selected projects and the host areas.

    Little moves against `base` (default: the newest version with items); what is pinned or locked there stays. With
    `fresh` nothing of it is kept. The solver runs outside any transaction; the result is written only if the selected
    and the base are still the same. `work` is what `solve` calls so: with many `seconds` beside it a busy machine ends
    where a quiet one does, only later. Where `seconds` bring no timetable, it gets sixty.

    Raises:
        RefusedError: not the talent office.
        DomainError: `nobody_selected`; `no_sessions`; `selection_changed`, `changed_meanwhile` while the solver ran.
        decide.timetable.model.WrongPlan: an item is longer than every session.
    """
    require(can_build(actor, call))
    stage = stage_of(call)
    if scenario and base is not None:
        stage = stage_for(stage, base)
    if not stage.projects:
        raise DomainError("nobody_selected", _("Nobody is selected yet. Release the batch first."))
    if not stage.setting.sessions:
        raise DomainError("no_sessions", _("No hall is open yet. Set the event up first."))
    base = base or newest_with_items(call)
    slots = slots_of(base.pk) if base else []
    kept = {one.item: one for one in slots if one.is_pinned or one.is_locked}
    previous = () if fresh else placements_of(slots, stage.setting.zone)
    plan = plan_of(stage, previous=previous, fixed=kept)
    solution = solve(plan, seconds=seconds, work=work, seed=seed, on_progress=on_progress)
    if solution.status == "unknown" and seconds < PATIENCE:
        solution = solve(plan, seconds=PATIENCE, seed=seed, on_progress=on_progress)
    with transaction.atomic():
        Call.objects.select_for_update().get(pk=call.pk)
        if _selected(call) != [one.pk for one in stage.projects.values()]:
            raise DomainError("selection_changed", _("The selection changed meanwhile. Build the timetable again."))
        if base and Timetable.objects.get(pk=base.pk).edits != base.edits:
            raise DomainError("changed_meanwhile", _("Somebody changed the draft meanwhile. Build it again."))
        return _write(actor, stage, solution, base, kept if not fresh else {}, scenario)


def build_first_draft(call_id: UUID) -> Timetable | None:
    """The draft that stands ready when a batch has been released; None where the call has a timetable already."""
    if Timetable.objects.filter(call_id=call_id).exists():
        return None
    return build_timetable(actor=actors.system("timetable"), call=Call.objects.get(pk=call_id))


def _selected(call: Call) -> list[UUID]:
    rows = Application.objects.filter(call=call, state=ApplicationState.SELECTED)
    return list(rows.order_by("number").values_list("pk", flat=True))


def _write(
    actor: Actor,
    stage: Stage,
    solution: model.Solution,
    base: Timetable | None,
    kept: dict[str, Placed],
    scenario: str,
) -> Timetable:
    call = stage.call
    row = new_version(
        actor,
        stage,
        number=next_scenario(call) if scenario else next_number(call),
        state=TimetableState.SCENARIO if scenario else TimetableState.DRAFT,
        name=scenario,
        more=base.more if scenario and base is not None else {},
        based_on=base,
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        clashes=[
            [{"code": rule.code, "parameters": rule.parameters, "text": rule.text} for rule in clash.rules]
            for clash in solution.clashes
        ],
    )
    if solution.placements:
        pinned = [item for item, slot in kept.items() if slot.is_pinned]
        locked = [item for item, slot in kept.items() if slot.is_locked]
        write_items(row, stage, solution.placements, pinned=pinned, locked=locked)
        if not scenario:
            set_aside_drafts(call, keep=row)
        elif base is not None and base.state == TimetableState.SCENARIO:
            Timetable.objects.filter(pk=base.pk).update(state=TimetableState.DISCARDED)
    record(
        actor=actor,
        action="timetable.built",
        subject=("timetable", row.pk),
        after={"number": row.number, "status": row.status, "objective": row.objective, "bound": row.bound},
    )
    publish(
        actor=actor,
        event=TimetableBuilt(str(row.pk), str(call.pk), row.number, row.status),
        topics=(("call", call.pk),),
    )
    return row
