"""A worker finds its next job by the index of priorities, however many wait.

The queue's own query weighs every waiting job against every other when the planner believes that none waits, and a
worker's connection keeps the plan that it made while none did: with 3,000 waiting jobs a fetch took a fifth of a second.
"""

from django.db import migrations

_FETCH = "procrastinate_fetch_job_v2(varchar[], bigint)"
_SETTINGS = ("enable_seqscan", "enable_sort")


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            [f"ALTER FUNCTION {_FETCH} SET {name} = off" for name in _SETTINGS],
            [f"ALTER FUNCTION {_FETCH} RESET {name}" for name in _SETTINGS],
        )
    ]
