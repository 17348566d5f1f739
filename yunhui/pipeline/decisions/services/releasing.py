"""Signing, releasing and discarding a batch."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.services import conclude_passes, end_applications
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.events import BatchReleased
from yunhui.pipeline.decisions.models import Approval, Batch, Signature
from yunhui.pipeline.decisions.rules import DecisionConfig, can_propose, can_release, can_sign, signing_role
from yunhui.pipeline.decisions.services.passes import decision_passes
from yunhui.pipeline.decisions.services.proposing import inputs_of
from yunhui.pipeline.decisions.states import BATCH

REASON_LENGTH = 400


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
    signature = Signature.objects.create(
        batch=batch, user_id=actor.user_id, role=role, on_behalf_of_id=actor.on_behalf_of
    )
    record(actor=actor, action="batch.signed", subject=("batch", batch.pk), after={"role": role})
    return signature


@transaction.atomic
def release_batch(*, actor: Actor, batch_id: UUID) -> Batch:
    """Release a batch that two people have signed: every application moves, at once or not at all.

    Releasing again what is released changes nothing.

    Raises:
        NotFoundError: no such batch.
        RefusedError: not a signer, or not two signatures.
        DomainError: `stale`: scores or interests changed since it was proposed; `ties` are open; `no_approval`: the
            call asks for the signed paper first.
    """
    batch = _locked(batch_id)
    if batch.state == BatchState.RELEASED:
        return batch
    require(can_release(actor, batch))
    _check_fresh(batch)
    if batch.items.filter(outcome=Outcome.UNDECIDED).exists():
        raise DomainError("ties", _("Some applications are equal by the announced rule. Decide the ties first."))
    if DecisionConfig.of_call(batch.call).needs_approval and not has_approval(batch):
        raise DomainError("no_approval", _("This call asks for the signed paper first. Attach its number and date."))
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
    conclude_passes(actor=actor, pass_ids=decision_passes(selected), passed=True)
    conclude_passes(actor=actor, pass_ids=decision_passes(others), passed=False, reason="batch")
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
def discard_batch(*, actor: Actor, batch_id: UUID, reason: str = "") -> Batch:
    """Undo a proposal; nothing has moved, so nothing moves back.

    Args:
        reason: kept with the batch and in the log.

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
    batch.state, batch.discard_reason = BatchState.DISCARDED, clean_text(reason)[:REASON_LENGTH]
    batch.discarded_at, batch.discarded_by_id = clock.now(), actor.user_id
    batch.save(update_fields=["state", "discard_reason", "discarded_at", "discarded_by"])
    record(actor=actor, action="batch.discarded", subject=("batch", batch.pk), after={"reason": batch.discard_reason})
    return batch


def has_approval(batch: Batch) -> bool:
    """Whether the signed paper of a batch is attached."""
    return Approval.objects.filter(batch=batch, replaced_at__isnull=True).exists()


def _locked(batch_id: UUID) -> Batch:
    """The call before its batch, as proposing does: a release and a new proposal never pass each other."""
    Call.objects.select_for_update(no_key=True).filter(batches=batch_id).first()
    batch = Batch.objects.select_for_update(of=("self",)).select_related("call").filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundError("batch")
    return batch


def _check_fresh(batch: Batch) -> None:
    if inputs_of(batch.call) != batch.inputs:
        raise DomainError(
            "stale", _("Scores, interests or withdrawals changed since this batch was proposed. Propose it again.")
        )
