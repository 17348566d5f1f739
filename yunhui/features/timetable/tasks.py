"""The queue's door: ids in, one service."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from yunhui.features.timetable import services


@queue.task(name="yunhui.timetable.draft", queue="solvers", retry=RetryStrategy(max_attempts=3, wait=30))
def draft(call_id: str) -> None:
    """Build a call's first draft, unless it has one."""
    services.build_first_draft(UUID(call_id))


@queue.task(name="yunhui.timetable.solve", queue="solvers", retry=RetryStrategy(max_attempts=2, wait=5))
def solve(solving_id: str) -> None:
    """Do what an officer asked of the solver."""
    services.run_solving(UUID(solving_id))
