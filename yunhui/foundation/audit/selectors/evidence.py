"""Some entries of the log with their place in the chain: verified by themselves, without reading the whole log."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yunhui.foundation.audit.models import AuditEntry, AuditLink
from yunhui.foundation.audit.rules import GENESIS, chained, content, heads_file
from yunhui.kernel.crypto import is_digest

SOUND, UNSEALED, CHANGED, BROKEN = "sound", "unsealed", "changed", "broken"
_TAIL = 4_096


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry and what its recomputation says.

    Attributes:
        position: its place in the chain; None while it is not sealed.
        state: `sound`; `unsealed`: genuine, not chained yet; `changed`: not what was written, or not what was chained;
            `broken`: its link does not follow from the one before.
    """

    entry: AuditEntry
    position: int | None
    state: str

    @property
    def is_wrong(self) -> bool:
        """Whether the row is not what was written or chained."""
        return self.state in (CHANGED, BROKEN)


@dataclass(frozen=True, slots=True)
class Span:
    """What holds several entries to the head that was exported outside the database.

    Attributes:
        first, last: positions of the first and last of them; 0 where none is sealed.
        head: position of the newest exported head; 0 where there is none.
        holds: whether the link at that position is still what was exported.
    """

    first: int
    last: int
    head: int
    holds: bool


def evidence_of(entries: Sequence[AuditEntry]) -> tuple[list[Evidence], Span]:
    """Recompute each entry's digest and link, and compare the newest exported head: three queries. The caller has
    checked that the actor may read them."""
    links = {one.entry_id: one for one in AuditLink.objects.filter(entry_id__in=[one.entry_id for one in entries])}
    before = dict(
        AuditLink.objects.filter(position__in=[one.position - 1 for one in links.values()]).values_list(
            "position", "chain"
        )
    )
    rows = [_one(entry, links.get(entry.entry_id), before) for entry in entries]
    positions = [row.position for row in rows if row.position]
    head = newest_head()
    holds = head is not None and AuditLink.objects.filter(position=head[0], chain=head[1]).exists()
    return rows, Span(min(positions, default=0), max(positions, default=0), head[0] if head else 0, holds)


def links_of(first: int, last: int) -> Iterator[AuditLink]:
    """The links from one position to another: digests alone, they tell nothing of what was done."""
    return AuditLink.objects.filter(position__gte=first, position__lte=last).order_by("position").iterator(5_000)


def newest_head() -> tuple[int, str] | None:
    """Position and value of the head that was exported last; None where none was."""
    path = heads_file()
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        lines = [line for line in stream.read().decode("utf-8", "replace").splitlines() if line.strip()]
    last = json.loads(lines[-1]) if lines else None
    return (int(last["position"]), str(last["chain"])) if last else None


def _one(entry: AuditEntry, link: AuditLink | None, before: dict[int, str]) -> Evidence:
    if not is_digest(content(entry), entry.digest) or (link and link.entry_digest != entry.digest):
        return Evidence(entry, link.position if link else None, CHANGED)
    if link is None:
        return Evidence(entry, None, UNSEALED)
    previous = GENESIS if link.position == 1 else before.get(link.position - 1, "")
    expected = chained(previous, link.position, link.entry_digest, link.chain.partition(":")[0])
    return Evidence(entry, link.position, SOUND if expected == link.chain else BROKEN)
