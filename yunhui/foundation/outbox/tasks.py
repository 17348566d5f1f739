"""The queue's door: ids in, one service."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.foundation.outbox import services


@queue.task(name="yunhui.outbox.deliver", queue="facts", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def deliver(fact_id: str) -> None:
    """Deliver one fact; a failed subscriber is tried again with growing pauses."""
    services.deliver(fact_id)
