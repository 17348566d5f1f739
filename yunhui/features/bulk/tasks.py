"""The queue's door: ids in, one service."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.features.bulk import services


@queue.task(name="yunhui.bulk.go_on", queue="bulk", retry=RetryStrategy(max_attempts=5, wait=5))
def go_on(run_id: str) -> None:
    """Do what is left of a run."""
    services.work_on(UUID(run_id))
