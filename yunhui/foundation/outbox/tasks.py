"""The queue's door: ids in, one service."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.foundation.outbox import services
from yunhui.kernel.pressure import give_way

# When people ask more than the machine has, facts still trickle through.
_MOST_SECONDS = 1.0


@queue.task(name="yunhui.outbox.deliver", queue="facts", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def deliver(fact_id: str) -> None:
    """Deliver one fact; a failed subscriber is tried again with growing pauses."""
    give_way(_MOST_SECONDS)
    services.deliver(fact_id)
