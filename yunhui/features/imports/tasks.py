"""The queue's door: ids in, one service."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.features.imports import services


@queue.task(name="yunhui.imports.go_on", queue="imports", retry=RetryStrategy(max_attempts=5, wait=5))
def go_on(run_id: str) -> None:
    """Check or write what is left of a table."""
    services.work_on(UUID(run_id))
