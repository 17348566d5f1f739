"""Letting applications that have just come in into the stages of their call."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.rows import insert_rows
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass, Standing
from yunhui.pipeline.applications.services.passes import conclude_passes
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.calls.enums import Gate
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.ports import kind_of

# The one kind of stage that is this room's own: nobody above has figures of what only waits for its form check.
_SCREENING = "screening"
_HANDFUL = 20


def enter_stages(*, actor: Actor, call: Call, application_ids: Sequence[UUID]) -> None:
    """Give new applications a pass in every stage, those of the first ones open, inside the caller's transaction.

    In the night of the deadline this runs fifty times a second: every row is written once, as it shall stand.
    """
    stages = sorted(call.stages.all(), key=lambda stage: (stage.ordinal, stage.pk))
    first = [stage for stage in stages if stage.ordinal == stages[0].ordinal]
    now = clock.now()
    calendar = calendar_from(now)
    due = {stage.pk: calendar.add(now, stage.working_days) for stage in first}
    passes = [
        StagePass(application_id=pk, stage=stage, state=PassState.OPEN, opened_at=now, due_at=due[stage.pk])
        if stage.pk in due
        else StagePass(application_id=pk, stage=stage)
        for pk in application_ids
        for stage in stages
    ]
    _insert(passes)
    opened = {stage.pk: [one.pk for one in passes if one.stage_id == stage.pk] for stage in first}
    for stage in first:
        after = {"stage": stage.key, "passes": [str(pk) for pk in opened[stage.pk]]}
        record(actor=actor, action="stage.opened", subject=("stage", stage.pk), after=after)
        kind_of(stage.kind).on_open(actor=actor, pass_ids=opened[stage.pk])
    if [stage.kind for stage in first] == [_SCREENING]:
        steps, until = [f"{_SCREENING}:{PassState.OPEN}"], due[first[0].pk]
        rows = [Standing(application_id=pk, steps=steps, due_at=until) for pk in application_ids]
        _insert(rows)
    else:
        keep_standing(application_ids)
    _conclude_gates(actor, first, opened)


def _insert(rows: Sequence[Model]) -> None:
    """One submission's handful by Django, whose statement the driver remembers; a table's thousands at once."""
    if len(rows) > _HANDFUL:
        insert_rows(rows)
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows)


def _conclude_gates(actor: Actor, stages: Sequence[Stage], opened: dict[int, list[UUID]]) -> None:
    for stage in stages:
        if stage.gate == Gate.ALL:
            conclude_passes(actor=actor, pass_ids=opened[stage.pk], passed=True, reason="")
