"""The proposals that wait for signatures, over several calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch, Signature


@dataclass(frozen=True, slots=True)
class Proposal:
    """A batch that waits: its number, the roles that have signed, whether the actor is one of them, and how many ties
    are open."""

    number: int
    signed: frozenset[str]
    is_signed: bool
    ties: int

    @property
    def signatures(self) -> int:
        """How many of the two have signed."""
        return len(self.signed)


def proposals_in(actor: Actor, calls: Iterable[Call]) -> dict[UUID, Proposal]:
    """Call -> its proposal, for the calls that the actor sees inside: one query."""
    inside = [call.pk for call in calls if can_see_inside(actor, call)]
    signatures = Signature.objects.filter(batch=OuterRef("pk"))
    own = signatures.filter(user_id=actor.user_id) if actor.user_id else signatures.none()
    rows = (
        Batch.objects.filter(call__in=inside, state=BatchState.PROPOSED)
        .annotate(signed=ArrayAgg("signatures__role", filter=Q(signatures__isnull=False), default=[]), mine=Exists(own))
        .values_list("call_id", "number", "signed", "mine", "notes__ties")
    )
    return {
        call_id: Proposal(number, frozenset(signed), mine, len(ties or ()))
        for call_id, number, signed, mine, ties in rows
    }
