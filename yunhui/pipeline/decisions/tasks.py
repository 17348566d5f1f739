"""The queue's door: ids in, one service."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.pipeline.decisions.services.ranking import TASK, keep_ranking


@queue.task(name=TASK, queue="solvers", retry=RetryStrategy(max_attempts=3, wait=30))
def rank(group_id: int) -> None:
    """Work out a group's live ranking, unless it is kept for the scores as they are."""
    keep_ranking(group_id)
