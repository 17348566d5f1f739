"""Who manages accounts and grants."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

_IN_A_CALL = (Role.OFFICE, Role.APPROVER, Role.CHAIR)


def can_manage_accounts(actor: Actor) -> Verdict:
    """Only the system administrator (and the city's own machinery) makes accounts."""
    if actor.is_system or actor.has(Role.SYSTEM_ADMIN):
        return ALLOWED
    return refused("not_system_admin", _("Only the system administrator can do this."))


def can_grant_roles(actor: Actor) -> Verdict:
    """Only the security administrator (and the city's own machinery) grants roles."""
    if actor.is_system or actor.has(Role.SECURITY_ADMIN):
        return ALLOWED
    return refused("not_security_admin", _("Only the security administrator can do this."))


def can_hold(role: str, scope_kind: str) -> Verdict:
    """Whether a role makes sense in a scope: a host-area officer acts for one host area, experts and administrators
    for the whole city, the office and the panel leader for the city or one call."""
    if role == Role.BOARD:
        fits = scope_kind == ScopeKind.BOARD
        return ALLOWED if fits else refused("needs_board", _("A host-area officer acts for one host area: choose it."))
    if scope_kind == ScopeKind.CITY or (role in _IN_A_CALL and scope_kind == ScopeKind.CALL):
        return ALLOWED
    return refused("scope_does_not_fit", _("This role is not held in such a scope: choose the whole city."))
