"""What is due on accounts, each minute."""

import logging

from yunhui.foundation.accounts.services.codes import sweep_codes
from yunhui.foundation.accounts.services.export import seal_security_log
from yunhui.foundation.accounts.services.holds import sweep_holds
from yunhui.foundation.accounts.services.roles import end_due_roles
from yunhui.foundation.accounts.services.visits import sweep_visits
from yunhui.foundation.limits.services import sweep_counts

log = logging.getLogger("yunhui.accounts")
_DUE = (end_due_roles, seal_security_log, sweep_codes, sweep_holds, sweep_visits, sweep_counts)


def tend_accounts() -> None:
    """End the roles whose day has come, seal the security log, forget what is past. One that fails stops no other."""
    for duty in _DUE:
        try:
            duty()
        except Exception:
            log.exception("%s failed; it is tried again in a minute", duty.__name__)
