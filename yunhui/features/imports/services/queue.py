"""When a table goes on by itself: small ones at once by who asked, large ones in the worker."""

from procrastinate.contrib.django import app as queue

from yunhui.features.imports.models import ImportRun

# A table of so many rows is checked and written within the request.
SMALL = 300


def is_small(run: ImportRun) -> bool:
    """Whether its reader can wait for it."""
    return run.total <= SMALL


def go_on_later(run: ImportRun) -> None:
    """Queue the next piece of work on a large table, in the caller's transaction."""
    if not is_small(run):
        queue.configure_task("yunhui.imports.go_on", queue="imports").defer(run_id=str(run.pk))
