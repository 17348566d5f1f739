"""Who may examine decisions, and to which kind of step an action of the log belongs."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.proof.enums import Kind
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.models import Call

# The auditor reads the log of the whole city; director and panel leader the decisions that they answer for.
EXAMINERS = (Role.AUDIT_ADMIN, Role.APPROVER, Role.CHAIR)
SCOPED = (Role.APPROVER, Role.CHAIR)

_READ = {
    "application.read", "application.opened", "file.opened", "offer.opened", "brief.printed", "contacts.read",
    "decision.examined", "decision.exported", "emergency.opened", "emergency.ended", "emergency.told",
}  # fmt: skip
_KINDS = {
    "offer": Kind.MATCHED, "offers": Kind.MATCHED, "interest": Kind.MATCHED, "talk": Kind.MATCHED,
    "first_contact": Kind.MATCHED, "contacts": Kind.MATCHED, "host_area": Kind.MATCHED, "sheet": Kind.SCORED,
    "assignment": Kind.SCORED, "assignments": Kind.SCORED, "experts": Kind.SCORED, "conflict": Kind.SCORED,
    "conflicts": Kind.SCORED, "round": Kind.SCORED, "panel": Kind.SCORED, "discussion": Kind.SCORED,
    "batch": Kind.DECIDED, "deliberation": Kind.DECIDED, "applications": Kind.DECIDED, "reserve": Kind.DECIDED,
    "stage": Kind.DECIDED, "place": Kind.DECIDED, "approval": Kind.DECIDED, "feedback": Kind.DECIDED,
    "public_objection": Kind.OBJECTED, "notice": Kind.OBJECTED, "notices": Kind.TOLD, "remark": Kind.SCORED,
    "assignment_plan": Kind.SCORED, "seat": Kind.SCORED,
}  # fmt: skip


def can_examine(actor: Actor, call: Call) -> Verdict:
    """The security-audit administrator, and the office director and panel leader of the call."""
    if actor.is_system or actor.has(Role.AUDIT_ADMIN):
        return ALLOWED
    if any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in SCOPED):
        return ALLOWED
    return refused("not_examiner", _("Only the auditor, the office director and the panel leader examine decisions."))


def kind_of(action: str) -> Kind:
    """The kind of step that an action of the log is."""
    return Kind.READ if action in _READ else _KINDS.get(action.partition(".")[0], Kind.APPLIED)
