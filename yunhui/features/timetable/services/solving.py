"""Letting the solver work in the background, for whoever waits or comes back later."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app as queue

from yunhui.decide.timetable.model import Progress, WrongPlan
from yunhui.features.timetable.enums import SolvingState
from yunhui.features.timetable.events import SolverAsked
from yunhui.features.timetable.models import Solving, Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.services.drafting import SECONDS, build_timetable
from yunhui.foundation.accounts.selectors import actor_of, user_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish, tell
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Call

# A run that says nothing for so long has lost its worker; another one may begin.
SILENT = timedelta(minutes=2)
ACTIVE = (SolvingState.WAITING, SolvingState.RUNNING)


@transaction.atomic
def ask_solver(
    *,
    actor: Actor,
    call: Call,
    base: Timetable | None = None,
    scenario: str = "",
    fresh: bool = False,
    seconds: float = SECONDS,
) -> Solving:
    """Queue a run; one at a time for each call: while one is at work, it is the answer.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_build(actor, call))
    Call.objects.select_for_update().get(pk=call.pk)
    running = Solving.objects.filter(call=call, state__in=ACTIVE).first()
    if running is not None:
        if clock.now() - (running.started_at or running.asked_at) < SILENT:
            return running
        _end(running, SolvingState.FAILED, problem="The run was interrupted.")
    row = Solving.objects.create(
        call=call, base=base, scenario=scenario, fresh=fresh, seconds=seconds, asked_by_id=actor.user_id
    )
    record(actor=actor, action="timetable.asked", subject=("call", call.pk), after={"scenario": scenario})
    publish(actor=actor, event=SolverAsked(str(row.pk), str(call.pk)), topics=(("call", call.pk),))
    queue.configure_task("yunhui.timetable.solve", queue="solvers").defer(solving_id=str(row.pk))
    return row


def run_solving(solving_id: UUID) -> None:
    """Do what was asked for; a second delivery of the same job finds it done."""
    with transaction.atomic():
        row = Solving.objects.select_for_update().filter(pk=solving_id, state__in=ACTIVE).first()
        if row is None:
            return
        row.state, row.started_at = SolvingState.RUNNING, clock.now()
        row.save(update_fields=["state", "started_at"])
    try:
        made = build_timetable(
            actor=_asker(row),
            call=row.call,
            seconds=row.seconds,
            seed=row.seed,
            scenario=row.scenario,
            base=row.base,
            fresh=row.fresh,
            on_progress=_teller(row),
        )
    except DomainError as error:
        with translation.override(ENGLISH):  # the catalogue's own words; pages say them in the reader's language
            _end(row, SolvingState.FAILED, problem=str(error.message))
    except WrongPlan as error:
        _end(row, SolvingState.FAILED, problem=str(error.problems[0])[:400])
    else:
        row.result, row.objective, row.bound = made, made.objective, made.bound
        _end(row, SolvingState.DONE)
    tell("call", row.call_id)


def _asker(row: Solving) -> Actor:
    """Whoever asked, with the roles that they have now; the city's machinery where nobody did."""
    user = user_of(row.asked_by_id) if row.asked_by_id else None
    return actor_of(user) if user else actors.system("timetable")


def _teller(row: Solving) -> Callable[[Progress], None]:
    told = [0.0]

    def tell_progress(progress: Progress) -> None:
        now = time.monotonic()
        if now - told[0] < 0.7:
            return
        told[0] = now
        Solving.objects.filter(pk=row.pk).update(
            elapsed=progress.seconds, objective=progress.objective, bound=progress.bound
        )

    return tell_progress


def _end(row: Solving, state: SolvingState, problem: str = "") -> None:
    row.state, row.problem, row.ended_at = state, problem, clock.now()
    row.save()
