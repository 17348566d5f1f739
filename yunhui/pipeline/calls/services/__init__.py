"""Making, changing, publishing, amending and closing calls."""

from yunhui.pipeline.calls.rules import problems_of
from yunhui.pipeline.calls.services.amending import Announcement, amend_call, preview_amendment
from yunhui.pipeline.calls.services.changing import Change, GroupPlan, StagePlan, change_call, edit_form, moved, renamed
from yunhui.pipeline.calls.services.making import CallPlan, copy_call, create_call
from yunhui.pipeline.calls.services.publishing import close_call, publish_call

__all__ = [
    "Announcement",
    "CallPlan",
    "Change",
    "GroupPlan",
    "StagePlan",
    "amend_call",
    "change_call",
    "close_call",
    "copy_call",
    "create_call",
    "edit_form",
    "moved",
    "preview_amendment",
    "problems_of",
    "publish_call",
    "renamed",
]
