"""Checking and writing the rows of a table, a piece at a time: what is done stays done, whatever stops the process."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from yunhui.features.imports.enums import Outcome, RunState
from yunhui.features.imports.events import TableImported
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import Wrong
from yunhui.features.imports.services.kinds import bringer_of
from yunhui.features.imports.services.kinds.reading import Bringer, Reading
from yunhui.features.imports.services.running import forget_old_imports
from yunhui.features.imports.services.sealing import cells_of
from yunhui.features.imports.states import RUN
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish, tell
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.rows import update_rows

PIECE = 500
STANDS_STILL = timedelta(minutes=2)


def work_on(run_id: UUID) -> ImportRun:
    """Check or write everything that is left of a run; twice is once. For the worker, and for small tables at once."""
    run = ImportRun.objects.select_related("by").get(pk=run_id)
    actor = actor_of(run.by) if run.by else actors.system("imports")
    while run.state in (RunState.CHECKING, RunState.WRITING):
        step = _check if run.state == RunState.CHECKING else _write
        run = step(actor, run_id)
    return run


def go_on_with_imports() -> int:
    """Take up tables that stand still because the process that had them was stopped, and forget old ones; swept."""
    standing = ImportRun.objects.filter(state__in=[RunState.CHECKING, RunState.WRITING])
    ids = list(standing.filter(touched_at__lt=clock.now() - STANDS_STILL).values_list("pk", flat=True)[:5])
    for run_id in ids:
        work_on(run_id)
    return len(ids) + forget_old_imports()


def _check(actor: Actor, run_id: UUID) -> ImportRun:
    """Check all rows; the readings of a piece are kept together, so that progress can be seen."""
    run = _unlocked(run_id)
    bringer = bringer_of(actor, run)
    seen = dict(run.rows.exclude(outcome="").exclude(key="").values_list("key", "number"))
    mapping = run.mapping
    while True:
        with transaction.atomic():
            run = _locked(run_id)
            if run.state != RunState.CHECKING or run.mapping != mapping:
                return run
            rows = list(run.rows.filter(outcome="").order_by("number")[:PIECE])
            for row in rows:
                _judge(bringer, run, row, seen)
            update_rows(rows, ["values", "key", "outcome", "target_id", "changes", "problems"])
            run.done += len(rows)
            if not rows:
                RUN.check(run.state, RunState.CHECKED)
                run.state, run.counts = RunState.CHECKED, _counts(run)
            _keep(run)
            if not rows:
                return run


def _judge(bringer: Bringer, run: ImportRun, row: ImportRow, seen: dict[str, int]) -> None:
    cells = cells_of(run.kind, row)
    texts = {key: cells[int(place)] for place, key in run.mapping.items() if int(place) < len(cells)}
    reading = bringer.read(texts)
    if not reading.problems and reading.key:
        if reading.key in seen:
            reading.problems.append(Wrong("", "", "twice", {"row": seen[reading.key]}))
        else:
            seen[reading.key] = row.number
            bringer.compare(reading)
    row.values, row.key, row.target_id = reading.values, reading.key[:400], reading.target
    row.changes = {name: list(pair) for name, pair in reading.changes.items()}
    row.problems = [one.stored() for one in reading.problems]
    row.outcome = _outcome(reading)


def _outcome(reading: Reading) -> Outcome:
    if reading.problems:
        return Outcome.BAD
    if not reading.target:
        return Outcome.NEW
    return Outcome.CHANGED if reading.changes else Outcome.SAME


def _write(actor: Actor, run_id: UUID) -> ImportRun:
    """Write what was checked, a piece in a transaction. Each row is compared once more with what is there now: what
    somebody else brought in since the check is not written twice."""
    bringer = bringer_of(actor, _unlocked(run_id))
    while True:
        with transaction.atomic():
            run = _locked(run_id)
            if run.state != RunState.WRITING:
                return run
            left = run.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED], written_at__isnull=True)
            rows = list(left.order_by("number")[:PIECE])
            if rows:
                _write_piece(bringer, rows)
                run.done += len(rows)
            else:
                RUN.check(run.state, RunState.DONE)
                run.state, run.finished_at, run.counts = RunState.DONE, clock.now(), _counts(run)
                record(actor=actor, action="import.written", subject=("import", run.pk), after={"counts": run.counts})
                event = TableImported(str(run.pk), run.kind, str(run.call_id or ""), run.counts)
                publish(actor=actor, event=event)
            _keep(run)
            if not rows:
                return run


def _write_piece(bringer: Bringer, rows: Sequence[ImportRow]) -> None:
    now = clock.now()
    for row in rows:
        reading = Reading(row.values, row.key)
        bringer.compare(reading)
        row.target_id, row.outcome = reading.target, _outcome(reading)
        row.changes = {name: list(pair) for name, pair in reading.changes.items()}
        row.problems = [one.stored() for one in reading.problems]
    to_write = [row for row in rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
    written = bringer.write(to_write) if to_write else {}
    for row in to_write:
        if row.pk in written:
            row.target_id, row.written_at = written[row.pk], now
        else:
            row.outcome, row.problems = Outcome.BAD, [Wrong("", "", "changed_since").stored()]
    update_rows(rows, ["target_id", "outcome", "changes", "problems", "written_at"])


def _counts(run: ImportRun) -> dict[str, int]:
    found = dict(run.rows.values_list("outcome").annotate(count=Count("pk")).order_by())
    return {str(outcome): found.get(outcome, 0) for outcome in Outcome}


def _unlocked(run_id: UUID) -> ImportRun:
    return ImportRun.objects.select_related("call__form_version").get(pk=run_id)


def _locked(run_id: UUID) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",)).select_related("call__form_version").get(pk=run_id)


def _keep(run: ImportRun) -> None:
    run.touched_at = clock.now()
    run.save(update_fields=["state", "done", "counts", "touched_at", "finished_at"])
    tell("import", run.pk)
