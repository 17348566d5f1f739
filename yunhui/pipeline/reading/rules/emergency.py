"""Who may read in an emergency (紧急查阅), and for how long."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

# Who may need to read what they have no part in. The security administrator does not: they watch those who do.
READERS = (Role.AUDIT_ADMIN, Role.APPROVER)
WATCHERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
MINUTES = (30, 60, 120)
REASON_LEAST, REASON_MOST = 10, 400


def can_read_in_emergency(actor: Actor) -> Verdict:
    """The security-audit administrator and an office director; nobody for somebody who is away."""
    if actor.user_id is not None and actor.on_behalf_of is None and actor.has(*READERS):
        return ALLOWED
    return refused("no_emergency", _("Only the auditor and an office director read in an emergency, in person."))
