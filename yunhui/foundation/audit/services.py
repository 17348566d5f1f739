"""Writing the log, and sealing it."""

import json
import os
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from yunhui.foundation.audit.models import AuditEntry, AuditLink
from yunhui.foundation.audit.rules import GENESIS, chained, content, heads_file, instant
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.ids import new_id
from yunhui.kernel.statements import add

_SEALER = 0x59554E48  # advisory lock: one sealer at a time
_BATCH = 5_000
_OVERLAP = 100_000  # numbers given out before the last sealed one may still commit; look back this far


def record(
    *, actor: Actor, action: str, subject: tuple[str, object], before: Any = None, after: Any = None
) -> AuditEntry:
    """Append one entry inside the caller's transaction.

    Args:
        action: `noun.past_participle`, e.g. `application.submitted`.
        subject: (type, id) without a foreign key, so that it outlives the thing.
        before, after: what changed, as JSON; ids and values, never names or documents of people.

    Raises:
        RuntimeError: outside a transaction, where the entry could stand without its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of its change")
    entry = AuditEntry(
        entry_id=new_id(),
        at=clock.now(),
        actor_id=actor.user_id,
        actor_label=actor.label,
        on_behalf_of=actor.on_behalf_of,
        action=action,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        before=_plain(before),
        after=_plain(after),
        request_id=actor.request_id,
    )
    entry.digest = digest(content(entry), settings.DIGEST_ALGORITHM)
    add(entry)
    return entry


def seal() -> int:
    """Chain every entry that is not yet chained, export the head, and return how many were chained.

    Entries join in the order of their numbers among those committed; the link table, not the number, is the order.
    A second sealer finds the lock taken and does nothing.
    """
    sealed = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER])
                if not cursor.fetchone()[0]:
                    return sealed
            last = AuditLink.objects.order_by("-position").first()
            position, chain = (last.position, last.chain) if last else (0, GENESIS)
            rows = _unsealed()
            links = []
            for seq, entry_id, entry_digest in rows:
                position += 1
                chain = chained(chain, position, entry_digest, settings.DIGEST_ALGORITHM)
                links.append(
                    AuditLink(
                        position=position, entry_seq=seq, entry_id=entry_id, entry_digest=entry_digest, chain=chain
                    )
                )
            AuditLink.objects.bulk_create(links)
        sealed += len(links)
        if links:
            _export_head(position, chain)
        if len(links) < _BATCH:
            return sealed


def _unsealed() -> list[tuple[int, Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.seq, e.entry_id, e.digest FROM audit_auditentry e
               LEFT JOIN audit_auditlink l USING (entry_id)
               WHERE l.entry_id IS NULL AND e.seq > (SELECT coalesce(max(entry_seq), 0) - %s FROM audit_auditlink)
               ORDER BY e.seq LIMIT %s""",
            [_OVERLAP, _BATCH],
        )
        rows: list[tuple[int, Any, str]] = cursor.fetchall()
    return rows


def _export_head(position: int, chain: str) -> None:
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"position": position, "chain": chain, "at": instant(clock.now())}) + "\n"
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def _plain(value: Any) -> Any:
    return None if value is None else json.loads(json.dumps(value, default=str, ensure_ascii=False))
