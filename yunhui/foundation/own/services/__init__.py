"""Copies of one's own data, and their end."""

from yunhui.foundation.own.services.copying import ask_copy, make_copy, sweep_copies
from yunhui.foundation.own.services.erasing import WAIT, ask_erasure, erase_due, take_erasure_back

__all__ = ["WAIT", "ask_copy", "ask_erasure", "erase_due", "make_copy", "sweep_copies", "take_erasure_back"]
