"""Signing, releasing and discarding a batch; reserves afterwards."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import conclude_passes, end_applications
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.events import BatchReleased
from yunhui.pipeline.decisions.models import Batch, BatchItem, Signature
from yunhui.pipeline.decisions.rules import can_propose, can_release, can_sign, signing_role
from yunhui.pipeline.decisions.services.proposing import inputs_of
from yunhui.pipeline.decisions.states import BATCH


@transaction.atomic
def sign_batch(*, actor: Actor, batch_id: UUID) -> Signature:
    """Sign a proposal as panel leader or as office director; signing again is the same signature.

    Raises:
        NotFoundError: no such batch.
        RefusedError: not a signer, or no longer a proposal.
        DomainError: `stale`: scores or interests changed since it was proposed.
    """
    batch = _locked(batch_id)
    if actor.user_id and (found := batch.signatures.filter(user_id=actor.user_id).first()):
        return found
    require(can_sign(actor, batch))
    _check_fresh(batch)
    role = signing_role(actor, batch)
    assert role is not None and actor.user_id is not None
    signature = Signature.objects.create(batch=batch, user_id=actor.user_id, role=role)
    record(actor=actor, action="batch.signed", subject=("batch", batch.pk), after={"role": role})
    return signature


@transaction.atomic
def release_batch(*, actor: Actor, batch_id: UUID) -> Batch:
    """Release a batch that two people have signed: every application moves, at once or not at all.

    Releasing again what is released changes nothing.

    Raises:
        NotFoundError: no such batch.
        RefusedError: not a signer, or not two signatures.
        DomainError: `stale`: scores or interests changed since it was proposed; `ties` are open.
    """
    batch = _locked(batch_id)
    if batch.state == BatchState.RELEASED:
        return batch
    require(can_release(actor, batch))
    _check_fresh(batch)
    if batch.items.filter(outcome=Outcome.UNDECIDED).exists():
        raise DomainError("ties", _("Some applications are equal by the announced rule. Decide the ties first."))
    BATCH.check(batch.state, BatchState.RELEASED)
    batch.state, batch.released_at = BatchState.RELEASED, clock.now()
    batch.save(update_fields=["state", "released_at"])
    ids: dict[str, list[UUID]] = defaultdict(list)
    for item in batch.items.order_by("rank", "application__number"):
        ids[item.outcome].append(item.application_id)
    selected, reserves = ids[Outcome.SELECTED], ids[Outcome.RESERVE]
    others = ids[Outcome.DECLINED] + ids[Outcome.INELIGIBLE]
    end_applications(actor=actor, application_ids=selected, state=ApplicationState.SELECTED)
    end_applications(actor=actor, application_ids=reserves, state=ApplicationState.RESERVE)
    conclude_passes(actor=actor, pass_ids=_decision_passes(selected), passed=True)
    conclude_passes(actor=actor, pass_ids=_decision_passes(others), passed=False, reason="batch")
    record(
        actor=actor,
        action="batch.released",
        subject=("batch", batch.pk),
        after={"number": batch.number, "selected": len(selected), "reserves": len(reserves), "others": len(others)},
    )
    publish(
        actor=actor,
        event=BatchReleased(str(batch.pk), str(batch.call_id), len(selected), len(reserves)),
        topics=(("call", batch.call_id),),
    )
    return batch


@transaction.atomic
def discard_batch(*, actor: Actor, batch_id: UUID) -> Batch:
    """Undo a proposal; nothing has moved, so nothing moves back.

    Raises:
        NotFoundError: no such batch.
        RefusedError: neither panel leader nor office.
        DomainError: `move_not_allowed`: it is released already.
    """
    batch = _locked(batch_id)
    require(can_propose(actor, batch.call))
    if batch.state == BatchState.DISCARDED:
        return batch
    BATCH.check(batch.state, BatchState.DISCARDED)
    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    record(actor=actor, action="batch.discarded", subject=("batch", batch.pk))
    return batch


@transaction.atomic
def promote_reserve(*, actor: Actor, call: Call) -> Application | None:
    """The next reserve in order moves up (递补); None when no reserve is left.

    Raises:
        RefusedError: neither panel leader nor office.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    require(can_propose(actor, call))
    item = (
        BatchItem.objects.filter(
            batch__call=call,
            batch__state=BatchState.RELEASED,
            outcome=Outcome.RESERVE,
            application__state=ApplicationState.RESERVE,
        )
        .order_by("reserve_number")
        .first()
    )
    if item is None:
        return None
    end_applications(actor=actor, application_ids=[item.application_id], state=ApplicationState.SELECTED)
    conclude_passes(actor=actor, pass_ids=_decision_passes([item.application_id]), passed=True)
    record(actor=actor, action="reserve.promoted", subject=("application", item.application_id))
    return Application.objects.get(pk=item.application_id)


@transaction.atomic
def decline_reserves(*, actor: Actor, call: Call) -> int:
    """When the event is over, the reserves that were not called up end; returns how many.

    Raises:
        RefusedError: neither panel leader nor office.
    """
    require(can_propose(actor, call))
    waiting = Application.objects.filter(call=call, state=ApplicationState.RESERVE).values_list("pk", flat=True)
    ids = list(waiting)
    conclude_passes(actor=actor, pass_ids=_decision_passes(ids), passed=False, reason="reserve not called up")
    return len(ids)


@transaction.atomic
def end_due_notices() -> int:
    """Public notices whose working days are over end well; swept every minute."""
    due = StagePass.objects.filter(stage__kind="notice", state=PassState.OPEN, due_at__lte=clock.now())
    ids = list(due.order_by("pk").values_list("pk", flat=True)[:500])
    if ids:
        conclude_passes(actor=actors.system("sweep"), pass_ids=ids, passed=True)
    return len(ids)


def _locked(batch_id: UUID) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).select_related("call").filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundError("batch")
    return batch


def _check_fresh(batch: Batch) -> None:
    if inputs_of(batch.call) != batch.inputs:
        raise DomainError(
            "stale", _("Scores, interests or withdrawals changed since this batch was proposed. Propose it again.")
        )


def _decision_passes(application_ids: list[UUID]) -> list[UUID]:
    passes = StagePass.objects.filter(application_id__in=application_ids, stage__kind="decision", state=PassState.OPEN)
    return list(passes.values_list("pk", flat=True))
