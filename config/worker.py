"""The worker process: queued jobs (procrastinate), and the periodic duties, each in a thread of its own.

A duty is a function without arguments that does what is due and is safe to run twice. One that fails is logged and
tried again at its next turn.
"""

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import django
import procrastinate
import procrastinate.exceptions
from django.db import close_old_connections
from django.utils.module_loading import import_string

from config.env import environment

log = logging.getLogger("yunhui.worker")


@dataclass(frozen=True, slots=True)
class Duty:
    """A dotted name and how often it is called."""

    name: str
    every: timedelta


DUTIES = (
    Duty("yunhui.foundation.audit.services.seal", timedelta(seconds=1)),
    Duty("yunhui.foundation.accounts.services.tend_accounts", timedelta(minutes=1)),
    Duty("yunhui.foundation.accounts.services.ship_security_log", timedelta(seconds=5)),
    Duty("yunhui.foundation.notices.services.deliver_due", timedelta(seconds=2)),
    Duty("yunhui.foundation.notices.services.read_bounces", timedelta(minutes=5)),
    Duty("yunhui.pipeline.experts.services.end_due_suspensions", timedelta(minutes=10)),
    Duty("yunhui.pipeline.panels.services.lapse_due_seats", timedelta(minutes=1)),
    Duty("yunhui.pipeline.panels.services.remind_invited", timedelta(minutes=5)),
    Duty("yunhui.pipeline.review.services.telling.remind_experts", timedelta(minutes=5)),
    Duty("yunhui.pipeline.reading.services.tell_of_emergencies", timedelta(minutes=1)),
    Duty("yunhui.features.docking.services.lapse_due_offers", timedelta(minutes=1)),
    Duty("yunhui.features.docking.services.mark_overdue_talks", timedelta(minutes=1)),
    Duty("yunhui.features.docking.services.remind_host_areas", timedelta(minutes=5)),
    Duty("yunhui.features.timetable.services.remind_of_hours", timedelta(minutes=5)),
    Duty("yunhui.pipeline.applications.services.remind_drafts", timedelta(minutes=10)),
    Duty("yunhui.features.rehearsal.services.remind_of_rehearsals", timedelta(minutes=10)),
    Duty("yunhui.features.rehearsal.services.check_waiting", timedelta(minutes=5)),
    Duty("yunhui.pipeline.applications.services.lapse_due_completions", timedelta(minutes=1)),
    Duty("yunhui.pipeline.applications.services.remind_of_completions", timedelta(minutes=5)),
    Duty("yunhui.features.imports.services.go_on_with_imports", timedelta(minutes=1)),
    Duty("yunhui.features.bulk.services.go_on_with_runs", timedelta(minutes=1)),
    Duty("yunhui.pipeline.decisions.services.end_due_notices", timedelta(minutes=1)),
    Duty("yunhui.pipeline.decisions.services.lapse_due_places", timedelta(minutes=1)),
    Duty("yunhui.pipeline.decisions.services.remind_to_confirm", timedelta(minutes=5)),
    Duty("yunhui.pipeline.decisions.services.end_past_reserves", timedelta(minutes=30)),
    Duty("yunhui.pipeline.objections.services.remind_of_objections", timedelta(minutes=30)),
    Duty("yunhui.pipeline.objections.services.sweep_unproved", timedelta(hours=1)),
    Duty("yunhui.features.timetable.services.remind_of_availability", timedelta(minutes=30)),
    Duty("yunhui.foundation.files.services.sweep_uploads", timedelta(hours=1)),
    Duty("yunhui.foundation.own.services.sweep_copies", timedelta(hours=1)),
    Duty("yunhui.foundation.own.services.erase_due", timedelta(minutes=1)),
)
RESCUE_SECONDS = 30.0
CONCURRENCY = 2
# Letters can wait a moment longer than people: when the machine is full, the web goes first.
_NICENESS = 15


def resolve(duties: tuple[Duty, ...] = DUTIES) -> dict[Duty, Callable[[], object]]:
    """The functions behind the names. Raises ImportError when one does not exist: the worker then does not start."""
    return {duty: import_string(duty.name) for duty in duties}


def repeat(duty: Duty, function: Callable[[], object], stop: threading.Event) -> None:
    """Call a duty every `duty.every`, from one start to the next, until `stop`; a late call is not made up for."""
    while not stop.is_set():
        began = time.monotonic()
        close_old_connections()
        try:
            function()
        except Exception:
            log.exception("the duty %s failed; it is tried again in %s", duty.name, duty.every)
        finally:
            close_old_connections()
        stop.wait(max(0.05, duty.every.total_seconds() - (time.monotonic() - began)))


def main() -> int:
    """Work until SIGTERM or SIGINT: finish the jobs at hand (at most 8 s), then end. The exit code."""
    env = environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    os.nice(_NICENESS)
    stop = threading.Event()
    threads = [
        threading.Thread(target=repeat, args=(duty, function, stop), name=duty.name)
        for duty, function in resolve().items()
    ]
    for thread in threads:
        thread.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # DjangoConnector's own
            said = env.var / "run" / "worker.ready"
            asyncio.run(_work(worker, partial(said.write_text, str(os.getpid()))))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return 0


async def _work(app: procrastinate.App, say_ready: Callable[[], object]) -> None:
    async with app.open_async():
        rescue = asyncio.create_task(_rescue(app))
        say_ready()
        try:
            await app.run_worker_async(concurrency=CONCURRENCY, shutdown_graceful_timeout=8.0, name="yunhui")
        finally:
            rescue.cancel()


async def _rescue(app: procrastinate.App) -> None:
    """Put jobs back into the queue whose worker was killed: it has sent no sign of life for 30 s."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs():
                log.warning("job %s (%s) lost its worker; it is taken up again", job.id, job.task_name)
                await app.job_manager.retry_job(job)
        except procrastinate.exceptions.ConnectorException:
            log.warning("the queue does not answer; lost jobs are looked for again in %s s", RESCUE_SECONDS)
        await asyncio.sleep(RESCUE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
