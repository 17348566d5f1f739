"""Reading and verifying the log."""

from yunhui.foundation.audit.selectors.evidence import Evidence, Span, evidence_of, links_of, newest_head
from yunhui.foundation.audit.selectors.log import (
    AUDITOR,
    Finding,
    Report,
    entries_about_any,
    entries_visible_to,
    oldest_unsealed,
    verify,
)

__all__ = [
    "AUDITOR",
    "Evidence",
    "Finding",
    "Report",
    "Span",
    "entries_about_any",
    "entries_visible_to",
    "evidence_of",
    "links_of",
    "newest_head",
    "oldest_unsealed",
    "verify",
]
