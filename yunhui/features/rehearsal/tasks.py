"""The queue's door: ids in, one service."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.features.rehearsal import services


@queue.task(name="yunhui.rehearsal.check", queue="films", retry=RetryStrategy(max_attempts=3, wait=60))
def check(material_id: str) -> None:
    """Read a film to its end and say what it is like."""
    services.check_film(UUID(material_id))
