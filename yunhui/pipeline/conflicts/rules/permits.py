"""Who keeps the ledger of conflicts."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.experts.models import Expert


def can_keep_conflicts(actor: Actor, call: Call) -> Verdict:
    """The talent office and the panel leader of the call."""
    if can_run_call(actor, call) or actor.has_in(Role.CHAIR, ScopeKind.CALL, call.pk):
        return ALLOWED
    return refused("not_office", _("Only the talent office and the panel leader keep conflicts of interest."))


def can_declare(actor: Actor, expert: Expert) -> Verdict:
    """The expert themself, and whoever holds the ledger for a paper that they signed."""
    if actor.is_system or (actor.user_id is not None and expert.person.user_id == actor.user_id):
        return ALLOWED
    return refused("not_yours", _("Experts declare their own conflicts of interest."))
