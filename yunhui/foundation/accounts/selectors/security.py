"""The security log, and whether it is still what was sealed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import Hold, SecurityEvent
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import RefusedError

_READERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@dataclass(slots=True)
class SecurityReport:
    """What `verify_security_log` saw: lines covered by seals, lines not yet sealed, and the seals that do not fit."""

    sealed: int = 0
    unsealed: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every seal fits."""
        return not self.broken


def security_events(actor: Actor) -> QuerySet[SecurityEvent]:
    """The security log, newest first.

    Raises:
        RefusedError: the actor is neither the security nor the audit administrator.
    """
    if not (actor.is_system or actor.has(*_READERS)):
        raise RefusedError("not_security", _("Only the security and the audit administrator read this log."))
    return SecurityEvent.objects.select_related("user").order_by("-at", "-pk")


def verify_security_log(actor: Actor) -> SecurityReport:
    """Recompute the digest of every sealed run of lines. The seals themselves stand in the chained log, which
    `audit.selectors.verify` checks.

    Raises:
        RefusedError: the actor may not read the log.
    """
    security_events(actor)
    report, position = SecurityReport(), 0
    for entry in _seals().order_by("seq").iterator(1_000):
        seal: dict[str, Any] = entry.after or {}
        rows = list(SecurityEvent.objects.filter(pk__gt=position, pk__lte=seal["to"]).order_by("pk"))
        report.sealed += len(rows)
        if len(rows) != seal["count"] or digest_of(rows) != seal["digest"]:
            report.broken.append(f"{seal['from']}–{seal['to']}")
        position = seal["to"]
    report.unsealed = SecurityEvent.objects.filter(pk__gt=position).count()
    return report


def last_seal() -> dict[str, Any] | None:
    """What the newest seal covers."""
    found: dict[str, Any] | None = _seals().order_by("-seq").values_list("after", flat=True).first()
    return found


def digest_of(rows: Iterable[SecurityEvent]) -> str:
    """The digest over a run of lines, every column of them."""
    box = hashlib.sha256()
    for row in rows:
        content = [
            row.pk,
            row.at.isoformat(timespec="microseconds"),
            row.kind,
            str(row.user_id or ""),
            row.email,
            row.address or "",
            row.note,
        ]
        box.update(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return f"sha256:{box.hexdigest()}"


def holds_now(actor: Actor) -> QuerySet[Hold]:
    """The addresses that wait after failures, those who wait longest first.

    Raises:
        RefusedError: the actor is not the security administrator.
    """
    if not (actor.is_system or actor.has(Role.SECURITY_ADMIN)):
        raise RefusedError("not_security_admin", _("Only the security administrator sees this."))
    return Hold.objects.filter(until__gt=clock.now()).order_by("-until", "pk")


def _seals() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(subject_type="security_log", subject_id="1", action="security.sealed")
