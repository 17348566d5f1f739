"""What an entry's digest and the chain cover."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings

from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.crypto import digest

GENESIS = "yunhui-audit"


def content(entry: AuditEntry) -> bytes:
    """The canonical bytes that an entry's digest covers: JSON with sorted keys, instants in UTC to the microsecond."""
    fields = {
        "entry_id": str(entry.entry_id),
        "at": instant(entry.at),
        "actor_id": str(entry.actor_id or ""),
        "actor_label": entry.actor_label,
        "on_behalf_of": str(entry.on_behalf_of or ""),
        "action": entry.action,
        "subject": [entry.subject_type, entry.subject_id],
        "before": entry.before,
        "after": entry.after,
        "request_id": entry.request_id,
    }
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chained(previous: str, position: int, entry_digest: str, algorithm: str) -> str:
    """The chain value of one link."""
    return digest(f"{previous}\n{position}\n{entry_digest}".encode(), algorithm)


def heads_file() -> Path:
    """Where the chain's heads are exported, outside the database: a chain alone cannot show a cut tail."""
    return Path(settings.AUDIT_HEADS)


def instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
