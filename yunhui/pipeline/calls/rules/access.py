"""Who may do what with a call."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call

STAFF = (Role.OFFICE, Role.APPROVER, Role.CHAIR)


def can_make_call(actor: Actor) -> Verdict:
    """The talent office of the whole city makes calls; who holds one call only runs that one."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return ALLOWED
    return refused("not_office", _("Only the talent office can do this."))


def can_run_call(actor: Actor, call: Call) -> Verdict:
    """The talent office runs a call."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CALL, call.pk):
        return ALLOWED
    return refused("not_office", _("Only the talent office can do this."))


def can_see_inside(actor: Actor, call: Call) -> Verdict:
    """Office, director and panel leader see a call's list, figures and ranking."""
    if actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in STAFF):
        return ALLOWED
    return refused("not_staff", _("Only the talent office and the panel leader see this."))


def can_view_call(actor: Actor, call: Call) -> Verdict:
    """A published call is public; a draft is seen by those who work on it."""
    if call.state != CallState.DRAFT:
        return ALLOWED
    return can_see_inside(actor, call)
