"""The queue's door: ids in, one service."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.foundation.own import services


@queue.task(name="yunhui.own.copy", queue="papers", retry=RetryStrategy(max_attempts=3, wait=30))
def copy(copy_id: str) -> None:
    """Make a copy of somebody's own data."""
    services.make_copy(UUID(copy_id))
