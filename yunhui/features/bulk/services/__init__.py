"""Planning, confirming and doing an action on many applications."""

from yunhui.features.bulk.services.actions import ACTIONS, Action
from yunhui.features.bulk.services.planning import plan_of
from yunhui.features.bulk.services.running import go_on_with_runs, start_run, work_on

__all__ = ["ACTIONS", "Action", "go_on_with_runs", "plan_of", "start_run", "work_on"]
