"""Examining a decision, and taking its proof out of the platform: both leave a row in the log."""

from yunhui.features.proof.services.examining import examine_decision
from yunhui.features.proof.services.exporting import export_decision, print_decision

__all__ = ["examine_decision", "export_decision", "print_decision"]
