"""Reading and verifying the log."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.models import AuditEntry, AuditLink
from yunhui.foundation.audit.rules import GENESIS, chained, content, heads_file
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import is_digest
from yunhui.kernel.errors import RefusedError

# The role that reads the log; accounts stand above and name it too.
AUDITOR = "audit_admin"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the log: a kind, where, and a sentence."""

    kind: str
    place: str
    text: str


@dataclass(slots=True)
class Report:
    """What `verify` saw. `unsealed` entries are genuine but not yet chained: the window in which a cut is not shown."""

    entries: int = 0
    links: int = 0
    unsealed: int = 0
    head: str = GENESIS
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def entries_visible_to(actor: Actor) -> QuerySet[AuditEntry]:
    """The whole log, newest first, for the audit administrator.

    Raises:
        RefusedError: for everyone else.
    """
    if not (actor.is_system or actor.has(AUDITOR)):
        raise RefusedError("not_auditor", _("Only the audit administrator reads this log."))
    return AuditEntry.objects.order_by("-seq")


def entries_about_any(actor: Actor, subjects: Iterable[tuple[str, object]]) -> QuerySet[AuditEntry]:
    """The log of several things, newest first; the caller has checked that the actor may see their history."""
    condition = Q(pk__in=[])
    for subject_type, subject_id in subjects:
        condition |= Q(subject_type=subject_type, subject_id=str(subject_id))
    return AuditEntry.objects.filter(condition).order_by("-seq")


def oldest_unsealed() -> datetime | None:
    """When the oldest entry was written that is not chained yet; the sealer lags behind by a second or two."""
    last = AuditLink.objects.order_by("-position").values_list("entry_seq", flat=True).first() or 0
    return AuditEntry.objects.filter(seq__gt=last).order_by("seq").values_list("at", flat=True).first()


def verify(actor: Actor) -> Report:
    """Recompute every digest and the chain, and compare with the exported heads.

    Reports a changed entry (its number), a missing one, a reordered or changed link, a cut tail, and how many entries
    are not sealed yet.

    Raises:
        RefusedError: the actor may not read the log.
    """
    entries_visible_to(actor)
    report = Report()
    digests = dict(_checked_entries(report))
    position, chain = 0, GENESIS
    heads = _heads()
    for link in AuditLink.objects.order_by("position").iterator(5_000):
        report.links += 1
        if link.position != position + 1:
            report.findings.append(
                Finding(
                    "missing_link", f"link {position + 1}", f"links {position + 1} to {link.position - 1} are missing"
                )
            )
        position = link.position
        expected = chained(chain, link.position, link.entry_digest, link.chain.partition(":")[0])
        if expected != link.chain:
            report.findings.append(
                Finding("broken_chain", f"link {link.position}", "the chain does not follow from the link before it")
            )
        chain = link.chain
        found = digests.pop(link.entry_id, None)
        if found is None:
            report.findings.append(Finding("missing_entry", f"entry {link.entry_id}", "chained, but no longer there"))
        elif found[1] != link.entry_digest:
            report.findings.append(Finding("changed_entry", f"entry {found[0]}", "not the entry that was chained here"))
        if heads.pop(link.position, chain) != chain:
            report.findings.append(
                Finding("other_head", f"link {link.position}", "differs from the head exported outside the database")
            )
    for gone in sorted(heads):
        report.findings.append(Finding("cut_tail", f"link {gone}", "was exported as head, but is no longer there"))
    report.unsealed = len(digests)
    report.head = chain
    return report


def _checked_entries(report: Report) -> Iterator[tuple[object, tuple[int, str]]]:
    for entry in AuditEntry.objects.order_by("seq").iterator(5_000):
        report.entries += 1
        if not is_digest(content(entry), entry.digest):
            report.findings.append(
                Finding("changed_entry", f"entry {entry.seq}", f"{entry.action} was changed after it was written")
            )
        yield entry.entry_id, (entry.seq, entry.digest)


def _heads() -> dict[int, str]:
    path = heads_file()
    if not path.is_file():
        return {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {int(line["position"]): str(line["chain"]) for line in lines}
