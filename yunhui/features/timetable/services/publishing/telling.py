"""The letters of a publication, in its transaction: to those whose hour changes, and to nobody else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.letters import CANNOT
from yunhui.features.timetable.models import Confirmation
from yunhui.features.timetable.selectors.letters import copies_of, slot_key
from yunhui.features.timetable.selectors.publication import Publication, what_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, call_off, write_notices
from yunhui.kernel.actor import Actor


def tell(actor: Actor, plan: Publication, now: datetime) -> int:
    """Write every letter of a publication; how many. Each takes back what its reader has not been sent yet about
    the same item; of what is gone nothing leaves any more."""
    rows = Confirmation.objects.filter(
        item__call=plan.timetable.call, item__uid__in=[one.uid for one in plan.differences]
    )
    ids: Mapping[tuple[UUID, str], UUID] = {
        (row.item.uid, row.key): row.pk for row in rows.select_related("item").only("key", "item__uid")
    }
    for one in plan.differences:
        if one.after is None:
            call_off(actor=actor, supersedes=slot_key(one.uid))
    by_letter: defaultdict[str, list[Copy]] = defaultdict(list)
    for telling in plan.tellings:
        by_letter[telling.letter] += copies_of(telling, plan.timetable.call, ids[telling.uid, telling.party.key], now)
    return sum(_write(actor, letter, copies) for letter, copies in sorted(by_letter.items()))


def tell_office(actor: Actor, confirmation_id: UUID) -> int:
    """Tell the talent office of somebody who cannot come, unless they said otherwise meanwhile; how many letters."""
    rows = Confirmation.objects.select_related("item__call", "item__application", "item__board")
    row = rows.get(pk=confirmation_id)
    if row.state != Answer.NO or row.ended_at is not None:
        return 0
    call = row.item.call
    context: dict[str, object] = {
        "call": Both(call.title_zh, call.title_en),
        "name": row.name,
        "what": what_of(row.item.application, row.item.board, row.item.kind),
        "when": row.item.starts_at,
        "reason": row.reason,
    }
    copies = [
        Copy(
            to=officer,
            about=("call", call.pk),
            context=context,
            link=f"/w/calls/{call.code}/timetable/confirmations/",
            supersedes=f"cannot:{row.pk}",
            call=call.pk,
        )
        for officer in holders(Role.OFFICE, ScopeKind.CALL, call.pk)
    ]
    return _write(actor, CANNOT.key, copies)


def _write(actor: Actor, letter: str, copies: Iterable[Copy]) -> int:
    return len(write_notices(actor=actor, letter=letter, copies=list(copies)))
