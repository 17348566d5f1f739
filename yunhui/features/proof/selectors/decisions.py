"""Which decisions an actor may examine, and one of them."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from yunhui.features.proof.rules import SCOPED
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.rules import found_by
from yunhui.pipeline.applications.selectors import matching
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch, BatchItem, Signature


def calls_to_examine(actor: Actor) -> QuerySet[Call]:
    """The twin of `can_examine`, of calls in which a batch was ever proposed, the newest first."""
    rows = Call.objects.filter(Exists(Batch.objects.filter(call=OuterRef("pk")))).order_by("-opens_at", "-pk")
    if actor.is_system or actor.has(Role.AUDIT_ADMIN) or any(actor.has_in(one, ScopeKind.CITY, "") for one in SCOPED):
        return rows
    ids = set().union(*(actor.scope_ids(role, ScopeKind.CALL) for role in SCOPED))
    return rows.filter(pk__in=[UUID(one) for one in ids])


def decisions_in(actor: Actor, code: str, text: str = "") -> tuple[Call, QuerySet[BatchItem]]:
    """A call and what its latest batch that was not discarded (else its latest) says of each application, by group
    and rank; with a text only those whose number, title or speaker has all its words.

    Raises:
        NotFoundError: no such call with a batch, or not for this actor.
    """
    call = calls_to_examine(actor).filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    batches = Batch.objects.filter(call=call)
    kept = batches.exclude(state="discarded").order_by("-number").first() or batches.latest("number")
    rows = (
        BatchItem.objects.filter(batch=kept)
        .select_related("application__group", "batch")
        .defer("application__answers", "application__search")
        .order_by("application__group__sort", F("rank").asc(nulls_last=True), "application__number")
    )
    if text:
        found = call.applications.filter(matching(text, found_by(actor)))
        rows = rows.filter(Q(application__in=found.values("pk")))
    return call, rows


def decision_for(actor: Actor, code: str, batch: int, number: int) -> BatchItem:
    """What one batch says of one application, with call, group and signatures.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    item = (
        BatchItem.objects.filter(batch__call__code=code, batch__number=batch, application__number=number)
        .filter(batch__call__in=calls_to_examine(actor).order_by().values("pk"))
        .select_related("batch__call", "batch__proposed_by", "application__group", "application__call")
        .prefetch_related(Prefetch("batch__signatures", Signature.objects.select_related("user").order_by("at")))
        .first()
    )
    if item is None:
        raise NotFoundError("decision")
    return item


def batches_with(item: BatchItem) -> list[BatchItem]:
    """What every batch of the call said of the application, discarded ones too, the newest first."""
    rows = BatchItem.objects.filter(application=item.application_id).select_related("batch__proposed_by")
    signatures = Prefetch("batch__signatures", Signature.objects.select_related("user").order_by("at"))
    return list(rows.prefetch_related(signatures).order_by("-batch__number"))
