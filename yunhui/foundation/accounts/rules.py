"""Who manages accounts and grants."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused


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
