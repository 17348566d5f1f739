"""Objecting to an entry on public notice, examining it again, deciding with reasons."""

from yunhui.pipeline.objections.services.deciding import decide_objection, examine_objection
from yunhui.pipeline.objections.services.filing import file_objection
from yunhui.pipeline.objections.services.reminding import remind_of_objections

__all__ = ["decide_objection", "examine_objection", "file_objection", "remind_of_objections"]
