"""Who proposes, signs and releases a batch, and answers for a place; how a call decides beside its official rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState, PassState, Right
from yunhui.pipeline.applications.rules import may
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call, can_see_inside
from yunhui.pipeline.decisions.enums import BatchState, Reply
from yunhui.pipeline.decisions.models import Batch, Confirmation

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
    """Panel leader and office director, two people, each once; nobody is both by standing in for the other."""
    if batch.state != BatchState.PROPOSED:
        return refused("not_proposed", _("This batch is no longer a proposal."))
    signatures = list(batch.signatures.all())
    if any(signature.user_id == actor.user_id for signature in signatures):
        return refused("signed_already", _("You have signed. A second person must sign too."))
    behind = {one for signature in signatures for one in (signature.user_id, signature.on_behalf_of_id) if one}
    if behind & {actor.user_id, actor.on_behalf_of}:
        return refused(
            "same_person",
            _("One of the two signatures is yours or stands for the same person. Somebody else must sign the other."),
        )
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


@dataclass(frozen=True, slots=True)
class DecisionConfig:
    """How a call decides, beside its official rule: the settings of its stage of the kind `decision`.

    Attributes:
        needs_approval: the signed paper (批件) is attached before the batch is released.
        promotes_at_once: a reserve moves up by itself when a place becomes free; else the office moves it up.
        comments_to_all: who is selected or in reserve reads the experts' comments for applicants too.
        own_mean: who was not chosen reads their own mean; never others'.
    """

    needs_approval: bool = False
    promotes_at_once: bool = True
    comments_to_all: bool = False
    own_mean: bool = False

    @classmethod
    def of_call(cls, call: Call) -> "DecisionConfig":
        """The settings of a call; the usual ones where it has none."""
        config = _config(call, "decision")
        return cls(**{key: bool(value) for key, value in config.items() if key in cls.__slots__})


@dataclass(frozen=True, slots=True)
class NoticeConfig:
    """What a public notice shows, and how objections are answered: the settings of the stage of the kind `notice`.

    Attributes:
        rank, score: rank inside the group and official score, where the call announced that they are public.
        areas: the host areas that are interested.
        reserves: the reserve list, in its order.
        again: a reserve that moves up has a notice of its own; else that of the list counts for it.
        answer_days: working days in which the office answers an objection.
    """

    rank: bool = False
    score: bool = False
    areas: bool = False
    reserves: bool = False
    again: bool = True
    answer_days: int = 5

    @classmethod
    def of_call(cls, call: Call) -> "NoticeConfig":
        """The settings of a call; the usual ones where it has none."""
        config = _config(call, "notice")
        return cls(**{key: value for key, value in config.items() if key in cls.__slots__})


def _config(call: Call, kind: str) -> Mapping[str, Any]:
    """The settings of a call's stage of a kind; no query where the call comes with its stages."""
    return next((stage.config for stage in call.stages.all() if stage.kind == kind), {})


def event_has_begun(call: Call) -> bool:
    """Whether the first day of the call's event has come, in Beijing."""
    return bool(call.event_days) and min(call.event_days) <= clock.now().astimezone(clock.BEIJING).date()


def event_is_over(call: Call) -> bool:
    """Whether the last day of the call's event is over, in Beijing."""
    return bool(call.event_days) and max(call.event_days) < clock.now().astimezone(clock.BEIJING).date()


def can_attach_approval(actor: Actor, batch: Batch) -> Verdict:
    """The office, the panel leader and the office director of the call, unless the batch was discarded."""
    if batch.state == BatchState.DISCARDED:
        return refused("discarded", _("This proposal was undone."))
    return can_see_inside(actor, batch.call)


def can_answer_for_place(actor: Actor, confirmation: Confirmation) -> Verdict:
    """The applicant's side, until the deadline; the office for an applicant who has said so by another way."""
    stage_pass = confirmation.stage_pass
    application = stage_pass.application
    is_office = bool(can_run_call(actor, application.call))
    if not (is_office or may(actor, application, Right.EDIT)):
        return refused("not_owner", _("Only the applicant's side answers for its place."))
    if confirmation.reply != Reply.WAITING:
        return refused("answered", _("This has been answered already: %(reply)s.") % {"reply": _word(confirmation)})
    if stage_pass.state != PassState.OPEN or application.state != ApplicationState.SELECTED:
        return refused("no_place", _("There is no place to answer for any more."))
    if stage_pass.due_at and clock.now() >= stage_pass.due_at:
        return refused("too_late", _("The time for confirming is over."))
    return ALLOWED


def _word(confirmation: Confirmation) -> str:
    return str(Reply(confirmation.reply).label)
