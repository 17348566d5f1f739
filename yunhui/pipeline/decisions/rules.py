"""Who proposes, signs and releases a batch."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch

SIGNERS = (Role.CHAIR, Role.APPROVER)


def can_propose(actor: Actor, call: Call) -> Verdict:
    """The panel leader or the talent office."""
    if actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in (Role.CHAIR, Role.OFFICE)):
        return ALLOWED
    return refused("not_chair", _("Only the panel leader or the talent office proposes a batch."))


def can_deliberate(actor: Actor, call: Call) -> Verdict:
    """The panel leader holds a deliberation; the talent office keeps its record."""
    if actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in (Role.CHAIR, Role.OFFICE)):
        return ALLOWED
    return refused("not_chair", _("Only the panel leader or the talent office records a deliberation."))


def signing_role(actor: Actor, batch: Batch) -> str | None:
    """The role as which the actor would sign: the one of theirs that has not signed yet."""
    if actor.user_id is None:
        return None
    taken = {signature.role for signature in batch.signatures.all()}
    own = [role for role in SIGNERS if actor.has_in(role, ScopeKind.CALL, batch.call_id)]
    return next((str(role) for role in own if role not in taken), None)


def can_sign(actor: Actor, batch: Batch) -> Verdict:
    """Panel leader and office director, two different people, each once."""
    if batch.state != BatchState.PROPOSED:
        return refused("not_proposed", _("This batch is no longer a proposal."))
    if any(signature.user_id == actor.user_id for signature in batch.signatures.all()):
        return refused("signed_already", _("You have signed. A second person must sign too."))
    if signing_role(actor, batch) is None:
        return refused("not_signer", _("The panel leader and the office director sign."))
    return ALLOWED


def can_release(actor: Actor, batch: Batch) -> Verdict:
    """Either signer, once both have signed."""
    if batch.state != BatchState.PROPOSED:
        return refused("not_proposed", _("This batch is no longer a proposal."))
    if not any(actor.has_in(role, ScopeKind.CALL, batch.call_id) for role in SIGNERS):
        return refused("not_signer", _("Only the panel leader or the office director releases a batch."))
    signatures = list(batch.signatures.all())
    if len({one.user_id for one in signatures}) < 2 or len({one.role for one in signatures}) < 2:
        return refused("not_signed", _("Two people must sign before the batch can be released."))
    return ALLOWED
