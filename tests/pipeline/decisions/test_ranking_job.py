"""The order of a group is worked out once for all that happens in a while, and asked for without an error."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.pipeline.decisions.conftest import Ready
from yunhui.pipeline.decisions.services.ranking import TASK, rank_soon


def test_who_asks_again_finds_it_asked_for(five: Ready) -> None:
    _call, rows = five
    asked = ProcrastinateJob.objects.filter(task_name=TASK, queueing_lock=f"rank:{rows['best'].group_id}")
    rank_soon(rows["best"].pk)
    assert asked.filter(status="todo").count() == 1
    with CaptureQueriesContext(connection) as told:
        rank_soon(rows["second"].pk)
    assert asked.filter(status="todo").count() == 1
    assert not any("procrastinate_defer" in one["sql"] for one in told.captured_queries), "the database refused nothing"
