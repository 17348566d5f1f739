"""How the queue stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from yunhui.kernel import clock


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs that wait for their turn, since when the oldest one does, and those that failed for good in a week."""

    waiting: int
    oldest: datetime | None
    failed: int


def queue() -> Queue:
    """The queue of procrastinate, in one query. Counts only: what a job carries is nobody's reading."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()),
                   min(event.at) FILTER (WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()),
                   count(*) FILTER (WHERE job.status = 'failed' AND event.at > %s)
            FROM procrastinate_jobs AS job
            JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id) AS event ON true
            WHERE job.status IN ('todo', 'failed')
            """,
            [clock.now() - timedelta(days=7)],
        )
        waiting, oldest, failed = cursor.fetchone()
    return Queue(waiting, oldest, failed)
